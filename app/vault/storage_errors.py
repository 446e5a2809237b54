"""What the disk and SQLite say, as errors a person can act on. The only place that knows their words and numbers.

Must not hide a mistake of ours: whatever is not about the disk or a damaged file stays as it is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package ships no types

from app.vault.errors import DatabaseDamaged, VaultError

# Primary result codes of SQLite (the low byte of an extended one).
_BUSY: Final = 5
_LOCKED: Final = 6
_READONLY: Final = 8
_IOERR: Final = 10
_CORRUPT: Final = 11
_FULL: Final = 13
_CANTOPEN: Final = 14
_NOTADB: Final = 26
_NO_ROOM: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_NOT_ALLOWED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})


class StorageFull(VaultError):
    """The disk has no room; what was being saved is not saved, what was saved before is untouched."""

    code = "storage-full"
    sentence_text = "The disk of this laptop is full, so this was not saved."
    next_step_text = "Free some space, for example by emptying the bin, and save again. Keep this window open."


class StorageFailed(VaultError):
    """The disk cannot be written or read for a reason other than room."""

    code = "storage-failed"
    sentence_text = "This laptop's disk could not be used, so this was not saved."
    next_step_text = "Keep this window open and save again. If it happens again, tell whoever looks after your laptop."


class StorageBusy(VaultError):
    """Something else held the file for longer than we wait."""

    code = "storage-busy"
    sentence_text = "Your records file is being used by something else, so this was not saved."
    next_step_text = "Wait a moment and save again."


_BY_RESULT_CODE: Final[dict[int, type[VaultError]]] = {
    _BUSY: StorageBusy,
    _LOCKED: StorageBusy,
    _READONLY: StorageFailed,
    _IOERR: StorageFailed,
    _CANTOPEN: StorageFailed,
    _CORRUPT: DatabaseDamaged,
    _NOTADB: DatabaseDamaged,
    _FULL: StorageFull,
}


def translated(error: BaseException | None) -> VaultError | None:
    """The typed error for what the disk or SQLite said, or None when it is about neither."""
    if isinstance(error, DBAPIError):
        error = error.orig
    if isinstance(error, dbapi2.Error):
        kind = _BY_RESULT_CODE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        return kind() if kind else None
    if isinstance(error, OSError):
        if error.errno in _NO_ROOM:
            return StorageFull()
        return StorageFailed() if error.errno in _NOT_ALLOWED else None
    return None


@contextmanager
def storage_errors() -> Iterator[None]:
    """Raise what `translated` makes of an error inside; let every other error through unchanged."""
    try:
        yield
    except (DBAPIError, dbapi2.Error, OSError) as error:
        clear = translated(error)
        if clear is None:
            raise
        raise clear from error
