"""Which folders are refused, and which only look as if they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.vault.errors import FolderRefused
from app.vault.folders import check_place

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
files.example:/staff /srv/staff nfs4 rw 0 0
//files.example/staff /mnt/staff\\040share cifs rw 0 0
/dev/sdb1 /srv/staff/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    "place",
    ["OneDrive", "OneDrive - Example School", "Dropbox", "Dropbox (Personal)", "Google Drive", "Nextcloud/work"],
)
def test_a_folder_that_is_copied_to_the_cloud_is_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(FolderRefused, match="copied to the cloud"):
        check_place(tmp_path / place / "Doorstep", {}, "")


def test_a_moved_onedrive_is_known_from_the_environment(tmp_path: Path) -> None:
    environ = {"OneDriveCommercial": str(tmp_path / "Work files"), "OneDrive": ""}
    with pytest.raises(FolderRefused):
        check_place(tmp_path / "Work files" / "Doorstep", environ, "")
    check_place(tmp_path / "Other files" / "Doorstep", environ, "")


def test_a_link_into_a_synchronised_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "harmless").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    with pytest.raises(FolderRefused):
        check_place(tmp_path / "harmless" / "Doorstep", {}, "")


@pytest.mark.parametrize("place", ["/srv/staff/tutor/Doorstep", "/mnt/staff share/Doorstep"])
def test_a_network_drive_is_refused(place: str) -> None:
    with pytest.raises(FolderRefused, match="network"):
        check_place(Path(place), {}, MOUNTS)


@pytest.mark.parametrize("place", ["/srv/staff/local/Doorstep", "/srv/staffroom", "/opt/my dropboxes"])
def test_a_local_folder_is_taken(place: str) -> None:
    check_place(Path(place), {}, MOUNTS)


def test_the_test_folder_of_this_machine_is_taken(tmp_path: Path) -> None:
    check_place(tmp_path, {})
