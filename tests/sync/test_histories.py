"""Restored schools, old copies of laptops, broken chains: nothing lost, nothing hidden, and a person is told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, update

from app.models.database import reading, writing
from app.models.doctor import examine
from app.models.facts.school import PupilAllocated
from app.models.heads import feed_of, read_head
from app.models.queries.sync_state import kept_marks
from app.models.storage import read, read_own
from app.models.tables import feed, journal
from app.school.enrolment import revoke
from app.school.tables import school_identity
from app.sync import push
from app.sync.errors import LaptopRefused, NoConnection, NotSaved, StopReason, SyncStopped, UpdateNeeded, Why
from app.sync.protocol import limits
from tests.support.clock import FakeClock
from tests.support.loggers import LogWatch
from tests.sync.parts import Book, MakeBook, SchoolRoom, a_pupil, a_start, open_book
from tests.sync.stores import backup, restore


def starts(book: Book, count: int = 1) -> list[UUID]:
    ids = [book.link.journal.new_id() for _ in range(2)]
    return book.record(*[a_start(book, *ids) for _ in range(count)])


def at_school(room: SchoolRoom, book: Book) -> list[UUID]:
    with reading(room.endpoint.engine) as conn:
        return [fact.id for fact in read_own(conn, room.school_id, book.link.device, 0, 1000)]


def held(book: Book) -> set[UUID]:
    with reading(book.engine) as conn:
        return {kept.sealed.id for chunk in read(conn, book.link.school) for kept in chunk}


def raise_epoch(room: SchoolRoom) -> None:
    with writing(room.endpoint.engine) as conn:
        conn.execute(update(school_identity).values(epoch=school_identity.c.epoch + 1))


@pytest.mark.parametrize("raised", [True, False], ids=["epoch raised", "epoch as it was"])
def test_a_school_restored_from_an_old_backup_gets_its_facts_back(
    room: SchoolRoom, book: Book, tmp_path: Path, raised: bool
) -> None:
    facts = starts(book, 3)
    book.sync.sync_once()
    copy = backup(room.endpoint.engine, tmp_path / "old.db")
    pupil = room.endpoint.new_id()
    room.record(a_pupil(pupil), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor))
    facts += starts(book, 2)
    book.sync.sync_once()
    before = held(book)

    restore(room.endpoint.engine, copy)
    if raised:
        raise_epoch(room)
    assert at_school(room, book) == facts[:3]
    facts += starts(book)
    outcome = book.sync.sync_once()

    assert (outcome.pushed, outcome.unsent) == (3, 0)
    assert at_school(room, book) == facts
    assert held(book) == before | {facts[-1]}, "what the school forgot is still on the laptop"
    assert examine(book.engine, room.school_id).healthy
    assert examine(room.endpoint.engine, room.school_id).healthy
    with reading(room.endpoint.engine) as conn:
        assert book.link.standing().feed == read_head(conn, room.school_id, feed_of(room.tutor))
    assert book.sync.sync_once().pulled == 0


def test_until_they_are_sent_again_forgotten_facts_are_not_shown_as_held(
    room: SchoolRoom, book: Book, tmp_path: Path
) -> None:
    copy = backup(room.endpoint.engine, tmp_path / "old.db")
    starts(book, 2)
    book.sync.sync_once()
    restore(room.endpoint.engine, copy)
    with pytest.raises(NoConnection):
        _sync_with_only_hello(book)
    with reading(book.engine) as conn:
        assert kept_marks(conn, room.school_id, book.link.device).receipted_seq == 0
    assert book.sync.sync_once().unsent == 0


def _sync_with_only_hello(book: Book) -> None:
    """A sync whose line breaks after hello."""

    def broken(*_: object) -> None:
        raise NoConnection(Why.CUT)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(push, "_send", broken)
        book.sync.sync_once()


def test_an_old_copy_of_a_laptop_stops_and_keeps_what_it_has(book: Book, tmp_path: Path) -> None:
    starts(book, 2)
    book.sync.sync_once()
    copy = backup(book.engine, tmp_path / "old.db")
    starts(book, 2)
    book.sync.sync_once()
    restore(book.engine, copy)
    book.reopen()
    before = held(book)
    with pytest.raises(SyncStopped) as caught:
        book.sync.sync_once()
    assert caught.value.reason is StopReason.BEHIND
    assert held(book) == before
    starts(book)
    assert len(held(book)) == len(before) + 1, "the tutor can go on working"


def test_two_copies_of_one_laptop_that_part_are_noticed(
    room: SchoolRoom, book: Book, tmp_path: Path, clock: FakeClock
) -> None:
    starts(book)
    book.sync.sync_once()
    twin = open_book(backup(book.engine, tmp_path / "twin.db"), clock, seed=77)
    theirs = starts(twin, 2)
    mine = starts(book, 2)
    book.sync.sync_once()
    with pytest.raises(SyncStopped) as caught:
        twin.sync.sync_once()
    assert caught.value.reason is StopReason.FORK
    assert set(theirs) <= held(twin)
    assert set(mine) <= set(at_school(room, book))
    twin.close_line()
    twin.engine.dispose()


@pytest.mark.parametrize("what", ["hash", "payload"])
def test_a_feed_that_does_not_chain_stops_before_a_line_of_it_counts(room: SchoolRoom, book: Book, what: str) -> None:
    book.sync.sync_once()
    pupil = room.endpoint.new_id()
    room.record(a_pupil(pupil), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor))
    with writing(room.endpoint.engine) as conn:
        if what == "hash":
            conn.execute(update(feed).where(feed.c.position > 3).values(hash=b"x" * 32))
        else:
            changed = a_pupil(pupil, "Changed").model_dump_json().encode()
            conn.execute(update(journal).where(journal.c.kind == "pupil_recorded").values(payload=changed))
    before, standing = held(book), book.link.standing()
    with pytest.raises(SyncStopped) as caught:
        book.sync.sync_once()
    assert caught.value.reason is StopReason.FEED
    assert "Nothing was lost" in caught.value.next_step
    assert held(book) == before
    assert book.link.standing().feed == standing.feed


def test_a_revoked_laptop_is_told_and_keeps_everything(room: SchoolRoom, book: Book) -> None:
    book.sync.sync_once()
    facts = starts(book, 2)
    with writing(room.endpoint.engine) as conn:
        revoke(room.endpoint, conn, room.school, book.link.device, "The laptop was lost")
    with pytest.raises(LaptopRefused) as caught:
        book.sync.sync_once()
    assert [order.kind for order in caught.value.orders] == ["wipe"]
    assert set(facts) <= held(book)


def test_a_newer_school_asks_for_a_newer_laptop(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PROTOCOL", limits.PROTOCOL - 1)
    with pytest.raises(UpdateNeeded):
        book.sync.sync_once()


@pytest.mark.parametrize("days", [-1, 365])
def test_a_clock_that_was_set_wrong_stops_nothing_and_is_measured(
    room: SchoolRoom, make_book: MakeBook, days: int
) -> None:
    own = FakeClock()
    book = make_book(own)
    book.join(room.address, room.code())
    own.jump_to(own.now() + timedelta(days=days))
    starts(book)
    assert book.sync.sync_once().unsent == 0
    assert book.link.drift() == -days * 86_400_000
    late = starts(book)
    assert book.sync.sync_once().unsent == 0
    with reading(room.endpoint.engine) as conn:
        fact = list(read_own(conn, room.school_id, book.link.device, 0, 2))[1]
    assert (fact.id, fact.drift_ms) == (late[0], -days * 86_400_000)


def test_a_full_disk_is_said_and_what_came_is_fetched_again(room: SchoolRoom, book: Book, expect_log: LogWatch) -> None:
    book.sync.sync_once()
    pupils = [room.endpoint.new_id() for _ in range(60)]
    for pupil in pupils:
        room.record(a_pupil(pupil), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor))
    before, standing = held(book), book.link.standing()
    expect_log("app.sync.engine", "^what arrived could not be saved: OperationalError$")
    with full_disk(book), pytest.raises(NotSaved) as caught:
        book.sync.sync_once()
    assert "disk space" in caught.value.next_step
    assert held(book) == before
    assert book.link.standing().feed == standing.feed
    assert book.sync.sync_once().pulled == 120


@contextmanager
def full_disk(book: Book) -> Iterator[None]:
    """The laptop's file cannot grow while the context lasts."""

    def limit(connection: sqlite3.Connection, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    book.engine.dispose()
    event.listen(book.engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(book.engine, "connect", limit)
        book.engine.dispose()
