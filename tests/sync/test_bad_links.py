"""Every fault of the way to the school: nothing lost, nothing doubled, and the next sync on a good line finishes.

Proves I2, I3, I4, I5, I9 and I12 (sync.md 4) case by case; the state machine mixes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.models.database import reading
from app.models.doctor import examine
from app.models.queries.sync_state import kept_marks
from app.models.storage import read_own
from app.models.tables import feed
from app.sync.errors import NoConnection, Trouble
from app.sync.outcome import SyncOutcome
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.sync.parts import Book, MakeBook, SchoolRoom, a_log, a_plan, a_pupil, a_start

HELLO, PUSH, FEED = "/v1/hello", "/v1/journal", "/v1/feed"


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    """The school behind a line that breaks on demand."""
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> Book:
    """A laptop that joined through the proxy and is up to date."""
    made = make_book()
    made.join(proxy.address, room.code())
    made.sync.sync_once()
    return made


def work(room: SchoolRoom, book: Book) -> list[UUID]:
    """Something to push and something to pull."""
    pupil, visit = room.endpoint.new_id(), room.endpoint.new_id()
    room.record(a_pupil(pupil), a_plan(room, visit, pupil))
    return book.record(a_start(book, visit, pupil), a_log(book, visit, pupil))


def held_at_school(room: SchoolRoom, book: Book) -> list[UUID]:
    with reading(room.endpoint.engine) as conn:
        return [fact.id for fact in read_own(conn, room.school_id, book.link.device, 0, 10_000)]


def assert_whole(room: SchoolRoom, book: Book, facts: list[UUID]) -> None:
    """Everything is at the school once, in the feed once, receipted, and both stores verify."""
    assert held_at_school(room, book) == facts
    with reading(book.engine) as conn:
        assert kept_marks(conn, room.school_id, book.link.device).receipted_seq == len(facts)
        mine = conn.execute(select(func.count()).select_from(feed)).scalar()
    with reading(room.endpoint.engine) as conn:
        theirs = conn.execute(select(func.count()).select_from(feed)).scalar()
    assert mine == theirs
    assert examine(book.engine, room.school_id).healthy
    assert examine(room.endpoint.engine, room.school_id).healthy


def try_sync(book: Book) -> SyncOutcome | NoConnection | Trouble:
    try:
        return book.sync.sync_once()
    except (NoConnection, Trouble) as error:
        return error


@pytest.mark.parametrize("fault", [f for f in Fault if f is not Fault.SILENCE])
def test_a_fault_costs_nothing_but_another_try(room: SchoolRoom, book: Book, proxy: FaultProxy, fault: Fault) -> None:
    facts: list[UUID] = []
    for path in (HELLO, PUSH, FEED):
        facts += work(room, book)
        proxy.plan(fault, path=path)

        try_sync(book)
        with reading(book.engine) as conn:
            receipted = kept_marks(conn, room.school_id, book.link.device).receipted_seq
        assert receipted <= len(held_at_school(room, book))

        assert book.sync.sync_once().unsent == 0
        assert_whole(room, book, facts)
    assert proxy.done == [fault] * 3
