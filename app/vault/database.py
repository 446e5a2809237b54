"""Opening the SQLCipher file: the only function that may, and the engine over it. Traps T1-T23 of `vault.md` A.2.

Must not create a file unless told to, must not see a passphrase, and must not know any table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.pool import NullPool, QueuePool
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package ships no types

from app.vault.errors import DatabaseDamaged, DatabaseMissing, NotSqlCipher
from app.vault.storage_errors import storage_errors, translated

MIN_CIPHER: Final = (4, 12, 0)
APPLICATION_ID: Final = 0x44535450  # "DSTP" in the file's own header: an empty or foreign file never passes for ours
BUSY_SECONDS: Final = 15
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
_HEX: Final = b"0123456789abcdef"
_SETTINGS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=8000",  # pages; a batch of a thousand facts is some 1,500, and each waits for none
    "PRAGMA temp_store=MEMORY",  # FILE writes plaintext beside an encrypted database (A.6)
    "PRAGMA cache_size=-65536",  # 64 MiB: pages once checked are not checked again (A.3)
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA recursive_triggers=ON",
)
_TEMP_IN_MEMORY: Final = 2

Connect = Callable[[], Any]


def key_spec(key: bytearray, salt: bytes) -> bytearray:
    """SQLCipher's raw key `x'..96 hex digits..'`, built without an immutable copy; the caller wipes it.

    The salt is named so that a damaged first page does not take the whole file with it (T18). ValueError unless the
    key has 32 bytes and the salt 16: SQLCipher would silently take another length for a passphrase (T3).
    """
    if len(key) != KEY_BYTES or len(salt) != SALT_BYTES:
        raise ValueError("a raw key has 32 bytes and a salt 16")
    spec = bytearray(3 + 2 * (KEY_BYTES + SALT_BYTES))
    spec[0:2], spec[-1:] = b"x'", b"'"
    for place, byte in enumerate((*key, *salt)):
        spec[2 + 2 * place], spec[3 + 2 * place] = _HEX[byte >> 4], _HEX[byte & 15]
    return spec


def connect(path: Path, spec: bytearray, *, foreign_keys: bool = True, create: bool = False) -> Any:
    """One connection to our database, proven by reading it.

    `create`: `path` is an empty file to be made a database. Raises DatabaseMissing, DatabaseDamaged (which is also how
    a wrong key looks: the header has proven the key before), NotSqlCipher, StorageFull, StorageFailed.
    """
    if not path.exists():
        raise DatabaseMissing
    if not create and path.stat().st_size == 0:
        raise DatabaseDamaged
    with storage_errors():
        connection = dbapi2.connect(
            str(path), check_same_thread=False, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=256
        )
        try:
            _prove(connection, spec, create=create)
            _configure(connection, foreign_keys=foreign_keys)
        except BaseException:
            connection.close()
            raise
    return connection


def change_key(path: Path, old: bytearray, new: bytearray) -> None:
    """Re-encrypt the file in place, on the only connection to it. Raises what `connect` raises, and StorageFull.

    Killed meanwhile, the file opens whole with one of the two keys (`vault.md` A.6).
    """
    connection = connect(path, old)
    try:
        with storage_errors():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.reset_key(new)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


def make_engine(path: Path, open_one: Connect) -> sa.Engine:
    """The engine the application works with: three connections, two more when busy.

    Transactions: a `begin` event sends the connection's execution option `doorstep_begin`, else BEGIN (T8). Disk and
    damage errors come out as this room's typed errors, so no caller needs to know SQLite's words.
    """
    return _with_contract(
        sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            module=dbapi2,
            creator=open_one,
            poolclass=QueuePool,
            pool_size=3,
            max_overflow=2,
            hide_parameters=True,
        )
    )


def make_migration_engine(path: Path, open_one: Connect) -> sa.Engine:
    """An engine without a pool, for migrations: nothing of it stays open when they end."""
    return _with_contract(
        sa.create_engine(
            sa.URL.create("sqlite", database=str(path)),
            module=dbapi2,
            creator=open_one,
            poolclass=NullPool,
            hide_parameters=True,
        )
    )


def _with_contract(engine: sa.Engine) -> sa.Engine:
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _clear_error)
    return engine


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("doorstep_begin", "BEGIN"))


def _clear_error(context: ExceptionContext) -> BaseException | None:
    return translated(context.original_exception)


def _prove(connection: Any, spec: bytearray, *, create: bool) -> None:
    """Give the key, read with it, and make sure that it is SQLCipher that answers and that the file is ours."""
    connection.execute("PRAGMA cipher_log_level=NONE")  # SQLCipher writes to stderr by default (T7)
    connection.set_key(spec)  # never as SQL text: that is traced and stays in memory (T5)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if _cipher_version(connection) < MIN_CIPHER or _pragma(connection, "cipher_status") != "1":
        raise NotSqlCipher
    if create:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    elif _pragma(connection, "application_id") != APPLICATION_ID:
        raise DatabaseDamaged


def _configure(connection: Any, *, foreign_keys: bool) -> None:
    for setting in (*_SETTINGS, f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}"):
        connection.execute(setting).fetchall()
    assert _pragma(connection, "temp_store") == _TEMP_IN_MEMORY


def _cipher_version(connection: Any) -> tuple[int, ...]:
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", str(_pragma(connection, "cipher_version") or ""))
    return tuple(int(part) for part in found.groups()) if found else (0,)


def _pragma(connection: Any, name: str) -> object:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None
