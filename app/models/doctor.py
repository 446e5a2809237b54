"""The doctor: verifies chains, payloads and projections, and says what it found. Must not repair anything by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from app.models import storage
from app.models.database import reading
from app.models.envelope import ZERO_HASH, SealedFact, chain
from app.models.heads import feed_of, journal_of, read_head
from app.models.projections.fold import Rows
from app.models.rebuild import folded
from app.models.tables import PROJECTED, feed, journal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be; `where` names ids and numbers, never contents."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor looked at and what it found."""

    facts: int
    chains: int
    rows: int
    quarantined: int
    waiting: int
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def examine(engine: Engine, school: UUID) -> Diagnosis:
    """Verify every chain and payload of one school's store and compare rebuilt projections with the live ones."""
    with reading(engine) as conn:
        findings: list[Finding] = []
        counts = {storage.APPLIED: 0, storage.UNKNOWN: 0, storage.QUARANTINED: 0}
        for chunk in storage.read(conn, school):
            for kept in chunk:
                counts[kept.standing] += 1
                if not kept.sealed.payload_is_intact():
                    findings.append(Finding("payload does not fit its envelope", str(kept.sealed.id)))
        chains = _verify_journals(conn, school, findings) + _verify_feeds(conn, school, findings)
        rows = _compare(folded(conn, school), _live(conn, school), findings)
    return Diagnosis(
        facts=sum(counts.values()),
        chains=chains,
        rows=rows,
        quarantined=counts[storage.QUARANTINED],
        waiting=counts[storage.UNKNOWN],
        findings=tuple(findings),
    )


def _verify_journals(conn: Connection, school: UUID, findings: list[Finding]) -> int:
    """Devices whose chain is held whole: every link, no gap, and the head agrees."""
    query = select(journal.c.device).where(journal.c.school_id == school, journal.c.chain_hash.is_not(None))
    devices = list(conn.execute(query.distinct()).scalars())
    for device in devices:
        previous, count = ZERO_HASH, 0
        for kept in _device_chain(conn, school, device):
            previous, count = chain(previous, kept.sealed), count + 1
            if kept.sealed.seq != count or kept.chain_hash != previous:
                findings.append(Finding("chain is broken", f"device {device}, number {kept.sealed.seq}"))
                break
        else:
            head = read_head(conn, school, journal_of(device))
            if (head.seq, head.hash) != (count, previous):
                findings.append(Finding("chain does not end at its head", f"device {device}"))
    return len(devices)


def _device_chain(conn: Connection, school: UUID, device: UUID) -> Sequence[storage.Kept]:
    kept = [k for chunk in storage.read(conn, school, journal.c.device == device) for k in chunk]
    return sorted(kept, key=lambda k: k.sealed.seq)


def _verify_feeds(conn: Connection, school: UUID, findings: list[Finding]) -> int:
    query = select(feed.c.tutor_id).where(feed.c.school_id == school)
    tutors = list(conn.execute(query.distinct()).scalars())
    for tutor in tutors:
        previous, count = ZERO_HASH, 0
        for position, link, fact in _feed_chain(conn, school, tutor):
            previous, count = chain(previous, fact), count + 1
            if position != count or link != previous:
                findings.append(Finding("feed is broken", f"tutor {tutor}, position {position}"))
                break
        else:
            head = read_head(conn, school, feed_of(tutor))
            if (head.seq, head.hash) != (count, previous):
                findings.append(Finding("feed does not end at its head", f"tutor {tutor}"))
    return len(tutors)


def _feed_chain(conn: Connection, school: UUID, tutor: UUID) -> list[tuple[int, bytes, SealedFact]]:
    query = (
        select(feed.c.position, feed.c.hash, journal)
        .join(journal, (journal.c.school_id == feed.c.school_id) & (journal.c.id == feed.c.fact_id))
        .where(feed.c.school_id == school, feed.c.tutor_id == tutor)
        .order_by(feed.c.position)
    )
    return [(row.position, bytes(row.hash), storage.sealed_from(row)) for row in conn.execute(query)]


def _live(conn: Connection, school: UUID) -> Rows:
    rows: Rows = {}
    for name, table in PROJECTED.items():
        key = [column.name for column in table.primary_key]
        for row in conn.execute(select(table).where(table.c.school_id == school)).mappings():
            rows[name, tuple(row[part] for part in key)] = dict(row)
    return rows


def _compare(wanted: Rows, live: Rows, findings: list[Finding]) -> int:
    for table, key in sorted(wanted.keys() | live.keys(), key=str):
        want, have = wanted.get((table, key)), live.get((table, key))
        if want is None:
            findings.append(Finding("row that no fact explains", f"{table} {key[-1]}"))
        elif have is None:
            findings.append(Finding("row is missing", f"{table} {key[-1]}"))
        elif _differs(want, have):
            findings.append(Finding("row differs from its facts", f"{table} {key[-1]}"))
    return len(live)


def _differs(want: dict[str, Any], have: dict[str, Any]) -> bool:
    """A column that no fact set must be null; JSON comes back with lists for tuples."""
    return any(have[name] != _plain(want.get(name)) for name in have)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
