"""Where the laptop's own facts stand with the school: what was sent, receipted and refused (sync.md 1 and 2).

Must not send anything, and must not believe anything: sync verifies first, then keeps it here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from app.models import storage
from app.models.bulk import upsert
from app.models.envelope import ZERO_HASH, SealedFact
from app.models.local import read_state
from app.models.tables import journal, receipts, refusals


class KeptMarks(NamedTuple):
    """How far the school's word reaches for one device's facts."""

    receipted_seq: int
    """The school holds facts up to this number, by a verified receipt it has not taken back (invariant I5)."""
    pushed_up_to: int
    """Batches went out up to this number, whether or not an answer came."""
    refused: frozenset[UUID]
    """Facts that the school keeps but could not accept."""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt whose signature was verified."""

    device: UUID
    seq: int
    head: bytes
    feed_position: int
    epoch: int
    received_at: datetime
    signature: bytes


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """What the school said about a fact it keeps but could not accept."""

    fact_id: UUID
    code: str
    sentence: str
    told_at: datetime


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


def holds_any(conn: Connection, school: UUID, device: UUID, after: int, kinds: Collection[str]) -> bool:
    """Whether any of a device's facts above a number is of one of these kinds."""
    beyond = (journal.c.school_id == school) & (journal.c.device == device) & (journal.c.seq > after)
    return conn.execute(select(journal.c.seq).where(beyond, journal.c.kind.in_(kinds)).limit(1)).first() is not None


def keep_receipt(conn: Connection, school: UUID, receipt: ReceiptRow) -> None:
    """Keep a verified receipt; a later one for the same number replaces it."""
    row = {"school_id": school} | asdict(receipt)
    conn.execute(upsert(conn, receipts, row), [row])


def keep_refusals(conn: Connection, school: UUID, told: Sequence[RefusalRow]) -> None:
    """Keep what the school said about facts it could not accept."""
    rows = [{"school_id": school} | asdict(refusal) for refusal in told]
    if rows:
        conn.execute(upsert(conn, refusals, rows[0]), rows)


def chain_hash_at(conn: Connection, school: UUID, device: UUID, seq: int) -> bytes | None:
    """The hash of a device's chain at a number; None when this store does not hold that fact."""
    if seq == 0:
        return ZERO_HASH
    place = (journal.c.school_id == school) & (journal.c.device == device) & (journal.c.seq == seq)
    found = conn.execute(select(journal.c.chain_hash).where(place)).scalar()
    return None if found is None else bytes(found)


def envelopes_by_id(conn: Connection, school: UUID, ids: Sequence[UUID]) -> dict[UUID, SealedFact]:
    """Those of the facts that this store holds, without their payloads."""
    return {fact.id: fact for fact in storage.envelopes(conn, school, ids)}
