"""A disk that is really full: what was being saved is told as lost, what was saved before is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# A tmpfs in a mount namespace that ends with the program using it, so that nothing is left to unmount.
MOUNTED = 'mount -t tmpfs -o size=4m tmpfs "$1" && shift && exec "$@"'
UNSHARE = [
    "unshare",
    "--mount",
    *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]),
    "sh",
    "-c",
    MOUNTED,
    "sh",
]


def _may_mount() -> bool:
    """Containers often forbid it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*UNSHARE, "/mnt", "true"], capture_output=True, check=False).returncode == 0


# SQLite calls ENOSPC "full" and every other refused write "I/O error".
WAYS = {"limited-files": "storage-failed", **({"small-disk": "storage-full"} if _may_mount() else {})}


@pytest.mark.parametrize(("way", "code"), WAYS.items())
def test_a_full_disk_is_told_and_costs_nothing_that_was_saved(tmp_path: Path, way: str, code: str) -> None:
    before = [*UNSHARE, str(tmp_path)] if way == "small-disk" else []
    command = [*before, sys.executable, "-m", "tests.vault.full_disk_scenario", str(tmp_path), way]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.stderr == ""
    assert said.stdout.splitlines() == [
        f"saving: {code}",
        "kept: True",
        "went on: True",
        "changing: storage-full",
        f"making: {'storage-full' if way == 'small-disk' else code} False False",
        "opens as before",
    ]
