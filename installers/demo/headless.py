"""The demonstration without a screen: the same day through the real window, drawn into files instead of on a screen.

The endpoint, the records, the wire and the window are real; only the clock is moved by hand, on both ends, from a
morning in which the visits are still to come to the evening. Leaves pictures and PDFs.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.places import places_in
from app.bootstrap.services import Laptop
from app.casework.views import TodayList
from app.domain.zones import LONDON, local_day, to_utc, week_start, zone
from app.school.app import create_app
from app.school.running import running
from app.ui.application import application
from app.ui.ports import DeskCalls
from app.ui.shell.window import MainWindow
from installers.demo.hand import Hand
from installers.demo.joining import join
from installers.demo.sample_school import DemoSchool, make_school
from installers.demo.windowed import PASSPHRASE, ROOT

_PAGE = (1366, 768)


class DemoClock:
    """The day's clock, for the laptop and the school alike."""

    def __init__(self, now: datetime) -> None:
        self._now, self._seconds = now, 0.0

    def now(self) -> datetime:
        """The present instant of the demonstration."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since its morning."""
        return self._seconds

    def advance(self, minutes: float) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)
        self._seconds += minutes * 60


def run(folder: Path) -> int:
    """Live the day; its pictures and PDFs lie in `folder` afterwards."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    shutil.rmtree(folder, ignore_errors=True)
    where = zone(LONDON)
    clock = DemoClock(to_utc(local_day(datetime.now(UTC), where), time(9, 6), where))
    school = make_school(folder / "school", clock)
    _say("The sample school is made: 3 tutors, 24 pupils, a timetable.")
    laptop = Laptop(places_in(folder / "laptop"), KeyringFinder(lambda: None), clock=clock)
    application()
    day = _Day(folder, clock, school, laptop)
    try:
        day.live()
    finally:
        day.end()
    _say(f"Pictures and PDFs are in {folder.relative_to(ROOT)}.")
    return 0


def _say(words: str) -> None:
    print(words, flush=True)


class _Day:
    def __init__(self, folder: Path, clock: DemoClock, school: DemoSchool, laptop: Laptop) -> None:
        self._folder, self._clock, self._school, self._laptop = folder, clock, school, laptop
        self._network = ExitStack()
        self._app = create_app(school.endpoint)
        self._port = 0
        self._window: MainWindow | None = None

    def live(self) -> None:
        """From the morning to the evening."""
        desk = join(self._laptop, PASSPHRASE, self._go_online(), self._school.code())
        _say("The laptop has joined with a one-time code and holds the caseload.")
        window = self._window = MainWindow(self._laptop.services(), running=False)
        window.resize(*_PAGE)
        window.show()
        window.open_desk(desk)
        hand = Hand(window, self._clock.advance, self._folder)
        hand.see("Start doorstep check")
        hand.picture("today")
        visit = _next(desk.today())
        self._at_the_door(hand, desk.visit(visit).contacts[0].name)
        self._in_the_session(hand)
        self._in_the_evening(hand, desk, visit)

    def _at_the_door(self, hand: Hand, adult: str) -> None:
        self._network.close()
        _say("From here on there is no network.")
        hand.pass_minutes(24)
        hand.press("Start doorstep check")
        hand.press("Check in and start")
        hand.picture("doorstep-something-missing")
        hand.write("An adult", adult)
        hand.press("Parent")
        hand.tick_all()
        hand.picture("doorstep-all-ticked")
        hand.press("Check in and start")
        hand.see("Session time")

    def _in_the_session(self, hand: Hand) -> None:
        hand.pass_minutes(8)
        hand.write("Notes", "Fractions: confident with halves and quarters. Needs more time on eighths.")
        hand.picture("session-the-office-does-not-know-yet")
        hand.press("Add 15 minutes")
        hand.pass_minutes(55)
        hand.press("Finish visit")
        hand.write("Work covered", "Adding and comparing fractions")
        hand.write("Work set", "Worksheet 4, first page")
        hand.write("Targets", "Compare fractions with unlike denominators")
        for question in ("Ready to start", "Had what they need", "The adult was here", "It stayed quiet"):
            hand.press(f"Yes. {question}")
        hand.press("4")
        hand.picture("finish-and-log")
        hand.press("Finish and save")
        hand.see("Where it is")
        hand.picture("finished")

    def _in_the_evening(self, hand: Hand, desk: DeskCalls, visit: UUID) -> None:
        hand.press("Outbox")
        hand.picture("outbox-on-this-laptop")
        self._go_online()
        _say("The network is back.")
        hand.press("Sync now")
        hand.wait(lambda: desk.outbox().unsent == 0, "the school's receipt")
        hand.see("Up to date")
        hand.picture("outbox-school-holds-all")
        hand.press("Today")
        hand.picture("today-evening")
        day = desk.today().day
        (self._folder / "session-record.pdf").write_bytes(desk.session_pdf(visit))
        (self._folder / "week-register.pdf").write_bytes(desk.register_pdf(week_start(day)))

    def _go_online(self) -> str:
        self._network = ExitStack()
        address = self._network.enter_context(running(self._app, port=self._port))
        self._port = int(address.rpartition(":")[2])
        return address

    def end(self) -> None:
        """Close the window, the records and the school."""
        if self._window is not None:
            self._window.stop()
        self._laptop.close()
        self._network.close()
        self._school.endpoint.engine.dispose()


def _next(today: TodayList) -> UUID:
    return next(card.visit_id for card in today.visits if card.state == "planned")
