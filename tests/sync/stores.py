"""Copies of a store at one moment, and putting them back: backups, restores and clones. Must not repair anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, text


def file_of(engine: Engine) -> Path:
    """The file behind a SQLite engine."""
    with engine.connect() as conn:
        rows = conn.execute(text("PRAGMA database_list")).all()
    return Path(rows[0][2])


def backup(engine: Engine, to: Path) -> Path:
    """A consistent copy of the store as it is now."""
    with closing(sqlite3.connect(file_of(engine))) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def restore(engine: Engine, copy: Path) -> None:
    """Put an old copy back in place of the store."""
    path = file_of(engine)
    engine.dispose()
    for beside in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        beside.unlink(missing_ok=True)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
