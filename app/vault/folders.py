"""The folder a vault lives in: names of its files, who may read them, and which folders are refused.

SQLite's WAL needs shared memory, and a synchronised folder copies half-written files (`vault.md` T23): both are refused
where they can be seen. Must not look inside the files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from app.vault.errors import FolderRefused
from app.vault.storage_errors import storage_errors

HEADER: Final = "vault.hdr"
SPARE_HEADER: Final = "vault.hdr.prev"
DATABASE: Final = "vault.db"
DATABASE_FILES: Final = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal")
UNFINISHED: Final = "vault.unfinished"
UNCHECKED_KIT: Final = "vault.kit-unchecked"
TRIES: Final = "vault.tries"
LOCK: Final = "vault.lock"

_SYNCED_NAMES: Final = frozenset({
    "dropbox", "onedrive", "google drive", "googledrive", "my drive", "icloud drive", "iclouddrive", "cloudstorage",
    "mobile documents", "nextcloud", "owncloud", "box sync", "pclouddrive", "syncthing",
})  # fmt: skip
_SYNCED_STARTS: Final = ("onedrive - ", "dropbox (", "google drive (")
_SYNCED_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_TYPES: Final = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "davfs", "fuse.sshfs", "fuse.rclone",
    "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.onedriver",
})  # fmt: skip
_MOUNTS: Final = Path("/proc/self/mounts")
_DRIVE_REMOTE: Final = 4


def check_place(folder: Path, environ: Mapping[str, str], mounts: str | None = None) -> None:
    """Raise FolderRefused for a folder on the network or under a folder that is copied to the cloud.

    `environ`: where OneDrive says its roots are; `mounts`: the text of /proc/self/mounts, read when not given.
    """
    real = Path(os.path.realpath(folder))
    if any(_is_synced(part) for part in real.parts) or _is_under(real, _synced_roots(environ)):
        raise FolderRefused("Doorstep cannot keep records in a folder that is copied to the cloud.")
    if _is_network(real, mounts):
        raise FolderRefused("Doorstep cannot keep records on a network drive.")


def make_private(folder: Path) -> None:
    """Make the folder, with any missing parents, and let only its owner in. Raises StorageFull or StorageFailed."""
    with storage_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)


def new_private_file(path: Path) -> None:
    """Make an empty file that only its owner can read; SQLite gives its WAL the same permissions."""
    with storage_errors():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _is_synced(part: str) -> bool:
    name = part.casefold()
    return name in _SYNCED_NAMES or name.startswith(_SYNCED_STARTS)


def _synced_roots(environ: Mapping[str, str]) -> list[Path]:
    return [Path(os.path.realpath(environ[name])) for name in _SYNCED_VARIABLES if environ.get(name)]


def _is_under(folder: Path, roots: Iterable[Path]) -> bool:
    return any(folder.is_relative_to(root) for root in roots)


def _is_network(folder: Path, mounts: str | None) -> bool:
    if sys.platform == "win32":
        return _is_windows_network(folder)
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.exists() else ""
    return _mount_type(folder, mounts) in _NETWORK_TYPES


def _mount_type(folder: Path, mounts: str) -> str:
    """The file system type of the deepest mount that holds the folder, "" when unknown."""
    best: tuple[int, str] = (0, "")
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:  # noqa: PLR2004  device, mount point, type
            point = Path(fields[1].replace("\\040", " "))
            if folder.is_relative_to(point) and len(point.parts) >= best[0]:
                best = (len(point.parts), fields[2])
    return best[1]


def _is_windows_network(folder: Path) -> bool:
    """A UNC path, or a drive letter that Windows calls remote."""
    if sys.platform == "win32":
        import ctypes

        return str(folder).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _DRIVE_REMOTE
    return False
