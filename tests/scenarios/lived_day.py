"""Monday 23 November 2026 of Siân Probert, lived step by step: what the laptop showed, kept for the tests to look at.

The school is out of reach from the doorstep to the evening. Must not judge: the tests do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.casework.board import Board
from app.casework.intake.problems import RowProblem
from app.casework.views import OutboxView, SessionLog, StartBlocked, Started, TodayList, VisitPage
from app.ui.ports import Handover, PhoneLine, SyncState
from tests.scenarios.sample_school import SampleSchool, import_sample, make_sample_school
from tests.scenarios.school_browser import SchoolBrowser
from tests.scenarios.tutors_laptop import MOTHER, TutorsLaptop, answers, visit_ids
from tests.support.clock import FakeClock

DAY = date(2026, 11, 23)
TUTOR = "SP1"
DRAFT = {"work_covered": "Fractions: halves, quarters and", "targets": "Simplify a fraction"}
LOG = SessionLog(
    ready=True,
    equipment=True,
    engagement=4,
    targets="Simplify a fraction",
    work_covered="Fractions: halves, quarters and eighths",
    work_set="Page 41, questions 1 to 6",
    outcome="Simplifies most fractions alone",
    notes="Tired at first – much brighter after a short break. Café project continues.",
)
LATE_LOG = SessionLog(engagement=5, work_covered="Area of triangles", late_finish_reason="Finished the last question")
SMOKING_NOTE = "Somebody lit a cigarette in the hall."
ABSENT_NOTE = "At the dentist until three."
CORRECTED = "Simplifies all fractions alone"
REASON = "Marked the sheet at home"


def at(hour: int, minute: int) -> datetime:
    """An instant of the day; London keeps GMT in November."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=UTC)


@dataclass
class LivedDay:
    """The school, the laptop, and what was seen when."""

    clock: FakeClock
    school: SampleSchool
    laptop: TutorsLaptop
    problems: tuple[RowProblem, ...] = ()
    morning: TodayList = field(init=False)
    visits: list[UUID] = field(init=False)
    blocked: StartBlocked | Started = field(init=False)
    after_blocked: VisitPage = field(init=False)
    started: StartBlocked | Started = field(init=False)
    started_today: TodayList = field(init=False)
    locked_phones: tuple[PhoneLine, ...] = field(init=False)
    after_lock: VisitPage = field(init=False)
    extended: VisitPage = field(init=False)
    finished: VisitPage = field(init=False)
    noon: OutboxView = field(init=False)
    after_restart: TodayList = field(init=False)
    overrun: TodayList = field(init=False)
    amended: VisitPage = field(init=False)
    offline: SyncState = field(init=False)
    evening: OutboxView = field(init=False)
    offline_paper: bytes = field(init=False)
    synced: SyncState = field(init=False)
    first_requests: list[str] = field(init=False)
    second_requests: list[str] = field(init=False)
    night: OutboxView = field(init=False)
    board_at_noon: Board = field(init=False)
    board_at_night: Board = field(init=False)
    board_page: list[list[str]] = field(init=False)
    register_page: list[list[str]] = field(init=False)
    visit_page: str = field(init=False)

    def until(self, hour: int, minute: int) -> None:
        """Let time pass to this minute."""
        self.clock.advance(at(hour, minute) - self.clock.now())


def live(folder: Path) -> LivedDay:
    """Live the day. Ends with the line open and the laptop unlocked."""
    clock = FakeClock(at(8, 30))
    day = LivedDay(clock, make_sample_school(folder / "school.db", clock), TutorsLaptop(folder / "laptop", clock))
    pupils, timetable = import_sample(day.school, DAY, DAY + timedelta(days=6))
    day.problems = pupils.problems + timetable.problems
    _morning(day)
    _first_visit(day)
    _not_gone_in(day)
    _absent(day)
    _overrun(day)
    _evening(day)
    _synced(day)
    _at_school(day)
    return day


def _morning(day: LivedDay) -> None:
    """Join at home, see the day, and lose the network."""
    day.school.open_line()
    day.laptop.create()
    day.laptop.join(day.school.address, day.school.code(TUTOR))
    day.morning = day.laptop.desk.today()
    day.visits = visit_ids(day.laptop)
    day.school.cut_line()


