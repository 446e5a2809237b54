"""One process on a vault at a time: a lock the operating system drops by itself when the process dies.

Must not write anything about the process into the lock file; its presence means nothing, only the lock on it does.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.vault import folders
from app.vault.errors import VaultInUse
from app.vault.storage_errors import storage_errors

# A lock belongs to the whole process, so what this process holds is known in one place, guarded by one mutex.
_mutex = threading.RLock()
_held: set[str] = set()


class FolderLock:
    """The held lock on one vault folder; made by `hold`."""

    def __init__(self, name: str, handle: int) -> None:
        self._name = name
        self._handle: int | None = handle

    def release(self) -> None:
        """Let others in; may be called twice."""
        with _mutex:
            if self._handle is None:
                return
            _unlock(self._handle)
            os.close(self._handle)
            self._handle = None
            _held.discard(self._name)


def hold(folder: Path) -> FolderLock:
    """Hold the folder, or raise VaultInUse when this or another process already does."""
    name = os.path.realpath(folder)
    with _mutex:
        if name in _held:
            raise VaultInUse
        with storage_errors():
            handle = os.open(folder / folders.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise VaultInUse from error
        _held.add(name)
        return FolderLock(name, handle)


@contextmanager
def held_or_joined(folder: Path) -> Iterator[None]:
    """Hold the folder for the block; join in when this process has it open already, one block at a time."""
    with _mutex:
        if os.path.realpath(folder) in _held:
            yield
            return
        lock = hold(folder)
        try:
            yield
        finally:
            lock.release()


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_UN)
