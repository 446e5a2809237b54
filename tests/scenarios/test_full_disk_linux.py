"""A disk that is really full while a visit is being saved: nothing is called saved, and with room made it all is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.prepared import prepared_morning
from tests.scenarios.programs import ROOT, clean_env

# A tmpfs in a mount namespace that ends with the program using it, so that nothing is left to unmount.
_MOUNTED = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"'
_AS_ROOT = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
_UNSHARE = ["unshare", "--mount", *_AS_ROOT, "sh", "-c", _MOUNTED, "sh"]


def _may_mount() -> bool:
    """Containers often forbid it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*_UNSHARE, "/mnt", "true"], capture_output=True, check=False).returncode == 0


_FULL = (
    "The disk of this laptop is full, so this was not saved. "
    "Free some space, for example by emptying the bin, and save again. Keep this window open."
)
_FAILED = (
    "This laptop's disk could not be used, so this was not saved. "
    "Keep this window open and save again. If it happens again, tell whoever looks after your laptop."
)
# SQLite calls ENOSPC "full" and every other refused write "I/O error".
_WAYS = {"limited-files": _FAILED, **({"small-disk": _FULL} if _may_mount() else {})}


@pytest.mark.parametrize(("way", "sentence"), _WAYS.items())
def test_a_full_disk_saves_nothing_says_so_and_with_room_everything_can_be_saved(
    tmp_path: Path, way: str, sentence: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with prepared_morning(tmp_path) as morning:
        keyring = [[*where, secret] for where, secret in morning.keyring.items.items()]
        program = [sys.executable, "-m", "tests.scenarios.full_disk", str(morning.profile), str(disk), way]
        said = subprocess.run(
            [*_UNSHARE, str(disk), *program] if way == "small-disk" else program,
            input=json.dumps(keyring) + "\n",
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=clean_env(tmp_path),
        )
    assert said.stderr == ""
    assert said.stdout.splitlines() == [
        f"arrive: {sentence}",
        f"start: {sentence}",
        f"draft: {sentence}",
        "then: planned 0 {}",
        "start: saved",
        "draft: saved",
        "then: in_session 2 True",
        "doctor: True",
    ]
