"""Reading and writing journal rows. Must not decode payloads or move heads: `journal` and `feeds` do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, literal_column, null, or_, select

from app.models.bulk import among, insert_many
from app.models.envelope import SealedFact
from app.models.tables import journal

APPLIED, UNKNOWN, QUARANTINED = "applied", "unknown", "quarantined"
WAITING: ColumnElement[bool] = journal.c.standing == literal_column("'unknown'")
"""As text and not as a parameter: only so can SQLite see that `ix_journal_waiting` holds just these rows."""

_SEALED = (
    journal.c.id,
    journal.c.device,
    journal.c.seq,
    journal.c.kind,
    journal.c.version,
    journal.c.subject,
    journal.c.recorded_at,
    journal.c.drift_ms,
    journal.c.payload_hash,
    journal.c.salt,
    journal.c.payload,
)
_ENVELOPE = (*_SEALED[:-2], null().label("salt"), null().label("payload"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to keep: the fact, its place in its device's chain where that is known, and how it stands."""

    sealed: SealedFact
    chain_hash: bytes | None
    standing: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as it was kept."""

    ordinal: int
    sealed: SealedFact
    chain_hash: bytes | None
    standing: str
    problem: str | None


def keep(conn: Connection, school: UUID, entries: Sequence[Entry], received_at: datetime) -> None:
    """Add rows to the journal, in their order."""
    insert_many(conn, journal, [_row(school, entry, received_at) for entry in entries])


def _row(school: UUID, entry: Entry, received_at: datetime) -> dict[str, Any]:
    fact = entry.sealed
    return {
        "school_id": school,
        "id": fact.id,
        "device": fact.device,
        "seq": fact.seq,
        "kind": fact.kind,
        "version": fact.version,
        "subject": fact.subject,
        "recorded_at": fact.recorded_at,
        "drift_ms": fact.drift_ms,
        "payload_hash": fact.payload_hash,
        "salt": fact.salt,
        "payload": fact.payload,
        "chain_hash": entry.chain_hash,
        "received_at": received_at,
        "standing": entry.standing,
        "problem": entry.problem,
    }


def sealed_from(row: Any) -> SealedFact:
    """The fact in a row that selected the sealed columns."""
    return SealedFact(
        id=row.id,
        device=row.device,
        seq=row.seq,
        kind=row.kind,
        version=row.version,
        subject=row.subject,
        recorded_at=row.recorded_at,
        drift_ms=row.drift_ms,
        payload_hash=bytes(row.payload_hash),
        salt=None if row.salt is None else bytes(row.salt),
        payload=None if row.payload is None else bytes(row.payload),
    )


def find(conn: Connection, school: UUID, facts: Sequence[SealedFact]) -> list[SealedFact]:
    """All kept facts that share an id, or a device and number, with one of `facts`."""
    if not facts:
        return []
    spans: dict[UUID, tuple[int, int]] = {}
    for fact in facts:
        low, high = spans.get(fact.device, (fact.seq, fact.seq))
        spans[fact.device] = (min(low, fact.seq), max(high, fact.seq))
    same_place = [
        (journal.c.device == device) & journal.c.seq.between(low, high) for device, (low, high) in spans.items()
    ]
    same_id = among(conn, journal.c.id, [fact.id for fact in facts])
    return [
        sealed_from(row)
        for clause in (same_id, or_(*same_place))
        for row in conn.execute(select(*_SEALED).where(journal.c.school_id == school, clause))
    ]


def read(conn: Connection, school: UUID, *where: ColumnElement[bool], chunk: int = 1000) -> Iterator[list[Kept]]:
    """The school's journal in the order it was kept, in chunks; `where` narrows it."""
    after = 0
    columns = (journal.c.ordinal, *_SEALED, journal.c.chain_hash, journal.c.standing, journal.c.problem)
    while True:
        query = select(*columns).where(journal.c.school_id == school, journal.c.ordinal > after, *where)
        rows = conn.execute(query.order_by(journal.c.ordinal).limit(chunk)).all()
        if not rows:
            return
        yield [_kept(row) for row in rows]
        after = rows[-1].ordinal


def read_own(conn: Connection, school: UUID, device: UUID, after: int, limit: int) -> list[SealedFact]:
    """A device's facts with numbers above `after`, in their order."""
    return list(own_in_order(conn, school, device, after, limit))


def own_in_order(conn: Connection, school: UUID, device: UUID, after: int, limit: int) -> Iterator[SealedFact]:
    """As `read_own`, each read when it is asked for: whoever fills a batch does not know how many will fit."""
    query = (
        select(*_SEALED)
        .where(journal.c.school_id == school, journal.c.device == device, journal.c.seq > after)
        .order_by(journal.c.seq)
        .limit(limit)
    )
    with conn.execute(query) as rows:
        for row in rows:
            yield sealed_from(row)


def envelopes(conn: Connection, school: UUID, ids: Sequence[UUID]) -> list[SealedFact]:
    """Those of the facts that are kept, in no particular order, without their payloads: enough for a chain."""
    if not ids:
        return []
    query = select(*_ENVELOPE).where(journal.c.school_id == school, among(conn, journal.c.id, ids))
    return [sealed_from(row) for row in conn.execute(query)]


def _kept(row: Any) -> Kept:
    chain_hash = None if row.chain_hash is None else bytes(row.chain_hash)
    return Kept(row.ordinal, sealed_from(row), chain_hash, row.standing, row.problem)
