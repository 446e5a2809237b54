"""The loop against the real endpoint: real threads, real HTTP; only the time it waits for is the test's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.models.database import writing
from app.models.tables import journal
from app.school.enrolment import revoke
from app.sync.engine import SyncEngine
from app.sync.loop import SyncLoop
from app.sync.outcome import SyncOutcome
from app.sync.schedule import LOOK_AGAIN, PROBE, SPREAD, TICK, Trigger
from app.sync.status import SyncState, SyncStatus
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.support.loggers import LogWatch
from tests.support.randomness import SeededBytes
from tests.support.waiting import wait_until
from tests.sync.parts import Book, MakeBook, SchoolRoom, a_log, a_start


@dataclass
class Driven:
    """A loop whose time is the test's: it waits until it is told to look again."""

    loop: SyncLoop
    clock: FakeClock
    heard: list[SyncStatus]
    outcomes: list[SyncOutcome]
    asleep: threading.Event

    def settles(self) -> SyncStatus:
        """Wait until the loop has nothing to do but wait; its status then."""
        wait_until(self.asleep.is_set, "the loop to wait")
        return self.loop.status

    def after(self, seconds: float) -> SyncStatus:
        """Let time pass and the loop look at it."""
        self.settles()
        self.clock.advance(seconds=seconds)
        self.asleep.clear()
        self.loop.look_again()
        return self.settles()

    def on(self, trigger: Trigger) -> SyncStatus:
        """Trigger and wait for what comes of it."""
        self.settles()
        self.asleep.clear()
        self.loop.trigger(trigger)
        return self.settles()


@dataclass
class Sleeper:
    """Waiting that only a notification ends."""

    asleep: threading.Event = field(default_factory=threading.Event)

    def __call__(self, condition: threading.Condition, seconds: float) -> object:
        """Wait for a word, whatever time it was asked for."""
        del seconds
        self.asleep.set()
        return condition.wait(60)


class Probed(SyncEngine):
    """The real engine, with what its probe says in the test's hand."""

    up = False

    def reachable(self) -> bool:
        """Whether the network is back."""
        return self.up


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> Book:
    made = make_book()
    made.join(proxy.address, room.code())
    return made


@pytest.fixture
def driven(book: Book, clock: FakeClock) -> Iterator[Driven]:
    heard: list[SyncStatus] = []
    outcomes: list[SyncOutcome] = []
    sleeper = Sleeper()
    loop = SyncLoop(
        book.sync, clock=clock, random=SeededBytes(8), tell=heard.append, done=outcomes.append, wait=sleeper
    )
    loop.start()
    yield Driven(loop, clock, heard, outcomes, sleeper.asleep)
    loop.stop()
    assert loop.join(10)


def new_start(book: Book) -> None:
    book.record(a_start(book, book.link.journal.new_id(), book.link.journal.new_id()))


def test_it_syncs_at_once_when_it_starts(driven: Driven, clock: FakeClock) -> None:
    status = driven.settles()
    assert status == SyncStatus(SyncState.IDLE, 0, clock.now())
    assert SyncState.SYNCING in {heard.state for heard in driven.heard}
    assert driven.outcomes[0].pulled == 3


def test_a_recorded_fact_goes_by_itself(driven: Driven, book: Book) -> None:
    driven.settles()
    new_start(book)
    status = driven.on(Trigger.FACT)
    assert (status.state, status.unsent) == (SyncState.IDLE, 0)
    assert any(heard.unsent == 1 for heard in driven.heard)


def test_every_five_minutes_it_looks_whether_there_is_news(driven: Driven, proxy: FaultProxy) -> None:
    driven.settles()
    before = len(proxy.seen)
    driven.after(TICK - 1)
    assert len(proxy.seen) == before
    driven.after(1)
    assert [packet.path for packet in proxy.seen[before:]] == ["/v1/hello"]


def test_a_broken_line_is_told_with_the_next_try_and_mends_by_itself(
    driven: Driven, book: Book, proxy: FaultProxy, clock: FakeClock
) -> None:
    driven.settles()
    new_start(book)
    proxy.plan(Fault.HTML)
    status = driven.on(Trigger.FACT)
    assert (status.state, status.unsent) == (SyncState.OFFLINE, 1)
    assert "page of its own" in status.message
    assert status.next_try_at is not None
    assert status.next_try_at >= clock.now()
    status = driven.after(2)
    assert (status.state, status.unsent, status.message) == (SyncState.IDLE, 0, "")


