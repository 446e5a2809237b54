"""The journal: the one way to write (design.md 1).

`record` for what happens here, `accept` for what arrives; each puts the facts and the rows that follow from them into
one transaction. Must not decide whether something may happen: casework does, before it records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, Engine

from app.domain.clock import Clock
from app.domain.ids import RandomBytes, new_id
from app.models import storage
from app.models.database import reading, writing
from app.models.envelope import SALT_BYTES, SealedFact, chain_all, hash_payload
from app.models.facts.base import Payload
from app.models.facts.registry import Unreadable, decode_all, encode
from app.models.heads import Head, claim_head, journal_of, move_head, read_head
from app.models.projections.fold import fold, write
from app.models.projections.rows import Fact

Within = Callable[[Connection], None]
Deliver = Callable[[Connection, Sequence[SealedFact], Sequence[Fact]], None]
Judge = Callable[[Connection, Sequence[Fact]], Mapping[UUID, str]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A fact from the other end, with its place in its device's chain where the sender showed it."""

    sealed: SealedFact
    chain_hash: bytes | None = None


@dataclass(slots=True)
class Acceptance:
    """What became of a batch that arrived."""

    stored: list[SealedFact] = field(default_factory=list)
    repeated: list[UUID] = field(default_factory=list)
    forks: list[UUID] = field(default_factory=list)
    """Same id or same number with other bytes: not stored (sync.md 1)."""
    quarantined: dict[UUID, str] = field(default_factory=dict)
    unknown: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Journal:
    """One writer's journal in one school's store.

    `device` is whoever writes here: the laptop, or the school itself. `drift_ms` tells the drift measured last.
    `deliver` runs in the same transaction after facts were stored (the school fills the feeds with it).
    """

    engine: Engine
    school: UUID
    device: UUID
    clock: Clock
    random: RandomBytes
    drift_ms: Callable[[], int | None] = lambda: None
    deliver: Deliver | None = None

    def record(self, *payloads: Payload, within: Within | None = None) -> tuple[Fact, ...]:
        """Write what happened here. `within` joins other writes (a draft's end) to the same transaction."""
        with writing(self.engine) as conn:
            return self.record_in(conn, *payloads, within=within)

    def record_in(self, conn: Connection, *payloads: Payload, within: Within | None = None) -> tuple[Fact, ...]:
        """As `record`, in a transaction that the caller holds and commits."""
        log = journal_of(self.device)
        head = claim_head(conn, self.school, log)
        facts = tuple(self._seal(head.seq + 1 + index, payload) for index, payload in enumerate(payloads))
        sealed = [fact.sealed for fact in facts]
        hashes = chain_all(head.hash, sealed)
        entries = [storage.Entry(fact, link, storage.APPLIED) for fact, link in zip(sealed, hashes, strict=True)]
        storage.keep(conn, self.school, entries, self.clock.now())
        write(conn, fold(self.school, facts))
        if facts:
            move_head(conn, self.school, log, Head(sealed[-1].seq, hashes[-1]))
        if within is not None:
            within(conn)
        if self.deliver is not None:
            self.deliver(conn, sealed, facts)
        return facts

    def accept(self, conn: Connection, arrivals: Sequence[Arrival], judge: Judge | None = None) -> Acceptance:
        """Keep what arrived, in a transaction that the caller holds.

        The caller has verified signature and chain. Repeats change nothing; a fact that does not fit its schema, or
        that `judge` names a problem for, is kept in quarantine and applied nowhere; an unknown kind is kept for later.
        """
        found = Acceptance()
        fresh = self._sift(conn, arrivals, found)
        decoded = decode_all([(a.sealed.kind, a.sealed.version, a.sealed.payload or b"") for a in fresh])
        readable = [
            Fact(arrival.sealed, payload)
            for arrival, payload in zip(fresh, decoded, strict=True)
            if isinstance(payload, Payload)
        ]
        problems = {f.sealed.id: "schema-invalid: subject" for f in readable if f.payload.subject != f.sealed.subject}
        problems |= judge(conn, readable) if judge is not None else {}
        entries = [self._entry(a, payload, problems, found) for a, payload in zip(fresh, decoded, strict=True)]
        storage.keep(conn, self.school, entries, self.clock.now())
        applied = [fact for fact in readable if fact.sealed.id not in problems]
        write(conn, fold(self.school, applied))
        found.stored = [entry.sealed for entry in entries]
        if self.deliver is not None:
            passed = [entry.sealed for entry in entries if entry.standing != storage.QUARANTINED]
            self.deliver(conn, passed, applied)
        return found

    def head(self) -> Head:
        """Where this writer's own chain ends."""
        with reading(self.engine) as conn:
            return read_head(conn, self.school, journal_of(self.device))

    def new_id(self) -> UUID:
        """A fresh UUIDv7 by this journal's clock."""
        return new_id(self.clock.now(), self.random)

    def _seal(self, seq: int, payload: Payload) -> Fact:
        raw, salt = encode(payload), self.random(SALT_BYTES)
        now = self.clock.now()
        sealed = SealedFact(
            id=new_id(now, self.random),
            device=self.device,
            seq=seq,
            kind=payload.kind,
            version=payload.VERSION,
            subject=payload.subject,
            recorded_at=now,
            drift_ms=self.drift_ms(),
            payload_hash=hash_payload(salt, raw),
            salt=salt,
            payload=raw,
        )
        return Fact(sealed, payload)

    def _sift(self, conn: Connection, arrivals: Sequence[Arrival], found: Acceptance) -> list[Arrival]:
        """Leave out what is here already, and what contradicts it."""
        kept = storage.find(conn, self.school, [arrival.sealed for arrival in arrivals])
        by_id = {fact.id: fact for fact in kept}
        by_place = {(fact.device, fact.seq): fact for fact in kept}
        fresh = []
        for arrival in arrivals:
            sealed = arrival.sealed
            here = by_id.get(sealed.id) or by_place.get((sealed.device, sealed.seq))
            if here is None:
                fresh.append(arrival)
                by_id[sealed.id] = by_place[sealed.device, sealed.seq] = sealed
            elif here.canonical() == sealed.canonical():
                found.repeated.append(sealed.id)
            else:
                found.forks.append(sealed.id)
        return fresh

    @staticmethod
    def _entry(
        arrival: Arrival, payload: Payload | Unreadable | None, problems: Mapping[UUID, str], found: Acceptance
    ) -> storage.Entry:
        sealed = arrival.sealed
        if sealed.payload is None:
            return storage.Entry(sealed, arrival.chain_hash, storage.APPLIED)
        if payload is None:
            found.unknown.append(sealed.id)
            return storage.Entry(sealed, arrival.chain_hash, storage.UNKNOWN)
        problem = f"schema-invalid: {payload}" if isinstance(payload, Unreadable) else problems.get(sealed.id)
        if problem is None:
            return storage.Entry(sealed, arrival.chain_hash, storage.APPLIED)
        found.quarantined[sealed.id] = problem
        return storage.Entry(sealed, arrival.chain_hash, storage.QUARANTINED, problem)
