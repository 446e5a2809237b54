"""The board says what the school was told and what it was not; silence, and whatever is not known, is late."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from app.casework.board import Board, BoardLine, BoardState, board
from app.models.facts import school as school_facts
from app.models.facts import visits
from app.policy.loading import PackShelf
from tests.school.browser import Browser, Page
from tests.school.driver import Laptop, Place, pushed
from tests.support.clock import FakeClock

TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(TEN - timedelta(hours=2))


@dataclass
class Scene:
    """A visit at ten, and a laptop that reports on it."""

    place: Place
    laptop: Laptop
    visit: UUID

    def at(self, minutes: float) -> Scene:
        """So many minutes after ten."""
        self.place.clock.jump_to(TEN + minutes * MINUTE)
        return self

    def tells(self, kind: type[visits.VisitFact], **more: object) -> Scene:
        """The laptop records and sends."""
        return self.writes(kind, **more).sends()

    def writes(self, kind: type[visits.VisitFact], **more: object) -> Scene:
        """The laptop records, offline."""
        common = {"visit_id": self.visit, "pupil_id": self.place.pupil, "at": self.place.clock.now()}
        self.laptop.write(kind.model_validate({**common, **more}))
        return self

    def sends(self) -> Scene:
        """The laptop sends all it has."""
        pushed(self.laptop.push())
        return self

    @property
    def board(self) -> Board:
        """The board now."""
        return board(self.place.endpoint.engine, self.place.school_id, _shelf(self.place), self.place.clock.now())

    @property
    def line(self) -> BoardLine:
        """The visit's line, wherever it stands."""
        now = self.board
        (found,) = [x for part in (now.late, now.out, now.to_come, now.over) for x in part if x.visit_id == self.visit]
        return found


def _shelf(place: Place) -> PackShelf:
    return place.endpoint.packs.shelf


@pytest.fixture
def scene(place: Place) -> Scene:
    return Scene(place, Laptop(place).join(), place.plan(TEN, lesson="Maths"))


def test_a_visit_is_planned_until_its_grace_has_passed_and_late_after_it(scene: Scene) -> None:
    assert scene.at(-30).line.state is BoardState.PLANNED
    assert scene.at(15).line.state is BoardState.PLANNED
    late = scene.at(16).line
    assert (late.state, late.late_by) == (BoardState.NO_START, 16 * MINUTE)


def test_a_tutor_at_the_door_who_never_goes_in_is_late_too(scene: Scene) -> None:
    assert scene.at(-2).tells(visits.TutorArrived).line.state is BoardState.AT_DOOR
    assert scene.at(16).line.state is BoardState.NO_START


def test_a_tutor_is_out_from_the_check_in_and_late_after_the_finish_and_its_grace(scene: Scene) -> None:
    scene.at(2).tells(visits.VisitStarted, due_finish_at=TEN + 62 * MINUTE)
    assert scene.at(77).line.state is BoardState.OUT
    late = scene.at(78).line
    assert (late.state, late.late_by, late.tutor_phone) == (BoardState.NO_END, 16 * MINUTE, "07700 900417")


def test_an_extension_moves_the_finish(scene: Scene) -> None:
    scene.at(0).tells(visits.VisitStarted, due_finish_at=TEN + 60 * MINUTE)
    scene.at(50).tells(visits.VisitExtended, minutes=30, due_finish_at=TEN + 90 * MINUTE)
    assert scene.at(100).line.state is BoardState.OUT
    assert scene.at(106).line.state is BoardState.NO_END


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        (visits.VisitNotEntered, {"reason": "smoking"}, BoardState.NOT_ENTERED),
        (visits.PupilAbsent, {"reason": "ill"}, BoardState.ABSENT),
        (visits.VisitCancelled, {"cause": "parent"}, BoardState.CANCELLED),
    ],
)
def test_every_other_ending_is_told_as_it_was(
    scene: Scene, kind: type[visits.VisitFact], more: dict[str, str], state: BoardState
) -> None:
    line = scene.at(3).tells(kind, **more).at(200).line
    assert (line.state, line.ended_at) == (state, TEN + 3 * MINUTE)


def test_what_was_recorded_offline_counts_from_its_receipt_and_shows_both_times(scene: Scene) -> None:
    scene.at(1).writes(visits.VisitStarted, due_finish_at=TEN + 60 * MINUTE)
    scene.at(60).writes(visits.VisitFinished)
    assert scene.at(90).line.state is BoardState.NO_START
    line = scene.at(95).sends().line
    assert line.state is BoardState.BACK
    assert (line.ended_at, line.end_received_at) == (TEN + 60 * MINUTE, TEN + 95 * MINUTE)


