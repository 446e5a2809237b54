"""The ends of the chains: the last number and hash of each journal and feed. Must not look inside facts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from app.models.bulk import upsert
from app.models.envelope import ZERO_HASH
from app.models.tables import heads


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends; (0, zeros) before its first link."""

    seq: int = 0
    hash: bytes = ZERO_HASH


def journal_of(device: UUID) -> str:
    """The name of a device's journal among the heads."""
    return f"journal:{device}"


def feed_of(tutor: UUID) -> str:
    """The name of a tutor's feed among the heads."""
    return f"feed:{tutor}"


def read_head(conn: Connection, school: UUID, log: str) -> Head:
    """The end of a chain as this transaction sees it."""
    found = conn.execute(
        select(heads.c.seq, heads.c.hash).where(heads.c.school_id == school, heads.c.log == log)
    ).first()
    return Head() if found is None else Head(found.seq, bytes(found.hash))


def claim_head(conn: Connection, school: UUID, log: str) -> Head:
    """As `read_head`, and nobody else can move it until this transaction ends (SQLite holds one writer anyway)."""
    if conn.dialect.name != "postgresql":
        return read_head(conn, school, log)
    start = postgresql.insert(heads).values(school_id=school, log=log, seq=0, hash=ZERO_HASH)
    conn.execute(start.on_conflict_do_nothing(index_elements=["school_id", "log"]))
    query = select(heads.c.seq, heads.c.hash).where(heads.c.school_id == school, heads.c.log == log)
    found = conn.execute(query.with_for_update()).one()
    return Head(found.seq, bytes(found.hash))


def move_head(conn: Connection, school: UUID, log: str, head: Head) -> None:
    """Set the end of a chain that this transaction has claimed."""
    values = {"school_id": school, "log": log, "seq": head.seq, "hash": head.hash}
    conn.execute(upsert(conn, heads, values), [values])
