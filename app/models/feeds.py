"""The feeds: for each tutor, everything that tutor may hold, numbered and chained (sync.md 1).

Deny by default: a fact reaches only the tutors that `_audience` names. Must not send anything: sync reads pages here.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from app.models.bulk import among, insert_many
from app.models.envelope import SealedFact, chain_all
from app.models.facts import school as facts
from app.models.heads import Head, claim_head, feed_of, move_head
from app.models.projections.rows import Fact
from app.models.storage import APPLIED, sealed_from
from app.models.tables import feed, journal
from app.models.tables.projected import allocations, devices, tutors


def deliver(conn: Connection, school: UUID, sealed: Sequence[SealedFact], readable: Sequence[Fact]) -> None:
    """Append facts just stored to the feeds of those who may hold them, in their order.

    Feeds are claimed in the order of their ids, so two transactions never wait for each other.
    """
    payloads = {fact.sealed.id: fact for fact in readable}
    writers = _tutor_of_devices(conn, school, {fact.device for fact in sealed})
    queues: dict[UUID, list[SealedFact]] = {}
    for fact in sealed:
        writer = writers.get(fact.device)
        found = [(writer, [fact])] if writer else _audience(conn, school, payloads.get(fact.id))
        for tutor, items in found:
            queues.setdefault(tutor, []).extend(items)
    for tutor in sorted(queues):
        append(conn, school, tutor, queues[tutor])


def append(conn: Connection, school: UUID, tutor: UUID, items: Sequence[SealedFact]) -> Head:
    """Add to the end of one feed what it does not hold yet; the feed's new head."""
    log = feed_of(tutor)
    head = claim_head(conn, school, log)
    distinct = list({fact.id: fact for fact in items}.values())
    held = _held(conn, school, tutor, [fact.id for fact in distinct])
    fresh = [fact for fact in distinct if fact.id not in held]
    if not fresh:
        return head
    hashes = chain_all(head.hash, fresh)
    rows = [
        {"school_id": school, "tutor_id": tutor, "position": head.seq + 1 + n, "fact_id": fact.id, "hash": link}
        for n, (fact, link) in enumerate(zip(fresh, hashes, strict=True))
    ]
    insert_many(conn, feed, rows)
    head = Head(head.seq + len(fresh), hashes[-1])
    move_head(conn, school, log, head)
    return head


def page(conn: Connection, school: UUID, tutor: UUID, after: int, limit: int) -> list[tuple[int, bytes, SealedFact]]:
    """(position, feed hash, fact) for the positions above `after`, in order."""
    query = (
        select(feed.c.position, feed.c.hash, journal)
        .join(journal, (journal.c.school_id == feed.c.school_id) & (journal.c.id == feed.c.fact_id))
        .where(feed.c.school_id == school, feed.c.tutor_id == tutor, feed.c.position > after)
        .order_by(feed.c.position)
        .limit(limit)
    )
    return [(row.position, bytes(row.hash), sealed_from(row)) for row in conn.execute(query)]


def checkpoint(conn: Connection, school: UUID, tutor: UUID, position: int) -> bytes | None:
    """The feed's hash at a position; None when the feed does not reach it."""
    query = select(feed.c.hash).where(feed.c.school_id == school, feed.c.tutor_id == tutor, feed.c.position == position)
    found = conn.execute(query).scalar()
    return None if found is None else bytes(found)


def _held(conn: Connection, school: UUID, tutor: UUID, ids: Sequence[UUID]) -> set[UUID]:
    query = select(feed.c.fact_id).where(
        feed.c.school_id == school, feed.c.tutor_id == tutor, among(conn, feed.c.fact_id, ids)
    )
    return set(conn.execute(query).scalars())


def _tutor_of_devices(conn: Connection, school: UUID, ids: set[UUID]) -> dict[UUID, UUID]:
    query = select(devices.c.device_id, devices.c.tutor_id).where(
        devices.c.school_id == school, devices.c.device_id.in_(ids)
    )
    return {row.device_id: row.tutor_id for row in conn.execute(query)}


def _audience(conn: Connection, school: UUID, fact: Fact | None) -> list[tuple[UUID, list[SealedFact]]]:
    """Which tutors get a fact of the school's, and what must reach each of them before it."""
    payload, own = (None, []) if fact is None else (fact.payload, [fact.sealed])
    match payload:
        case facts.SchoolDescribed():
            query = select(tutors.c.tutor_id).where(tutors.c.school_id == school)
            return [(tutor, own) for tutor in conn.execute(query).scalars()]
        case facts.PupilRecorded():
            held = allocations.c
            query = select(held.tutor_id).where(held.school_id == school, held.pupil_id == payload.pupil_id)
            return [(tutor, own) for tutor in conn.execute(query).scalars()]
        case facts.TutorAdded():
            return [(payload.tutor_id, _history(conn, school, school) + own)]
        case facts.PupilAllocated():
            return [(payload.tutor_id, _history(conn, school, payload.pupil_id) + own)]
        case facts.VisitPlanned() | facts.VisitPlanWithdrawn() | facts.DeviceEnrolled() | facts.DeviceRevoked():
            return [(payload.tutor_id, own)]
    return []


def _history(conn: Connection, school: UUID, subject: UUID) -> list[SealedFact]:
    """The school's own records about a subject so far: what somebody newly entitled to it has missed."""
    query = (
        select(journal)
        .where(
            journal.c.school_id == school,
            journal.c.subject == subject,
            journal.c.kind.in_(("school_described", "pupil_recorded")),
            journal.c.standing == APPLIED,
        )
        .order_by(journal.c.ordinal)
    )
    return [sealed_from(row) for row in conn.execute(query)]