def test_a_dead_link_is_noticed_when_it_comes_back(room: SchoolRoom, make_book: MakeBook, clock: FakeClock) -> None:
    with fault_proxy(room.address) as gone:
        book = make_book()
        book.join(gone.address, room.code())
    sleeper, heard = Sleeper(), list[SyncStatus]()
    engine = Probed(book.link, timeouts=book.timeouts)
    loop = SyncLoop(engine, clock=clock, random=SeededBytes(3), tell=heard.append, wait=sleeper)
    loop.start()
    driven = Driven(loop, clock, heard, [], sleeper.asleep)
    try:
        assert driven.settles().state is SyncState.OFFLINE
        for _ in range(16):
            status = driven.after(PROBE)
        assert status.state is SyncState.OFFLINE
        engine.up = True
        status = driven.after(PROBE)
        assert status.state is SyncState.WAITING
        assert status.next_try_at is not None
        assert timedelta(0) < status.next_try_at - clock.now() <= timedelta(seconds=SPREAD)
    finally:
        loop.stop()
        assert loop.join(10)


def test_a_proxys_retry_after_is_honoured(driven: Driven, book: Book, proxy: FaultProxy, clock: FakeClock) -> None:
    driven.settles()
    ids = [book.link.journal.new_id() for _ in range(2)]
    book.record(a_log(book, ids[0], ids[1]))
    proxy.plan(Fault.SLOW_DOWN)
    status = driven.on(Trigger.FACT)
    assert status.next_try_at is not None
    assert (status.next_try_at - clock.now()).total_seconds() >= 120
    assert driven.after(60).unsent == 1
    assert driven.on(Trigger.BUTTON).unsent == 1
    assert driven.after(72).unsent == 0


def test_histories_that_part_stop_it_with_a_sentence_and_the_button_looks_again(
    driven: Driven, room: SchoolRoom, book: Book
) -> None:
    new_start(book)
    driven.on(Trigger.FACT)
    with writing(room.endpoint.engine) as conn:
        feed_like = update(journal).where(journal.c.kind == "visit_started")
        conn.execute(feed_like.values(payload=b"{}"))
    with writing(book.engine) as conn:
        conn.execute(update(journal).values(chain_hash=b"x" * 32))
    status = driven.on(Trigger.BUTTON)
    assert status.state is SyncState.STOPPED
    assert "tell the office" in status.message
    new_start(book)
    assert driven.on(Trigger.FACT).state is SyncState.STOPPED
    assert driven.loop.status.unsent == 1
    assert driven.after(LOOK_AGAIN).state is SyncState.STOPPED


def test_a_refused_laptop_says_whom_to_ring(driven: Driven, room: SchoolRoom, book: Book) -> None:
    driven.settles()
    with writing(room.endpoint.engine) as conn:
        revoke(room.endpoint, conn, room.school, book.link.device, "The laptop was lost")
    status = driven.on(Trigger.BUTTON)
    assert status.state is SyncState.REFUSED
    assert "Ring the office" in status.message


def test_a_fault_of_our_own_does_not_end_syncing_for_the_day(
    driven: Driven, book: Book, monkeypatch: pytest.MonkeyPatch, expect_log: LogWatch
) -> None:
    driven.settles()
    expect_log("app.sync.loop", "^sync failed by a fault of ours: ZeroDivisionError$")

    def broken(*_: object) -> SyncOutcome:
        raise ZeroDivisionError("a pupil's name")

    monkeypatch.setattr(book.sync, "sync_once", broken)
    status = driven.on(Trigger.BUTTON)
    assert status.state is SyncState.WAITING
    assert "fault of its own" in status.message
    monkeypatch.undo()
    assert driven.after(3).state is SyncState.IDLE


def test_stopping_while_the_line_is_silent_returns_in_time_and_writes_nothing_more(
    room: SchoolRoom, make_book: MakeBook, clock: FakeClock
) -> None:
    with fault_proxy(room.address) as proxy:
        book = make_book()
        book.join(proxy.address, room.code())
        proxy.plan(Fault.SILENCE)
        loop = SyncLoop(book.sync, clock=clock, random=SeededBytes(), tell=lambda _: None)
        loop.start()
        wait_until(lambda: len(proxy.seen) > 1, "hello to be asked")
        before = book.link.standing()
        loop.stop()
        assert not loop.join(0.1)
    assert loop.join(30)
    assert book.link.standing() == before
