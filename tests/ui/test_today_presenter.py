"""Today says what is next, what is done and where it is, and only what is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.casework.views import Kept, VisitCard
from app.domain.visit import VisitState
from app.ui.today.presenter import TodayPresenter, make_state
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench, Recorder
from tests.ui.samples import AMIRA, ELLIE, JOSEF, NOAH, at, running, today


@pytest.mark.parametrize(
    ("now", "words", "late"),
    [
        (at(9, 6), "Starts in 24 min", False),
        (at(8, 0), "Starts in 1 h 30 min", False),
        (at(9, 29, 1), "Starts in 1 min", False),
        (at(9, 30), "Starts now", False),
        (at(9, 30, 59), "Starts now", False),
        (at(9, 31), "Start was due 1 min ago", True),
        (at(10, 2), "Start was due 32 min ago", True),
    ],
)
def test_the_countdown_to_the_next_visit(now: datetime, words: str, late: bool) -> None:
    state = make_state(today(), now)
    assert (state.countdown, state.countdown_late) == (words, late)


@pytest.mark.parametrize(
    ("now", "words", "late"),
    [
        (at(10, 5), "25 min left", False),
        (at(10, 30), "0 min left", False),
        (at(10, 34), "Finish was due 4 min ago", True),
    ],
)
def test_the_countdown_of_a_running_visit(now: datetime, words: str, late: bool) -> None:
    state = make_state(today(NOAH, running(), ELLIE), now)
    assert (state.countdown, state.countdown_late) == (words, late)


@pytest.mark.parametrize(
    ("card", "action", "arrive"),
    [
        (AMIRA, "Start doorstep check", True),
        (replace(AMIRA, state=VisitState.AT_DOOR), "Go on with the check", False),
        (running(), "Go to visit", False),
    ],
)
def test_the_main_button_follows_the_visit(card: VisitCard, action: str, arrive: bool) -> None:
    state = make_state(today(card), at(9, 6))
    assert state.next is not None
    assert (state.next.action, state.next.arrive) == (action, arrive)


def test_the_next_visit_is_the_first_planned_one_that_is_not_over() -> None:
    state = make_state(today(AMIRA, ELLIE, JOSEF), at(10, 45))
    assert state.next is not None
    assert state.next.name == "Ellie-Mae Watts"
    assert [row.tags[-1][0] for row in state.rows] == ["Not recorded", "Planned"]
    assert state.todo[0].what == "Say what happened with Amira"


def test_a_running_visit_comes_before_an_earlier_planned_one() -> None:
    state = make_state(today(AMIRA, running_ellie()), at(11, 20))
    assert state.next is not None
    assert state.next.name == "Ellie-Mae Watts"


def running_ellie() -> VisitCard:
    return replace(ELLIE, state=VisitState.IN_SESSION, started_at=at(11, 15), due_finish_at=at(12, 15))


def test_a_visit_left_running_from_yesterday_is_the_next_thing() -> None:
    left = running(starts_at=at(9, 30) - timedelta(days=1), due_finish_at=at(10, 30) - timedelta(days=1))
    state = make_state(today(JOSEF, running=left), at(9, 0))
    assert state.next is not None
    assert state.next.visit_id == left.visit_id
    assert state.countdown_late


@pytest.mark.parametrize(
    ("state", "tag", "dot"),
    [
        (VisitState.FINISHED, "Finished", "done"),
        (VisitState.NOT_ENTERED, "Did not go in", "stopped"),
        (VisitState.ABSENT, "Absent", "stopped"),
        (VisitState.CANCELLED, "Cancelled", "stopped"),
    ],
)
def test_each_ending_has_its_word_and_its_dot(state: VisitState, tag: str, dot: str) -> None:
    ended = replace(NOAH, state=state)
    row = make_state(today(ended, AMIRA), at(9, 6)).rows[0]
    assert row.tags[-1][0] == tag
    assert row.dot == dot


@pytest.mark.parametrize("kept", [Kept.LAPTOP, Kept.SENT])
def test_what_the_school_has_not_got_is_said_on_the_row(kept: Kept) -> None:
    row = make_state(today(replace(NOAH, end_kept=kept), AMIRA), at(9, 6)).rows[0]
    assert ("Not at the school yet", "warn", "cloud-off") in row.tags


def test_a_refused_record_is_said_on_the_row_and_is_a_thing_to_do() -> None:
    state = make_state(today(replace(NOAH, end_kept=Kept.REFUSED), AMIRA), at(9, 6))
    assert state.rows[0].tags[0][0] == "Not accepted"
    assert state.todo[0].page == "outbox"


def test_a_row_is_read_as_one_sentence() -> None:
    row = make_state(today(), at(9, 6)).rows[1]
    assert row.spoken.startswith("11:15 to 12:15, Ellie-Mae Watts, 1 warning, Planned")


def test_a_visit_taken_out_by_the_school_says_so() -> None:
    gone = replace(ELLIE, state=VisitState.CANCELLED, plan_withdrawn=True)
    assert make_state(today(AMIRA, gone), at(9, 6)).rows[0].detail == "Taken out of the timetable by the school"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (Kept.SCHOOL_HOLDS, "The school has all check-ins"),
        (Kept.SENT, "1 check-in not at the school yet"),
        (Kept.LAPTOP, "1 check-in not at the school yet"),
        (Kept.REFUSED, "1 check-in not at the school yet"),
    ],
)
def test_check_ins_are_only_called_there_when_the_school_holds_them(kept: Kept, words: str) -> None:
    state = make_state(today(NOAH, running(kept)), at(10, 0))
    assert state.check_ins is not None
    assert state.check_ins[0] == words


def test_nothing_is_promised_about_check_ins_before_there_is_one() -> None:
    assert make_state(today(AMIRA), at(9, 6)).check_ins is None


def test_the_day_is_summed_without_cancelled_visits() -> None:
    state = make_state(today(NOAH, AMIRA, replace(ELLIE, state=VisitState.CANCELLED)), at(9, 6))
    assert (state.sum_words, state.sum_percent) == ("1 of 2 visits done", 50)


def test_a_day_without_visits_says_so() -> None:
    state = make_state(replace(today(), visits=()), at(9, 6))
    assert state.empty is not None
    assert state.sum_words == "No visits"


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"as_of": None}, "The school has not sent your plan yet"),
        ({"as_of": at(7, 40) - timedelta(days=1)}, "Plan as of yesterday 07:40"),
    ],
)
def test_an_old_or_missing_plan_is_named(more: dict[str, object], title: str) -> None:
    notice = make_state(today(**more), at(9, 6)).notice
    assert notice is not None
    assert notice[1] == title


@pytest.mark.parametrize(
    ("unsent", "words"),
    [(0, "The school holds everything you saved."), (2, "2 items still to send. All of it is saved on this laptop.")],
)
def test_a_finished_day_says_where_everything_is(unsent: int, words: str) -> None:
    notice = make_state(today(NOAH, unsent=unsent), at(12, 0)).notice
    assert notice == ("ok", "All visits of today are done", words)


def test_the_line_tells_day_and_time() -> None:
    assert make_state(today(), at(9, 6)).line == "Monday 23 November · 09:06"


def test_the_countdown_moves_with_the_clock(bench: Bench) -> None:
    presenter, view = TodayPresenter(bench.context()), Recorder()
    presenter.attach(view)
    bench.clock.advance(minutes=1)
    presenter.tick()
    assert view.shown[-1].countdown == "Starts in 23 min"
    assert len(bench.desk.named("today")) == 1


def test_nothing_is_shown_anew_within_the_same_minute(bench: Bench) -> None:
    presenter, view = TodayPresenter(bench.context()), Recorder()
    presenter.attach(view)
    for _ in range(30):
        bench.clock.advance(seconds=1)
        presenter.tick()
    assert len(view.shown) <= 2


def test_at_midnight_the_new_day_is_read(bench: Bench) -> None:
    presenter = TodayPresenter(bench.context())
    bench.clock.jump_to(at(23, 59, 59))
    presenter.tick()
    bench.clock.advance(seconds=2)
    presenter.tick()
    assert len(bench.desk.named("today")) == 2


def test_a_day_that_cannot_be_read_says_why(bench: Bench) -> None:
    bench.desk.raises["today"] = Said("storage-failed", "The records could not be read.", "Restart the laptop.")
    state = TodayPresenter(bench.context()).state
    assert state.error == ("The records could not be read.", "Restart the laptop.")
    assert not state.loading


def test_presses_lead_to_the_visit_the_pupil_and_the_outbox(bench: Bench) -> None:
    bench.desk.day = today(replace(NOAH, end_kept=Kept.REFUSED), AMIRA, ELLIE)
    presenter = TodayPresenter(bench.context())
    presenter.main_pressed()
    presenter.pupil_pressed()
    presenter.row_pressed(ELLIE.visit_id)
    presenter.todo_pressed(presenter.state.todo[0])
    assert bench.go.places == [
        ("visit", AMIRA.visit_id, True),
        ("pupil", AMIRA.pupil_id),
        ("visit", ELLIE.visit_id, False),
        ("page", "outbox"),
    ]


def test_times_are_those_of_the_schools_zone() -> None:
    summer = replace(AMIRA, starts_at=datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    state = make_state(today(summer), datetime(2026, 7, 1, 8, 0, tzinfo=UTC))
    assert state.next is not None
    assert state.next.start == "09:30"


def test_what_unlocking_mended_stands_above_the_day() -> None:
    bench = Bench()
    context = bench.context()
    mended = replace(context, desk=replace(context.desk, repairs=("The file was restored.",)))
    presenter = TodayPresenter(mended)
    assert presenter.state.repairs == ("The file was restored.",)
