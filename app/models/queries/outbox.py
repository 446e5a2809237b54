"""The laptop's own facts by where they stand, for the Outbox. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from app.models.heads import journal_of, read_head
from app.models.queries.sync_state import kept_marks
from app.models.tables import journal, refusals

_COLUMNS = (
    journal.c.id,
    journal.c.kind,
    journal.c.subject,
    journal.c.seq,
    journal.c.recorded_at,
    journal.c.payload,
)


def unsent(conn: Connection, school: UUID, device: UUID) -> int:
    """How many of a device's facts the school has not receipted."""
    last = read_head(conn, school, journal_of(device)).seq
    return max(0, last - kept_marks(conn, school, device).receipted_seq)


def own_facts(conn: Connection, school: UUID, device: UUID, above: int, limit: int) -> Sequence[Any]:
    """A device's facts with numbers above `above`, newest first."""
    where = journal.c.school_id == school, journal.c.device == device, journal.c.seq > above
    return conn.execute(select(*_COLUMNS).where(*where).order_by(journal.c.seq.desc()).limit(limit)).all()


def refused_facts(conn: Connection, school: UUID) -> Sequence[Any]:
    """The facts the school could not accept, newest first, with what it said."""
    same = (journal.c.school_id == refusals.c.school_id) & (journal.c.id == refusals.c.fact_id)
    query = select(*_COLUMNS, refusals.c.sentence).join(refusals, same).where(refusals.c.school_id == school)
    return conn.execute(query.order_by(refusals.c.told_at.desc())).all()