def _first_visit(day: LivedDay) -> None:
    """At the door a dog, then in; locked and unlocked in the middle; extended; written up."""
    visit, laptop = day.visits[0], day.laptop
    day.until(9, 27)
    laptop.desk.arrive(visit)
    page = laptop.desk.visit(visit)
    day.blocked = laptop.desk.start(visit, MOTHER, answers(page, animals_out="no"))
    day.after_blocked = laptop.desk.visit(visit)
    day.until(9, 31)
    day.started = laptop.desk.start(visit, MOTHER, answers(page))
    day.started_today = laptop.desk.today()
    day.until(9, 50)
    laptop.desk.save_draft(visit, DRAFT)
    _lock_and_unlock(day)
    day.until(10, 25)
    laptop.desk.extend(visit, 15)
    day.extended = laptop.desk.visit(visit)
    day.until(10, 43)
    laptop.desk.finish(visit, LOG)
    day.finished = laptop.desk.visit(visit)
    day.until(12, 0)
    day.noon = laptop.desk.outbox()
    day.board_at_noon = day.school.board()


def _lock_and_unlock(day: LivedDay) -> None:
    running = day.started_today.running
    assert running is not None
    assert running.started_at is not None
    assert running.due_finish_at is not None
    acts_at = running.due_finish_at + timedelta(minutes=day.started_today.school.overdue_minutes)
    phones = day.laptop.services.phone_lines()
    day.laptop.lock(Handover(running.started_at, running.due_finish_at, acts_at, school_knows=False, lines=phones))
    day.locked_phones = day.laptop.services.phone_lines()
    day.laptop.unlock()
    day.after_lock = day.laptop.desk.visit(day.visits[0])


def _not_gone_in(day: LivedDay) -> None:
    day.until(12, 2)
    visit = day.visits[1]
    day.laptop.desk.arrive(visit)
    said = tuple(a for a in answers(day.laptop.desk.visit(visit), no_smoking="no") if a.check_id == "no_smoking")
    day.laptop.desk.not_enter(visit, "smoking", SMOKING_NOTE, said)


def _absent(day: LivedDay) -> None:
    day.until(13, 10)
    day.laptop.desk.mark_absent(day.visits[2], "appointment", ABSENT_NOTE, True, "Mother")


def _overrun(day: LivedDay) -> None:
    """The battery dies on the way; the last visit goes on past its finish."""
    day.laptop.close()
    day.laptop.start_program()
    day.laptop.unlock()
    day.after_restart = day.laptop.desk.today()
    day.until(14, 34)
    visit = day.visits[3]
    day.laptop.desk.arrive(visit)
    day.laptop.desk.start(visit, MOTHER, answers(day.laptop.desk.visit(visit)))
    day.until(15, 50)
    day.overrun = day.laptop.desk.today()
    day.until(15, 56)
    day.laptop.desk.finish(visit, LATE_LOG)


def _evening(day: LivedDay) -> None:
    """A correction at home, still without a word of the school."""
    day.until(18, 5)
    day.laptop.desk.amend(day.visits[0], (("outcome", CORRECTED),), REASON)
    day.amended = day.laptop.desk.visit(day.visits[0])
    day.offline = day.laptop.sync()
    day.evening = day.laptop.desk.outbox()
    day.offline_paper = day.laptop.desk.session_pdf(day.visits[0])


def _synced(day: LivedDay) -> None:
    """The network is back."""
    day.until(18, 20)
    day.school.open_line()
    day.school.asked.clear()
    day.synced = day.laptop.sync()
    day.first_requests = list(day.school.asked)
    day.night = day.laptop.desk.outbox()
    day.board_at_night = day.school.board()
    day.school.asked.clear()
    day.laptop.sync()
    day.second_requests = list(day.school.asked)


def _at_school(day: LivedDay) -> None:
    """The lead worker reads the console."""
    browser = SchoolBrowser(day.school)
    day.board_page = browser.rows("/")
    day.register_page = browser.rows(f"/register?day={DAY}")
    day.visit_page = browser.words(f"/visits/{day.visits[0]}")
    browser.close()
