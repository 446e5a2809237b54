"""The frame: going and coming back, the visit strip, idle lock, and what is handed on at a lock."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from app.casework.views import Kept
from app.ui.ports import Context, Handover, Preferences, SyncState
from app.ui.shell.pages import page_maker
from app.ui.shell.presenter import ShellPresenter
from app.ui.shell.states import Route
from app.ui.visit.finish import FinishStep
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.session import SessionStep
from tests.ui import samples
from tests.ui.fakes import Bench
from tests.ui.samples import AMIRA, NOAH, at, running


@dataclass
class Shown:
    """The frame's view as a list of what happened to it."""

    routes: list[Route] = field(default_factory=list)
    destroyed: int = 0
    alerts: int = 0
    locks: list[Handover | None] = field(default_factory=list)

    def show_page(self, route: Route, _presenter: Any) -> None:
        self.routes.append(route)

    def destroy_pages(self) -> None:
        self.destroyed += 1

    def alert(self) -> None:
        self.alerts += 1

    def locked(self, handover: Handover | None) -> None:
        self.locks.append(handover)


def shell(bench: Bench, shown: Shown | None = None, minutes: int = 5) -> ShellPresenter:
    def context(navigator: ShellPresenter) -> Context:
        return replace(bench.context(), go=navigator)

    kept: list[Preferences] = []
    make = page_maker(kept.append)
    presenter = ShellPresenter(context, make, shown or Shown(), Preferences(lock_after_minutes=minutes))
    presenter.begin()
    return presenter


def visiting(bench: Bench, now: datetime, kept: Kept = Kept.SCHOOL_HOLDS) -> None:
    bench.clock.jump_to(now)
    bench.desk.day = samples.today(NOAH, running(kept))
    bench.desk.page = samples.visit_page(running(kept))


def titles(presenter: ShellPresenter) -> str:
    return presenter.state.strip.title if presenter.state.strip is not None else ""


def test_it_begins_with_today(bench: Bench) -> None:
    shown = Shown()
    assert shell(bench, shown).state.rail == "today"
    assert shown.routes == [Route("today")]


@pytest.mark.parametrize("key", ["pupils", "reports", "outbox", "settings", "today"])
def test_each_place_of_the_rail_can_be_gone_to(bench: Bench, key: str) -> None:
    presenter = shell(bench)
    presenter.open_page(key)
    assert presenter.state.rail == key


