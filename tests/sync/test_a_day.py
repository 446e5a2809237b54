"""A laptop and its school over real HTTP: what goes, what comes, and that nothing to do costs one request."""

from __future__ import annotations

from app.models.database import reading
from app.models.doctor import examine
from app.models.facts.school import PupilAllocated
from app.models.heads import feed_of, read_head
from app.models.queries import people
from app.models.queries.sync_state import kept_marks
from tests.sync.parts import Book, SchoolRoom, a_log, a_plan, a_pupil, a_start


def test_caseload_comes_down_and_the_visit_goes_up(room: SchoolRoom, book: Book) -> None:
    pupil, visit = room.endpoint.new_id(), room.endpoint.new_id()
    room.record(a_pupil(pupil), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor), a_plan(room, visit, pupil))
    down = book.sync.sync_once()
    assert down.pulled >= 4
    with reading(book.engine) as conn:
        row = people.pupil(conn, room.school_id, pupil)
    assert row is not None
    assert row.surname == "Hollow"

    book.record(a_start(book, visit, pupil))
    book.record(a_log(book, visit, pupil))
    up = book.sync.sync_once()

    assert (up.pushed, up.unsent) == (2, 0)
    with reading(book.engine) as conn:
        assert kept_marks(conn, room.school_id, book.link.device) == (2, 2, frozenset())
    assert examine(book.engine, room.school_id).healthy
    assert examine(room.endpoint.engine, room.school_id).healthy


def test_both_ends_hold_the_same_feed(room: SchoolRoom, book: Book) -> None:
    pupil, visit = room.endpoint.new_id(), room.endpoint.new_id()
    room.record(a_pupil(pupil), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor))
    book.record(a_start(book, visit, pupil))
    book.sync.sync_once()
    with reading(room.endpoint.engine) as conn:
        there = read_head(conn, room.school_id, feed_of(room.tutor))
    assert book.link.standing().feed == there