def test_a_late_start_cannot_reopen_a_finished_visit(scene: Scene) -> None:
    scene.at(1).tells(visits.VisitFinished)
    assert scene.at(2).tells(visits.VisitStarted, due_finish_at=TEN + 60 * MINUTE).line.state is BoardState.BACK


def test_a_laptop_whose_clock_is_ahead_does_not_put_the_alarm_off(scene: Scene) -> None:
    ahead = TEN + timedelta(days=1)
    scene.at(0).tells(visits.VisitStarted, at=ahead, due_finish_at=ahead + 60 * MINUTE)
    assert scene.at(75).line.state is BoardState.OUT
    assert scene.at(76).line.state is BoardState.NO_END


def test_the_plans_own_grace_wins_over_the_packs(scene: Scene) -> None:
    scene.visit = scene.place.plan(TEN, grace_minutes=40)
    assert scene.at(40).line.state is BoardState.PLANNED
    assert scene.at(41).line.state is BoardState.NO_START


def test_with_a_pack_that_is_not_at_hand_there_is_no_grace(scene: Scene) -> None:
    missing = school_facts.PupilRecorded(
        pupil_id=scene.place.pupil, forename="Amira", surname="Hollow", packs=("unknown-pack",)
    )
    scene.place.journal.record(missing)
    assert scene.at(1).line.state is BoardState.NO_START


def test_a_visit_that_nobody_planned_is_somebodys_to_look_at_until_it_ends(scene: Scene) -> None:
    scene.visit = scene.place.endpoint.new_id()
    line = scene.at(0).tells(visits.VisitStarted, due_finish_at=TEN + 60 * MINUTE).at(5).line
    assert (line.state, line.starts_at, line.tutor_name) == (BoardState.NO_END, None, "Rosa Kettle")
    assert scene.tells(visits.VisitFinished).line.state is BoardState.BACK


def test_a_withdrawn_visit_is_not_expected(scene: Scene) -> None:
    gone = school_facts.VisitPlanWithdrawn(visit_id=scene.visit, tutor_id=scene.place.tutor)
    scene.place.journal.record(gone)
    assert scene.at(60).line.state is BoardState.WITHDRAWN


def test_yesterdays_silence_stays_on_the_board_and_imported_history_does_not(scene: Scene) -> None:
    started = scene.place.plan(TEN + timedelta(hours=2))
    other = replace(scene, visit=started).at(121).tells(visits.VisitStarted, due_finish_at=TEN + 180 * MINUTE)
    scene.place.clock.jump_to(TEN + timedelta(days=1))
    history = scene.place.plan(TEN + timedelta(hours=3))
    late = {line.visit_id: line.state for line in other.board.late}
    assert late == {scene.visit: BoardState.NO_START, started: BoardState.NO_END}
    assert history not in late


def test_the_day_is_the_schools_day(scene: Scene) -> None:
    scene.place.clock.jump_to(datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    assert scene.board.day == date(2026, 6, 2)


def test_the_page_says_it_in_words_with_both_times(scene: Scene) -> None:
    browser = Browser(scene.place).sign_in_as("lee@merebridge.example")
    assert Page(browser.get("/").text).headings[0] == (1, "Board")
    text = " ".join(browser.get("/").text.split())
    assert "Nobody is late." in text
    assert 'content="20; url=/?refresh=auto"' in text
    scene.at(1).writes(visits.VisitStarted, due_finish_at=TEN + 60 * MINUTE)
    scene.at(62).writes(visits.VisitFinished)
    scene.at(71)
    late = " ".join(browser.get("/?refresh=off").text.split())
    assert "No check-in, late by 1 h 11 min" in late
    assert "Ring 07700 900417" in late
    assert "Amira" not in late
    assert "A.H." in late
    assert "http-equiv" not in late
    scene.sends()
    back = " ".join(browser.get("/").text.split())
    assert 'left 11:02 <span class="small">(by laptop clock)</span>' in back
    assert "received 11:11" in back


def test_a_register_shows_the_days_marks_with_the_codes_they_suggest(scene: Scene) -> None:
    mark = {"day": TEN.date(), "half_day": "am", "attended": "yes", "seen": "in_person", "minutes": 55}
    rule = {"suggested_code": "B", "rule_id": "r1", "table_version": "2026"}
    scene.at(60).tells(visits.AttendanceMarked, **mark, **rule)
    browser = Browser(scene.place).sign_in_as("lee@merebridge.example")
    page = " ".join(browser.get("/register?day=2026-11-23").text.split())
    assert '<th scope="row">Hollow, Amira</th>' in page
    assert "<strong>B</strong>" in page
    assert "<td>55</td>" in page
    assert "No visit was planned for this day." in browser.get("/register?day=2026-11-24").text
    assert browser.get("/register?day=nonsense").status_code == 200
