"""Projections made anew from the journal. Must not invent anything: the same fold as every write."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, delete, update

from app.models import storage
from app.models.facts.base import Payload
from app.models.facts.registry import decode_all, is_known
from app.models.projections.fold import Rows, fold, write
from app.models.projections.rows import Fact
from app.models.tables import PROJECTED, journal


def facts_in_order(conn: Connection, school: UUID) -> Iterator[list[Fact]]:
    """All facts of the journal that count, in the order they were kept, in chunks."""
    for chunk in storage.read(conn, school, journal.c.standing == storage.APPLIED, journal.c.payload.is_not(None)):
        sealed = [kept.sealed for kept in chunk]
        decoded = decode_all([(fact.kind, fact.version, fact.payload or b"") for fact in sealed])
        yield [Fact(s, p) for s, p in zip(sealed, decoded, strict=True) if isinstance(p, Payload)]


def folded(conn: Connection, school: UUID) -> Rows:
    """All projections as the journal says they should be."""
    rows: Rows = {}
    for facts in facts_in_order(conn, school):
        fold(school, facts, rows)
    return rows


def rebuild(conn: Connection, school: UUID) -> None:
    """Empty the school's projections and fill them again, in the caller's transaction."""
    rows = folded(conn, school)
    for table in PROJECTED.values():
        conn.execute(delete(table).where(table.c.school_id == school))
    write(conn, rows)


def apply_waiting(conn: Connection, school: UUID) -> int:
    """Apply facts that an older build kept without understanding them; how many there were.

    Their order counts, so the projections are rebuilt rather than patched.
    """
    waiting = [
        kept.ordinal
        for chunk in storage.read(conn, school, storage.WAITING)
        for kept in chunk
        if is_known(kept.sealed.kind, kept.sealed.version)
    ]
    if waiting:
        conn.execute(update(journal).where(journal.c.ordinal.in_(waiting)).values(standing=storage.APPLIED))
        rebuild(conn, school)
    return len(waiting)


def erase(conn: Connection, school: UUID, facts: list[UUID]) -> None:
    """Take the payloads of facts away for good; envelopes stay, and the chain still verifies (sync.md 3)."""
    gone = update(journal).where(journal.c.school_id == school, journal.c.id.in_(facts))
    conn.execute(gone.values(payload=None, salt=None))
    rebuild(conn, school)
