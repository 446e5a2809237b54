"""Push: batches, receipts, refusals, and what happens when the way is too narrow."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Literal
from uuid import UUID

import pytest
from sqlalchemy import select

from app.models.database import reading, writing
from app.models.doctor import examine
from app.models.facts.school import TutorAdded
from app.models.facts.visits import VisitFact
from app.models.local import read_state
from app.models.queries.sync_state import kept_marks
from app.models.storage import UNKNOWN, read, read_own
from app.models.tables import receipts, refusals
from app.sync.errors import StopReason, SyncStopped
from app.sync.line import Line
from app.sync.protocol.keys import Signer, verify
from app.sync.protocol.messages import PushAnswer, Receipt
from app.sync.status import Progress
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.sync.parts import Book, MakeBook, SchoolRoom, a_log, a_plan, a_start


class FutureThing(VisitFact):
    """A kind of fact that this build does not know."""

    kind: Literal["future_thing"] = "future_thing"
    colour: str = "teal"


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> Book:
    made = make_book()
    made.join(proxy.address, room.code())
    made.sync.sync_once()
    return made


def record_many(book: Book, count: int) -> list[UUID]:
    ids = [book.link.journal.new_id() for _ in range(2)]
    return book.record(*[a_start(book, *ids) for _ in range(count)])


def test_more_than_a_batch_goes_in_batches_and_tells_how_far(room: SchoolRoom, book: Book) -> None:
    record_many(book, 1100)
    told: list[Progress] = []
    outcome = book.sync.sync_once(told.append)
    assert outcome.pushed == 1100
    assert [progress.done for progress in told[:2]] == [1000, 1100]
    assert {progress.total for progress in told} == {1100}
    with reading(room.endpoint.engine) as conn:
        assert len(list(read_own(conn, room.school_id, book.link.device, 0, 2000))) == 1100


def test_a_sync_can_be_cancelled_between_batches_and_goes_on_later(book: Book) -> None:
    record_many(book, 1100)
    told: list[Progress] = []
    outcome = book.sync.sync_once(told.append, cancelled=lambda: bool(told))
    assert outcome.cancelled
    assert (outcome.pushed, outcome.unsent) == (1000, 100)
    assert book.sync.sync_once().pushed == 100


def test_long_facts_fill_a_batch_by_bytes(book: Book, proxy: FaultProxy) -> None:
    ids = [book.link.journal.new_id() for _ in range(2)]
    book.record(*[a_log(book, ids[0], ids[1], "x" * 19_000) for _ in range(80)])
    assert book.sync.sync_once().pushed == 80
    assert len([packet for packet in proxy.seen if packet.path.startswith("/v1/journal")]) == 2


def test_a_receipt_is_kept_as_the_school_signed_it(room: SchoolRoom, book: Book) -> None:
    record_many(book, 3)
    book.sync.sync_once()
    with reading(book.engine) as conn:
        row = conn.execute(select(receipts)).one()
    kept = Receipt(
        device=row.device,
        seq=row.seq,
        head=bytes(row.head).hex(),
        feed_position=row.feed_position,
        epoch=row.epoch,
        received_at=row.received_at,
    )
    assert row.seq == 3
    assert verify(room.school.signer.public, bytes(row.signature), kept.signed_bytes())


def test_a_receipt_that_somebody_else_signed_counts_for_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    record_many(book, 2)
    genuine = Line.push

    def forged(line: Line, device: UUID, lines: bytes, headers: dict[str, str]) -> PushAnswer:
        answer = genuine(line, device, lines, headers)
        signature = Signer(b"f" * 32).sign(answer.receipt.signed_bytes())
        fake = answer.receipt.model_copy(update={"signature": base64.b64encode(signature).decode()})
        return answer.model_copy(update={"receipt": fake})

    monkeypatch.setattr(Line, "push", forged)
    with pytest.raises(Exception, match="did not carry the school's signature"):
        book.sync.sync_once()
    with reading(book.engine) as conn:
        assert kept_marks(conn, book.link.school, book.link.device).receipted_seq == 0
    monkeypatch.undo()
    assert book.sync.sync_once().unsent == 0


def test_too_large_halves_the_batch_until_it_fits(book: Book, proxy: FaultProxy) -> None:
    record_many(book, 8)
    proxy.plan(Fault.TOO_LARGE, Fault.TOO_LARGE, path="/v1/journal")
    assert book.sync.sync_once().pushed == 8
    assert len([packet for packet in proxy.seen if packet.path.startswith("/v1/journal")]) == 2 + 4


def test_one_fact_that_never_fits_stops_and_is_kept(book: Book, proxy: FaultProxy) -> None:
    record_many(book, 2)
    proxy.plan(*[Fault.TOO_LARGE] * 2, path="/v1/journal")
    with pytest.raises(SyncStopped) as caught:
        book.sync.sync_once()
    assert caught.value.reason is StopReason.FACT_TOO_LARGE
    assert book.link.standing().unsent == 2


def another_tutors_visit(room: SchoolRoom) -> tuple[UUID, UUID]:
    visit, pupil, other = (room.endpoint.new_id() for _ in range(3))
    room.record(TutorAdded(tutor_id=other, name="Owen Marsh"), a_plan(room, visit, pupil, other))
    return visit, pupil


def test_a_fact_the_school_refuses_is_named_and_holds_up_nothing(room: SchoolRoom, book: Book) -> None:
    visit, pupil = another_tutors_visit(room)
    mine = room.endpoint.new_id()
    ids = book.record(a_start(book, mine, pupil), a_start(book, visit, pupil), a_log(book, mine, pupil))
    outcome = book.sync.sync_once()
    assert outcome.refused == (ids[1],)
    assert outcome.unsent == 0
    with reading(book.engine) as conn:
        row = conn.execute(select(refusals)).one()
        marks = kept_marks(conn, room.school_id, book.link.device)
    assert (row.fact_id, row.code) == (ids[1], "not-yours")
    assert row.sentence
    assert marks == (3, 3, frozenset({ids[1]}))


def test_a_refusal_is_heard_even_when_the_first_answer_was_lost(
    room: SchoolRoom, book: Book, proxy: FaultProxy
) -> None:
    visit, pupil = another_tutors_visit(room)
    ids = book.record(a_start(book, visit, pupil))
    proxy.plan(Fault.CUT_BEFORE_ANSWER, path="/v1/journal")
    with pytest.raises(Exception, match="broke off"):
        book.sync.sync_once()
    book.sync.sync_once()
    with reading(book.engine) as conn:
        assert kept_marks(conn, room.school_id, book.link.device).refused == frozenset(ids)


def test_a_kind_of_a_newer_version_goes_through_the_school_to_the_other_laptop(
    room: SchoolRoom, book: Book, make_book: MakeBook
) -> None:
    other = make_book()
    other.join(room.address, room.code())
    ids = [room.endpoint.new_id() for _ in range(2)]
    sent = book.record(FutureThing(visit_id=ids[0], pupil_id=ids[1], at=book.clock.now()))
    assert book.sync.sync_once().unsent == 0
    other.sync.sync_once()
    with reading(other.engine) as conn:
        kept = {k.sealed.id: k.standing for chunk in read(conn, room.school_id) for k in chunk}
    assert kept[sent[0]] == UNKNOWN
    assert examine(other.engine, room.school_id).healthy


def test_without_its_receipt_a_fact_is_sent_again_however_much_the_school_says_it_holds(book: Book) -> None:
    record_many(book, 2)
    book.sync.sync_once()
    with writing(book.engine) as conn:
        conn.execute(receipts.delete())
    assert book.link.standing().unsent == 2
    assert book.sync.sync_once().unsent == 0
    with reading(book.engine) as conn:
        assert read_state(conn, "held_up_to") == 2


def test_two_laptops_of_one_tutor_come_to_hold_the_same(room: SchoolRoom, book: Book, make_book: MakeBook) -> None:
    other = make_book()
    other.join(room.address, room.code())
    mine, theirs = record_many(book, 2), record_many(other, 3)
    for laptop in (book, other, book):
        laptop.sync.sync_once()
    for laptop in (book, other):
        with reading(laptop.engine) as conn:
            held = {k.sealed.id for chunk in read(conn, room.school_id) for k in chunk}
        assert held >= {*mine, *theirs}
    assert book.link.standing().feed == other.link.standing().feed
