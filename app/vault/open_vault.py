"""An unlocked vault: the engine over its database, and the lock that ends it.

Must not keep the passphrase, the master key or the device secret; only the database key stays, until `lock`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import event

from app.vault import folders
from app.vault.database import change_key, connect, make_engine, make_migration_engine
from app.vault.errors import VaultLocked
from app.vault.keys import same
from app.vault.locking import FolderLock
from app.vault.secrets_memory import wipe
from app.vault.storage_errors import StorageBusy


class Repair(StrEnum):
    """What unlocking found broken and put right; the person is told."""

    HEADER_FROM_SPARE = "The file that holds the keys to your records was damaged. It was restored from its spare copy."
    SALT_FROM_HEADER = "The first bytes of your records file were damaged. They were restored."
    REKEY_SETTLED = "A change of the encryption key was interrupted. Your records are complete."


class OpenVault:
    """`engine` is ready for use by several threads; `repairs` says what unlocking had to mend."""

    def __init__(
        self, vault_id: str, folder: Path, spec: bytearray, lock: FolderLock, repairs: tuple[Repair, ...] = ()
    ) -> None:
        self.vault_id = vault_id
        self.folder = folder
        self.repairs = repairs
        self._spec: bytearray | None = spec
        self._spec_guard = threading.Lock()  # so that no connection reads a key that is just being wiped
        self._folder_lock = lock
        self.engine = make_engine(self.database, self._connect)
        event.listen(self.engine, "checkin", self._close_if_locked)

    @property
    def database(self) -> Path:
        """The SQLCipher file."""
        return self.folder / folders.DATABASE

    @property
    def locked(self) -> bool:
        """Whether `lock` has been called."""
        return self._spec is None

    @contextmanager
    def migration_engine(self) -> Iterator[sa.Engine]:
        """An engine for migrations, with foreign keys off (T9): Alembic's batch mode would delete child rows.

        The pool is emptied before and after, so that no other connection holds an old view of the schema.
        """
        self.engine.dispose()
        engine = make_migration_engine(self.database, lambda: self._connect(foreign_keys=False))
        try:
            yield engine
        finally:
            engine.dispose()
            self.engine.dispose()

    def uses(self, spec: bytearray) -> bool:
        """Whether the file is open under this key spec."""
        with self._spec_guard:
            return self._spec is not None and same(self._spec, spec)

    def rekey(self, spec: bytearray) -> None:
        """Re-encrypt the file under another key spec, which this vault then owns; `rekey.rekey_database` is the way in.

        StorageBusy while a connection is in use: it would go on under the old key and find only noise (T13).
        """
        with self._spec_guard:
            if self._spec is None:
                raise VaultLocked
            if self.engine.pool.checkedout():  # type: ignore[attr-defined]  # a QueuePool by `make_engine`, typed as any Pool
                raise StorageBusy
            self.engine.dispose()
            change_key(self.database, self._spec, spec)
            wipe(self._spec)
            self._spec = spec

    def lock(self) -> None:
        """Close the database, overwrite the key and let go of the folder; may be called twice.

        A connection still in use is closed when it is given back. Note text stays in this process's memory: the
        caller replaces the process (D.9).
        """
        with self._spec_guard:
            wipe(self._spec)
            self._spec = None
        self.engine.dispose()
        self._folder_lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.lock()

    def _connect(self, *, foreign_keys: bool = True) -> Any:
        with self._spec_guard:
            if self._spec is None:
                raise VaultLocked
            return connect(self.database, self._spec, foreign_keys=foreign_keys)

    def _close_if_locked(self, connection: Any, _record: object) -> None:
        if self.locked and connection is not None:
            connection.close()


@dataclass(frozen=True)
class NewVault:
    """An open vault and the recovery key that now belongs to it: show it once, have two groups typed back, drop it."""

    vault: OpenVault
    recovery_key: str