def test_back_goes_the_way_one_came(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    presenter.open_page("pupils")
    presenter.open_pupil(AMIRA.pupil_id)
    presenter.open_visit(AMIRA.visit_id)
    assert presenter.state.rail == "today"
    presenter.back()
    presenter.back()
    assert [route.key for route in shown.routes[-2:]] == ["pupil", "pupils"]
    presenter.back()
    presenter.back()
    assert presenter.route == Route("today")


def test_coming_back_to_a_visit_is_not_arriving_twice(bench: Bench) -> None:
    presenter = shell(bench)
    presenter.open_visit(AMIRA.visit_id, arrive=True)
    presenter.open_page("pupils")
    presenter.back()
    assert presenter.route == Route("visit", AMIRA.visit_id)
    assert len(bench.desk.named("arrive")) == 1


def test_back_within_a_visit_goes_one_step_first(bench: Bench) -> None:
    presenter = shell(bench)
    presenter.open_visit(AMIRA.visit_id)
    presenter.page.go_to("absent")
    presenter.back()
    assert presenter.route.key == "visit"
    presenter.back()
    assert presenter.route.key == "today"


def test_leaving_a_page_saves_what_was_typed(bench: Bench) -> None:
    visiting(bench, at(10, 5))
    presenter = shell(bench)
    presenter.open_visit(AMIRA.visit_id)
    presenter.page.step.type_notes("Fractions")
    presenter.open_page("pupils")
    assert bench.desk.page.draft == {"notes": "Fractions"}


# --- the strip --------------------------------------------------------------------------------------------------


def test_a_running_visit_is_on_every_other_page(bench: Bench) -> None:
    visiting(bench, at(10, 0))
    presenter = shell(bench)
    assert titles(presenter) == "Visit with Amira · 30 min left"
    assert presenter.state.in_visit
    presenter.open_visit(AMIRA.visit_id)
    assert presenter.state.strip is None
    presenter.open_page("outbox")
    assert titles(presenter) == "Visit with Amira · 30 min left"
    presenter.strip_pressed("visit")
    assert presenter.route.about == AMIRA.visit_id


@pytest.mark.parametrize(
    ("now", "title"),
    [
        (at(10, 30, 30), "Finish check-in is due now"),
        (at(10, 31), "Finish check-in is 1 min late"),
        (at(10, 44, 59), "Finish check-in is 14 min late"),
    ],
)
def test_a_late_visit_is_red_on_every_page(bench: Bench, now: datetime, title: str) -> None:
    visiting(bench, now)
    presenter = shell(bench)
    strip = presenter.state.strip
    assert strip is not None
    assert (strip.title, strip.alarm) == (title, True)
    assert strip.detail == "The school's board shows this visit as late from 10:40"
    assert [key for key, _, _ in strip.buttons] == ["finish", "more"]


def test_a_late_visit_without_a_receipt_promises_nothing(bench: Bench) -> None:
    visiting(bench, at(10, 34), Kept.LAPTOP)
    strip = shell(bench).state.strip
    assert strip is not None
    assert strip.detail == "The school does not know that you went in. Phone the school on 0113 496 0811."


def test_becoming_late_calls_once_for_attention(bench: Bench) -> None:
    visiting(bench, at(10, 29, 59))
    shown = Shown()
    presenter = shell(bench, shown)
    assert shown.alerts == 0
    for _ in range(5):
        bench.clock.advance(seconds=1)
        presenter.touch()
        presenter.tick()
    assert shown.alerts == 1
    assert sum("Finish check-in is due now" in words for words in bench.spoken) == 1


def test_the_laptop_that_woke_up_late_says_so_at_once(bench: Bench) -> None:
    visiting(bench, at(10, 0))
    presenter = shell(bench, minutes=15)
    bench.clock.jump_to(at(10, 12))
    presenter.tick()
    presenter.touch()
    bench.clock.jump_to(at(10, 40))
    presenter.touch()
    presenter.tick()
    assert titles(presenter) == "Finish check-in is 10 min late"


def test_the_strip_finishes_and_gives_more_time(bench: Bench) -> None:
    visiting(bench, at(10, 34))
    presenter = shell(bench)
    presenter.strip_pressed("more")
    assert bench.desk.named("extend") == [("extend", AMIRA.visit_id, 15)]
    assert titles(presenter) == "Visit with Amira · 11 min left"
    presenter.strip_pressed("finish")
    assert isinstance(presenter.page, VisitPresenter)
    assert isinstance(presenter.page.step, FinishStep)


def test_closing_during_a_visit_is_asked_about_once(bench: Bench) -> None:
    visiting(bench, at(10, 0))
    presenter = shell(bench)
    presenter.ask_before_closing()
    assert titles(presenter) == "A visit is running"
    presenter.strip_pressed("visit")
    assert presenter.state.strip is None


# --- sync -------------------------------------------------------------------------------------------------------


def test_what_sync_says_is_in_the_connection_box(bench: Bench) -> None:
    presenter = shell(bench)
    presenter.sync_changed(SyncState(reachable=False, unsent=3))
    assert presenter.state.connection.short == "3 to send"


def test_a_receipt_is_seen_on_the_page_that_waits_for_it(bench: Bench) -> None:
    visiting(bench, at(10, 0), Kept.LAPTOP)
    presenter = shell(bench)
    presenter.open_visit(AMIRA.visit_id)
    presenter.sync_changed(SyncState(reachable=True, unsent=1))
    visiting(bench, at(10, 0), Kept.SCHOOL_HOLDS)
    presenter.sync_changed(SyncState(reachable=True, unsent=0, last_contact_at=at(10, 0)))
    assert presenter.page.state.untold is None
    assert isinstance(presenter.page.step, SessionStep)


def test_the_outbox_follows_sync(bench: Bench) -> None:
    presenter = shell(bench)
    presenter.open_page("outbox")
    presenter.sync_changed(SyncState(reachable=True, working=True))
    assert presenter.page.state.working


# --- locking ----------------------------------------------------------------------------------------------------


def test_it_locks_after_five_idle_minutes_and_says_so_before(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    for _ in range(4 * 60 + 31):
        bench.clock.advance(seconds=1)
        presenter.tick()
    assert titles(presenter) == "Doorstep locks in 29 seconds"
    assert not shown.locks
    for _ in range(29):
        bench.clock.advance(seconds=1)
        presenter.tick()
    assert shown.locks == [None]
    assert bench.services.calls == [("lock",)]


def test_any_use_puts_the_lock_off(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    for _ in range(10):
        bench.clock.advance(minutes=4, seconds=40)
        presenter.tick()
        presenter.touch()
        presenter.tick()
    assert not shown.locks
    assert presenter.state.strip is None


def test_staying_is_a_button_too(bench: Bench) -> None:
    presenter = shell(bench)
    bench.clock.advance(minutes=4, seconds=40)
    presenter.tick()
    presenter.strip_pressed("stay")
    assert presenter.state.strip is None


def test_a_laptop_that_slept_is_locked_when_it_wakes(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    bench.clock.jump_to(at(11, 0))  # the wall clock went on, the steady one stood still
    presenter.tick()
    assert shown.locks == [None]


def test_a_clock_that_was_set_back_does_not_put_the_lock_off(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    bench.clock.jump_to(at(6, 0))
    bench.clock.advance(minutes=5)
    presenter.tick()
    assert shown.locks == [None]


@pytest.mark.parametrize("minutes", [1, 2, 10, 15])
def test_the_chosen_time_counts(bench: Bench, minutes: int) -> None:
    shown = Shown()
    presenter = shell(bench, shown, minutes)
    bench.clock.advance(minutes=minutes, seconds=-1)
    presenter.tick()
    assert not shown.locks
    bench.clock.advance(seconds=1)
    presenter.tick()
    assert shown.locks == [None]


def test_a_lock_saves_the_draft_first_then_destroys_the_pages(bench: Bench) -> None:
    visiting(bench, at(10, 5))
    shown = Shown()
    presenter = shell(bench, shown)
    presenter.open_visit(AMIRA.visit_id)
    presenter.page.step.type_notes("Fractions")
    bench.background.hold = True
    presenter.lock()
    before = shown.destroyed
    bench.background.release()
    assert bench.desk.page.draft == {"notes": "Fractions"}
    assert (before, shown.destroyed) == (0, 1)
    assert presenter.page is None
    assert bench.services.calls == [("lock",)]


def test_a_second_lock_while_locking_is_one_lock(bench: Bench) -> None:
    shown = Shown()
    presenter = shell(bench, shown)
    bench.background.hold = True
    presenter.lock()
    presenter.lock()
    presenter.open_page("pupils")
    bench.background.release()
    assert len(shown.locks) == 1
    assert shown.routes == [Route("today")]


def test_what_is_handed_on_holds_times_and_numbers_and_no_name(bench: Bench) -> None:
    visiting(bench, at(10, 5))
    shown = Shown()
    shell(bench, shown).lock()
    handover = shown.locks[0]
    assert handover is not None
    assert (handover.started_at, handover.due_finish_at, handover.school_acts_at) == (at(9, 33), at(10, 30), at(10, 40))
    assert handover.school_knows
    text = repr(asdict(handover))
    for name in ("Amira", "Hassan", "Larch", "Maths", "Robin", "Samira"):
        assert name not in text


def test_without_a_visit_nothing_is_handed_on(bench: Bench) -> None:
    shown = Shown()
    shell(bench, shown).lock()
    assert shown.locks == [None]


def test_nothing_of_the_records_is_left_in_the_frame_after_a_lock(bench: Bench) -> None:
    visiting(bench, at(10, 0))
    presenter = shell(bench)
    presenter.lock()
    assert presenter.state.locked
    assert presenter.state.strip is None
    assert presenter.running is None
