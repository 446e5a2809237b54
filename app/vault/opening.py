"""From a proven header to an open vault, and who may try at once. Must not ask for secrets."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from app.vault import folders, header_file
from app.vault.atomic import sweep
from app.vault.database import SALT_BYTES, connect, key_spec
from app.vault.errors import DatabaseDamaged, VaultMissing
from app.vault.header import Header, database_key
from app.vault.header_file import StoredHeader
from app.vault.locking import FolderLock, hold
from app.vault.making import finished
from app.vault.open_vault import OpenVault, Repair
from app.vault.rekey import settled
from app.vault.secrets_memory import wipe
from app.vault.storage_errors import StorageFailed, StorageFull, storage_errors


@contextlib.contextmanager
def released_on_error(lock: FolderLock) -> Iterator[FolderLock]:
    """Hand the lock to whoever the block makes it for; let go when the block fails."""
    try:
        yield lock
    except BaseException:
        lock.release()
        raise


@contextlib.contextmanager
def vault_held(folder: Path) -> Iterator[FolderLock]:
    """The lock on an existing vault, in a folder that is fit for one, with a killed program's left-overs swept."""
    if not header_file.is_vault(folder):
        raise VaultMissing
    folders.check_place(folder, os.environ)
    with released_on_error(hold(folder)) as lock:
        sweep(folder)
        yield lock


def open_vault(folder: Path, stored: StoredHeader, master: bytearray, lock: FolderLock) -> OpenVault:
    """The open vault; mends the header's copies and the database's salt on the way. Wipes the master key."""
    repairs = [Repair.HEADER_FROM_SPARE] if stored.from_spare else []
    try:
        spec, epoch = _proven_spec(folder, stored.header, master)
        header_file.mend(folder, stored)
        if stored.header.pending is not None and _settle(folder, settled(stored.header, epoch), master):
            repairs.append(Repair.REKEY_SETTLED)
    finally:
        wipe(master)
    finished(folder)
    if _mend_salt(folder, stored.header):
        repairs.append(Repair.SALT_FROM_HEADER)
    return OpenVault(stored.header.vault_id, folder, spec, lock, tuple(repairs))


def _proven_spec(folder: Path, header: Header, master: bytearray) -> tuple[bytearray, int]:
    """The key spec that reads the database, and its epoch. The header is proven, so if none fits there is damage."""
    epochs = [header.current] if header.pending is None else [header.current, header.pending]
    for epoch in epochs:
        key = database_key(header, master, epoch)
        spec = key_spec(key, header.salt)
        wipe(key)
        try:
            connect(folder / folders.DATABASE, spec).close()
        except BaseException as error:
            wipe(spec)
            if epoch == epochs[-1] or not isinstance(error, DatabaseDamaged):
                raise
        else:
            return spec, epoch
    raise DatabaseDamaged


def _settle(folder: Path, header: Header, master: bytearray) -> bool:
    """Write down which key holds after an interrupted re-key; a full disk leaves it to the next unlock."""
    with contextlib.suppress(StorageFull, StorageFailed):
        header_file.write(folder, header, master)
        return True
    return False


def _mend_salt(folder: Path, header: Header) -> bool:
    """Write the header's copy of the salt over the file's first 16 bytes where they differ (T18).

    Only after the database was read with that salt, and before any other connection is open. A disk that cannot be
    written waits for another day: the named salt opens the file all the same.
    """
    with (folder / folders.DATABASE).open("rb") as file:
        if file.read(SALT_BYTES) == header.salt:
            return False
    with contextlib.suppress(StorageFull, StorageFailed), storage_errors():
        with (folder / folders.DATABASE).open("r+b") as file:
            file.write(header.salt)
            file.flush()
            os.fsync(file.fileno())
        return True
    return False
