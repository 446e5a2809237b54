"""Connections and transactions, the same on both ends. Must not know what is in the tables.

SQLite's own transaction control would let a SELECT run without a snapshot and DDL escape a rollback, so every
connection is in manual mode and the `begin` event says how a transaction starts (vault.md T8).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

BEGIN_OPTION = "doorstep_begin"
_SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cache_size=-32768",
    "wal_autocheckpoint=8000",
)
"""A batch of a thousand facts fills some 1,500 pages: with SQLite's own 2 MB of cache and a checkpoint every 1,000
pages, most of them would be read again and written twice. The log grows to 32 MB at most."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one snapshot for all its queries."""
    with engine.connect() as conn, conn.begin():
        yield conn


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes. On SQLite it takes the write lock at once, so it cannot find it taken half-way."""
    with engine.connect().execution_options(**{BEGIN_OPTION: "BEGIN IMMEDIATE"}) as conn, conn.begin():
        yield conn


def emit_begin(engine: Engine) -> None:
    """Make an SQLite engine start its transactions by `BEGIN_OPTION`; for drivers in manual mode."""

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql(conn.get_execution_options().get(BEGIN_OPTION, "BEGIN"))


def open_school_database(url: str) -> Engine:
    """The school's engine for `sqlite:///path` or `postgresql://…`; values never appear in its errors."""
    if url.startswith("sqlite:///"):
        return _open_sqlite(Path(url.removeprefix("sqlite:///")))
    return create_engine(url, hide_parameters=True, pool_size=5, max_overflow=10, pool_pre_ping=True)


def _open_sqlite(path: Path) -> Engine:
    def connect() -> Any:
        conn = sqlite3.connect(path, timeout=15, isolation_level=None, check_same_thread=False, cached_statements=256)
        for pragma in _SQLITE_PRAGMAS:
            conn.execute(f"PRAGMA {pragma}").fetchall()
        return conn

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=4, max_overflow=4, hide_parameters=True
    )
    emit_begin(engine)
    return engine
