"""Replacing a file whole, or not at all. The caller holds the folder's lock; two writers are not provided for."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Final

from app.vault.storage_errors import storage_errors

_TMP: Final = re.compile(r"\.[0-9]+\.tmp\Z")
_RETRY_SECONDS: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
_OPEN_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def replace_file(path: Path, data: bytes) -> None:
    """Make `data` the content of `path`, readable by its owner only; on any error the old content stays.

    The data and the folder entry have reached the disk on return. Raises StorageFull and StorageFailed.
    """
    spare = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    spare.unlink(missing_ok=True)
    with storage_errors():
        try:
            _write_through(spare, data)
            _swap(spare, path)
        except BaseException:
            spare.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sweep(folder: Path) -> int:
    """Delete what a killed `replace_file` left in the folder; returns how many files that were."""
    strays = [entry for entry in folder.iterdir() if _TMP.search(entry.name) and entry.name.startswith("vault.")]
    for stray in strays:
        stray.unlink(missing_ok=True)
    return len(strays)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries reach the disk. Windows offers no way, and journals its own entries."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_through(path: Path, data: bytes) -> None:
    handle = os.open(path, _OPEN_NEW, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(spare: Path, path: Path) -> None:
    """Rename over; on Windows a virus scanner may hold the old file for a moment, so try for about three seconds."""
    for pause in _RETRY_SECONDS if os.name == "nt" else ():
        try:
            spare.replace(path)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    spare.replace(path)
