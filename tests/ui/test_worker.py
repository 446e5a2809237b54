"""Work runs away from the screen, in order, and comes back to the screen's thread; the ticker ticks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from app.domain.errors import DoorstepError
from app.ui.ports import Scheduler, SyncState
from app.ui.shell.bridges import SyncBridge, Ticker
from app.ui.worker import Worker
from tests.support.clock import FakeClock


@pytest.fixture
def worker(qtbot: QtBot) -> Worker:
    assert qtbot is not None
    return Worker()


def test_work_runs_on_another_thread_and_returns_to_the_screens(qtbot: QtBot, worker: Worker) -> None:
    threads: list[int] = []
    with qtbot.waitSignal(worker.idle):
        worker.run(threading.get_ident, lambda there: threads.extend((there, threading.get_ident())))
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()
    assert worker.stop()


def test_work_is_done_one_after_another_on_the_same_thread(qtbot: QtBot, worker: Worker) -> None:
    order: list[int] = []
    threads: set[int] = set()

    def piece(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    with qtbot.waitSignal(worker.idle):
        for number in range(50):
            worker.run(partial(piece, number), order.append)
    assert order == list(range(50))
    assert len(threads) == 1
    assert worker.stop()


def test_an_error_of_the_world_comes_back_as_a_value(qtbot: QtBot, worker: Worker) -> None:
    seen: list[tuple[str, int]] = []

    def fails() -> None:
        raise DoorstepError("The disk is full.", "Delete something.")

    with qtbot.waitSignal(worker.idle):
        worker.run(fails, lambda _none: None, lambda e: seen.append((e.sentence, threading.get_ident())))
    assert seen == [("The disk is full.", threading.get_ident())]
    assert worker.stop()


def test_a_bug_is_raised_on_the_screens_thread(qtbot: QtBot, worker: Worker) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with capture_exceptions() as raised:
        worker.run(broken, lambda _none: None, lambda _error: None)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError
    assert worker.stop()


def test_after_a_stop_what_was_asked_is_done_but_nothing_is_delivered(qtbot: QtBot, worker: Worker) -> None:
    done: list[str] = []
    worker.run(lambda: done.append("draft saved"), lambda _none: done.append("delivered"))
    assert worker.stop()
    worker.run(lambda: done.append("too late"), lambda _none: None)
    qtbot.waitUntil(lambda: not worker.busy)
    assert done == ["draft saved"]


def test_the_real_ticker_ticks_and_a_still_one_does_not(qtbot: QtBot) -> None:
    ticker = Ticker(every_ms=5)
    with qtbot.waitSignal(ticker.tick):
        pass
    ticker.stop()
    still = Ticker(running=False, every_ms=1)
    with qtbot.assertNotEmitted(still.tick, wait=20):
        pass


def test_syncs_states_cross_from_their_thread_to_the_screens(qtbot: QtBot) -> None:
    heard: list[tuple[SyncState, int]] = []
    ended: list[str] = []

    def subscribe(listener: Callable[[SyncState], None]) -> Callable[[], None]:
        sender = threading.Thread(target=listener, args=(SyncState(unsent=7),))
        sender.start()
        sender.join()
        return lambda: ended.append("ended")

    parent = Worker()
    bridge = SyncBridge(subscribe, parent)
    bridge.changed.connect(lambda state: heard.append((state, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(SyncState(unsent=7), threading.get_ident())]
    bridge.stop()
    assert ended == ["ended"]
    assert parent.stop()


def test_the_scheduler_calls_once_when_the_instant_is_reached(clock: FakeClock) -> None:
    scheduler, called = Scheduler(clock), []
    scheduler.at(clock.now(), lambda: called.append("now"))
    later = scheduler.at(clock.now().replace(hour=9), lambda: called.append("nine"))
    scheduler.tick()
    scheduler.tick()
    assert called == ["now"]
    clock.advance(hours=3)  # the lid was shut
    scheduler.tick()
    assert called == ["now", "nine"]
    later.cancel()


def test_a_cancelled_call_is_not_made(clock: FakeClock) -> None:
    scheduler, called = Scheduler(clock), []
    scheduler.at(clock.now(), lambda: called.append("x")).cancel()
    scheduler.tick()
    assert called == []
