"""A state machine over two laptops, their school and a bad line between: real stores, real HTTP, chosen faults.

After any mixture of work, faults, restarts, late packets and clock changes: what was saved is there (I1), what was
receipted is at the school (I2), nothing is applied twice (I3), every chain verifies (I4), *school holds it* stands on a
verified receipt (I5), a poison fact delays nothing (I7), and a good line brings unsent to nothing (I9) whatever came
late or twice (I12). Few examples in `test`, thousands in `soak`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, select

from app.models.database import reading
from app.models.doctor import examine
from app.models.facts.school import PupilAllocated, TutorAdded
from app.models.heads import feed_of, read_head
from app.models.queries.sync_state import KeptMarks, kept_marks
from app.models.tables import journal, receipts
from app.school.running import running
from app.sync.errors import NoConnection, SlowDown, Trouble
from app.sync.protocol.keys import verify
from app.sync.protocol.messages import Receipt
from tests.support.clock import SCHOOL_MORNING, FakeClock
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.sync.conftest import Stores
from tests.sync.parts import Book, SchoolRoom, a_log, a_plan, a_pupil, a_start, open_book, open_room
from tests.sync.stores import backup, restore

FAULTS = [f for f in Fault if f is not Fault.SILENCE]
LAPTOPS = st.integers(0, 1)


@dataclass
class World:
    """A school, a line and two laptops, made once and put back to their first morning for each example."""

    room: SchoolRoom
    proxy: FaultProxy
    books: list[Book]
    school_copy: Path
    book_copies: list[Path]
    others_visit: UUID
    others_pupil: UUID
    saved: dict[int, list[UUID]] = field(default_factory=dict)
    poison: set[UUID] = field(default_factory=set)

    def begin(self) -> None:
        """The first morning."""
        self.proxy.forget()
        self.proxy.seen.clear()
        self.saved, self.poison = {0: [], 1: []}, set()
        restore(self.room.endpoint.engine, self.school_copy)
        for book, copy in zip(self.books, self.book_copies, strict=True):
            book.reopen()
            restore(book.engine, copy)
        for clock in self.clocks:
            clock.jump_to(SCHOOL_MORNING)

    @property
    def clocks(self) -> list[FakeClock]:
        """The school's clock, then the laptops'."""
        school = self.room.endpoint.clock
        assert isinstance(school, FakeClock)
        return [school, *(book.clock for book in self.books)]


@pytest.fixture(scope="module")
def world(stores: Stores) -> Iterator[World]:
    folder = Path(tempfile.mkdtemp(prefix="doorstep-any-day-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        store = Path(shutil.copy(stores.school, folder / "school.db"))
        room = open_room(store, FakeClock(), stores.school_id, stores.tutor)
        stack.callback(room.endpoint.engine.dispose)
        room.address = stack.enter_context(running(room.app))
        proxy = stack.enter_context(fault_proxy(room.address))
        books = []
        for number in (1, 2):
            path = Path(shutil.copy(stores.laptop, folder / f"laptop{number}.db"))
            book = open_book(path, FakeClock(), seed=10 + number)
            stack.callback(book.engine.dispose)
            stack.callback(book.close_line)
            book.join(proxy.address, room.code())
            books.append(book)
        visit, pupil, other = (room.endpoint.new_id() for _ in range(3))
        room.record(TutorAdded(tutor_id=other, name="Owen Marsh"), a_plan(room, visit, pupil, other))
        copies = [backup(book.engine, folder / f"first{n}.db") for n, book in enumerate(books)]
        school_copy = backup(room.endpoint.engine, folder / "first-school.db")
        yield World(room, proxy, books, school_copy, copies, visit, pupil)


def ids_in(engine: Engine, *devices: UUID) -> list[UUID]:
    """The facts that a store holds, of these devices or of all."""
    query = select(journal.c.id)
    with reading(engine) as conn:
        return list(conn.execute(query.where(journal.c.device.in_(devices)) if devices else query).scalars())


class AnyDay(RuleBasedStateMachine):
    """What may happen on any day, in any order."""

    world: World

    @initialize()
    def morning(self) -> None:
        self.world.begin()

    @rule(which=LAPTOPS, count=st.integers(1, 4), poison=st.booleans())
    def tutor_saves(self, which: int, count: int, poison: bool) -> None:
        book = self.world.books[which]
        visit, pupil = book.link.journal.new_id(), book.link.journal.new_id()
        facts = [a_log(book, visit, pupil, f"Note {n}") for n in range(count)]
        ids = book.record(a_start(book, visit, pupil), *facts)
        if poison:
            bad = book.record(a_start(book, self.world.others_visit, self.world.others_pupil))
            self.world.poison.update(bad)
            ids += bad
        self.world.saved[which] += ids

    @rule(count=st.integers(1, 3))
    def school_plans(self, count: int) -> None:
        room = self.world.room
        for _ in range(count):
            pupil, visit = room.endpoint.new_id(), room.endpoint.new_id()
            allocated = PupilAllocated(pupil_id=pupil, tutor_id=room.tutor)
            room.record(a_pupil(pupil), allocated, a_plan(room, visit, pupil))

    @rule(which=LAPTOPS, faults=st.lists(st.none() | st.sampled_from(FAULTS), max_size=4))
    def laptop_syncs(self, which: int, faults: list[Fault | None]) -> None:
        proxy = self.world.proxy
        proxy.forget()
        proxy.plan(*faults)
        try:
            self.world.books[which].sync.sync_once()
        except (NoConnection, Trouble, SlowDown):
            pass
        finally:
            proxy.forget()

    @rule(which=LAPTOPS)
    def laptop_restarts(self, which: int) -> None:
        book = self.world.books[which]
        book.reopen()
        book.engine.dispose()

    @precondition(lambda self: self.world.proxy.seen)
    @rule(pick=st.integers(0, 999))
    def a_packet_comes_late(self, pick: int) -> None:
        seen = self.world.proxy.seen
        self.world.proxy.replay(seen[pick % len(seen)])

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        for clock in self.world.clocks:
            clock.advance(minutes=minutes)

    @rule(which=LAPTOPS, hours=st.integers(-30, 30))
    def a_laptops_clock_is_set(self, which: int, hours: int) -> None:
        clock = self.world.books[which].clock
        clock.jump_to(self.world.clocks[0].now() + timedelta(hours=hours))

    @invariant()
    def what_was_saved_is_on_the_laptop(self) -> None:
        for which, book in enumerate(self.world.books):
            assert set(self.world.saved[which]) <= set(ids_in(book.engine))

    @invariant()
    def what_is_shown_as_held_is_held_under_a_receipt(self) -> None:
        there = set(ids_in(self.world.room.endpoint.engine))
        for which, book in enumerate(self.world.books):
            marks = marks_of(book)
            assert set(self.world.saved[which][: marks.receipted_seq]) <= there
            assert_receipts(self.world.room, book)

    def teardown(self) -> None:
        """A good line, and time for it."""
        world = self.world
        world.proxy.forget()
        for _ in range(2):
            for book in world.books:
                book.sync.sync_once()
        assert_all_is_well(world)


def marks_of(book: Book) -> KeptMarks:
    with reading(book.engine) as conn:
        return kept_marks(conn, book.link.school, book.link.device)


def assert_receipts(room: SchoolRoom, book: Book) -> None:
    """Every receipt carries the school's signature."""
    with reading(book.engine) as conn:
        rows = conn.execute(select(receipts)).all()
    for row in rows:
        kept = Receipt(
            device=row.device,
            seq=row.seq,
            head=bytes(row.head).hex(),
            feed_position=row.feed_position,
            epoch=row.epoch,
            received_at=row.received_at,
        )
        assert verify(room.school.signer.public, bytes(row.signature), kept.signed_bytes())


def assert_all_is_well(world: World) -> None:
    for which, book in enumerate(world.books):
        assert sorted(ids_in(world.room.endpoint.engine, book.link.device)) == sorted(world.saved[which])
    with reading(world.room.endpoint.engine) as conn:
        head = read_head(conn, world.room.school_id, feed_of(world.room.tutor))
    refused: set[UUID] = set()
    for book in world.books:
        standing = book.link.standing()
        assert standing.unsent == 0
        assert standing.feed == head
        refused |= standing.marks.refused
        assert examine(book.engine, world.room.school_id).healthy
    assert refused == world.poison
    diagnosis = examine(world.room.endpoint.engine, world.room.school_id)
    assert diagnosis.healthy
    assert diagnosis.quarantined == len(world.poison)


def test_any_day_ends_well(world: World) -> None:
    class ThisWorld(AnyDay):
        pass

    ThisWorld.world = world
    profile = settings()
    if profile.max_examples <= 100:
        profile = settings(profile, max_examples=10, stateful_step_count=15)
    run_state_machine_as_test(ThisWorld, settings=profile)
