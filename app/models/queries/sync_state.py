"""Where the laptop's own facts stand with the school: what was sent, receipted and refused (sync.md 1 and 2).

Must not send anything, and must not believe anything: sync verifies first, then keeps it here.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from app.models.local import read_state
from app.models.tables import receipts, refusals


class KeptMarks(NamedTuple):
    """How far the school's word reaches for one device's facts."""

    receipted_seq: int
    """The school holds facts up to this number, by a verified receipt it has not taken back (invariant I5)."""
    pushed_up_to: int
    """Batches went out up to this number, whether or not an answer came."""
    refused: frozenset[UUID]
    """Facts that the school keeps but could not accept."""


def kept_marks(conn: Connection, school: UUID, device: UUID) -> KeptMarks:
    """The marks of a device's facts.

    A school restored from an old backup says that it holds less than it once receipted (`held_up_to`); until the
    facts were sent again they are not shown as held.
    """
    query = select(func.max(receipts.c.seq)).where(receipts.c.school_id == school, receipts.c.device == device)
    receipted = conn.execute(query).scalar() or 0
    held = read_state(conn, "held_up_to")
    told = conn.execute(select(refusals.c.fact_id).where(refusals.c.school_id == school)).scalars()
    return KeptMarks(
        receipted_seq=receipted if held is None else min(receipted, held),
        pushed_up_to=read_state(conn, "pushed_up_to") or 0,
        refused=frozenset(told),
    )
