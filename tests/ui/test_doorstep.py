"""At the door: what is missing is named, turning away is never held back, a crash costs nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.casework.views import AdultAtHome, CheckAnswer, StartBlocked
from app.domain import reasons
from app.domain.visit import VisitState
from app.ui.visit.doorstep import DoorstepStep
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.states import DoorstepState, EndedState, LoadingState, ReasonState, SessionState
from app.ui.visit.turning_away import TurningAwayStep
from tests.ui import samples
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench
from tests.ui.samples import AMIRA, at

ALL = [f"check:{q.check_id}" for q in samples.START]


def at_door(bench: Bench) -> tuple[VisitPresenter, DoorstepStep]:
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id, arrive=True)
    assert isinstance(presenter.step, DoorstepStep)
    return presenter, presenter.step


def answer_all(step: DoorstepStep, *, but: tuple[str, ...] = ()) -> None:
    values = {"adult_name": "Samira Hassan", "adult_relation": "Parent", "adult_over_18": "yes"}
    for key, value in (values | dict.fromkeys(ALL, "yes")).items():
        if key not in but:
            step.answer(key, value)


def shown(presenter: VisitPresenter) -> DoorstepState:
    assert isinstance(presenter.state, DoorstepState)
    return presenter.state


def test_going_to_the_door_records_the_arrival(bench: Bench) -> None:
    at_door(bench)
    assert bench.desk.named("arrive") == [("arrive", AMIRA.visit_id)]
    assert ("changed",) in bench.go.places


def test_looking_at_a_planned_visit_records_nothing(bench: Bench) -> None:
    VisitPresenter(bench.context(), AMIRA.visit_id)
    assert not bench.desk.named("arrive")


def test_an_arrival_that_is_not_possible_still_shows_the_visit(bench: Bench) -> None:
    bench.desk.raises["arrive"] = Said("visit-state")
    bench.desk.page = samples.visit_page(samples.running())
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id, arrive=True)
    assert isinstance(presenter.state, SessionState)


def test_what_is_left_counts_down_as_rows_are_ticked(bench: Bench) -> None:
    presenter, step = at_door(bench)
    assert shown(presenter).left.words == "8 more to do"
    step.answer("adult_name", "Samira Hassan")
    step.answer("check:no_smoking", "yes")
    assert shown(presenter).left.words == "6 more to do"
    answer_all(step)
    assert shown(presenter).left.words == "Ready to start"


def test_rows_that_only_warn_or_record_are_not_needed(bench: Bench) -> None:
    presenter, step = at_door(bench)
    answer_all(step, but=("check:quiet_space", "check:pupil_ready"))
    assert shown(presenter).left.words == "Ready to start"


def test_a_complete_check_starts_the_visit_with_the_named_adult(bench: Bench) -> None:
    presenter, step = at_door(bench)
    answer_all(step, but=("check:quiet_space",))
    step.start()
    _, visit, adult, answers = bench.desk.named("start")[0]
    assert visit == AMIRA.visit_id
    assert adult == AdultAtHome("Samira Hassan", "Parent", over_18=True)
    assert CheckAnswer("quiet_space", "no") in answers
    assert CheckAnswer("no_smoking", "yes") in answers
    assert isinstance(presenter.state, SessionState)
    assert "Visit started" in bench.spoken


@pytest.mark.parametrize(
    "missing", ["adult_name", "adult_relation", "adult_over_18", "check:animals_out", "check:no_smoking"]
)
def test_each_missing_answer_is_named_and_outlined(bench: Bench, missing: str) -> None:
    presenter, step = at_door(bench)
    answer_all(step, but=(missing,))
    step.start()
    assert not bench.desk.named("start")
    problem = shown(presenter).problem
    assert problem is not None
    assert problem.title == "You cannot start yet"
    assert [key for key, _ in problem.links] == [missing]
    marked = [ask.key for ask in (*shown(presenter).adult, *shown(presenter).asks) if ask.wrong]
    assert marked == [missing]


def test_a_named_mistake_goes_away_when_it_is_mended(bench: Bench) -> None:
    presenter, step = at_door(bench)
    answer_all(step, but=("check:animals_out", "adult_name"))
    step.start()
    step.answer("check:animals_out", "yes")
    problem = shown(presenter).problem
    assert problem is not None
    assert [key for key, _ in problem.links] == ["adult_name"]
    step.answer("adult_name", "Samira Hassan")
    assert shown(presenter).problem is None


def test_spaces_are_not_a_name(bench: Bench) -> None:
    presenter, step = at_door(bench)
    answer_all(step, but=("adult_name",))
    step.answer("adult_name", "   ")
    step.start()
    assert shown(presenter).problem is not None


@pytest.mark.parametrize(("leave", "advice"), [(True, "Do not stay"), (False, "If something is not true")])
def test_what_casework_refuses_is_shown_with_the_way_out(bench: Bench, leave: bool, advice: str) -> None:
    bench.desk.blocked = StartBlocked(("adult",), ("no_smoking",), must_leave=leave)
    presenter, step = at_door(bench)
    answer_all(step)
    step.start()
    problem = shown(presenter).problem
    assert problem is not None
    assert problem.words.startswith(advice)
    assert [key for key, _ in problem.links] == ["adult_name", "check:no_smoking"]
    assert not shown(presenter).busy


def test_a_start_that_cannot_be_saved_is_said(bench: Bench) -> None:
    bench.desk.raises["start"] = Said("storage-full", "The disk is full.", "Delete something.")
    presenter, step = at_door(bench)
    answer_all(step)
    step.start()
    problem = shown(presenter).problem
    assert problem is not None
    assert "The disk is full." in problem.words


def test_a_second_press_while_saving_does_not_start_twice(bench: Bench) -> None:
    _, step = at_door(bench)
    answer_all(step)
    bench.background.hold = True
    step.start()
    step.start()
    bench.background.release()
    assert len(bench.desk.named("start")) == 1


def test_answers_are_kept_as_a_draft_and_come_back(bench: Bench) -> None:
    _, step = at_door(bench)
    step.answer("adult_name", "Samira Hassan")
    step.answer("check:no_smoking", "yes")
    bench.pass_seconds(2)
    assert bench.desk.page.draft == {"adult_name": "Samira Hassan", "check:no_smoking": "yes"}
    again, _ = at_door(bench)
    assert next(ask.value for ask in shown(again).adult) == "Samira Hassan"
    assert [ask.value for ask in shown(again).asks if ask.key == "check:no_smoking"] == ["yes"]


def test_an_online_visit_asks_for_no_adult(bench: Bench) -> None:
    bench.desk.page = samples.visit_page(adult_asked=False)
    presenter, step = at_door(bench)
    assert shown(presenter).adult == ()
    for key in ALL:
        step.answer(key, "yes")
    step.start()
    assert bench.desk.named("start")[0][2] is None


def test_a_relation_without_choices_is_typed(bench: Bench) -> None:
    bench.desk.page = samples.visit_page(adult_relations=())
    presenter, _ = at_door(bench)
    assert shown(presenter).adult[1].kind == "line"


@pytest.mark.parametrize(
    ("moved", "title"),
    [
        (timedelta(days=1), "This visit is not planned for today"),
        (timedelta(hours=2), "This visit starts in 2 h 24 min"),
    ],
)
def test_another_day_or_hours_early_is_said_and_does_not_stop_anybody(
    bench: Bench, moved: timedelta, title: str
) -> None:
    card = replace(AMIRA, starts_at=AMIRA.starts_at + moved, ends_at=AMIRA.ends_at + moved)
    bench.desk.page = samples.visit_page(card)
    presenter, _ = at_door(bench)
    notice = shown(presenter).notice
    assert notice is not None
    assert notice[0] == title


def test_warnings_people_and_what_silence_means_stand_beside_it(bench: Bench) -> None:
    presenter, _ = at_door(bench)
    beside = shown(presenter).beside
    assert [w.title for w in beside.warnings] == ["Two dogs in the house", "Use the side gate"]
    assert beside.people[0] == ("Samira Hassan, mother", "07700 900142")
    assert beside.silence == (
        ("10:30", "This laptop reminds you to finish"),
        ("10:40", "The school's board shows this visit as late"),
    )


# --- turning away -----------------------------------------------------------------------------------------------


def turning(bench: Bench, kind: str) -> tuple[VisitPresenter, TurningAwayStep]:
    presenter, step = at_door(bench)
    step.answer("check:no_smoking", "yes")
    step.turn_away(kind)
    assert isinstance(presenter.step, TurningAwayStep)
    return presenter, presenter.step


@pytest.mark.parametrize("reason", list(reasons.NOT_ENTERED))
def test_not_going_in_is_recorded_with_each_reason(bench: Bench, reason: str) -> None:
    presenter, step = turning(bench, "not_enter")
    step.choose(reason)
    step.record()
    assert bench.desk.named("not_enter")[0][1:4] == (AMIRA.visit_id, reason, "")
    assert isinstance(presenter.state, EndedState)
    assert presenter.state.title == "You did not go in"


@pytest.mark.parametrize("reason", list(reasons.ABSENT))
def test_an_absence_is_recorded_with_its_notice(bench: Bench, reason: str) -> None:
    _, step = turning(bench, "absent")
    step.choose(reason)
    step.answer("notice", "yes")
    step.answer("notice_from", " Samira Hassan ")
    step.answer("note", "rang at 9")
    step.record()
    assert bench.desk.named("mark_absent")[0][1:] == (AMIRA.visit_id, reason, "rang at 9", True, "Samira Hassan")


@pytest.mark.parametrize("cause", list(reasons.CANCELLED))
def test_a_cancellation_is_recorded_with_its_cause(bench: Bench, cause: str) -> None:
    _, step = turning(bench, "cancel")
    step.choose(cause)
    step.record()
    assert bench.desk.named("cancel")[0][1:] == (AMIRA.visit_id, cause, "")


def test_what_was_answered_at_the_door_goes_with_the_record(bench: Bench) -> None:
    _, step = turning(bench, "not_enter")
    step.choose("smoking")
    step.record()
    assert bench.desk.named("not_enter")[0][4] == (CheckAnswer("no_smoking", "yes"),)


@pytest.mark.parametrize(
    ("kind", "call", "reason"), [("not_enter", "not_enter", "other"), ("absent", "mark_absent", "no_reason")]
)
def test_a_missing_reason_is_asked_for_once_and_then_never_in_the_way(
    bench: Bench, kind: str, call: str, reason: str
) -> None:
    presenter, step = turning(bench, kind)
    step.record()
    assert isinstance(presenter.state, ReasonState)
    assert presenter.state.problem is not None
    step.record()
    assert bench.desk.named(call)[0][2] == reason


def test_a_cancellation_needs_its_cause_because_one_always_fits(bench: Bench) -> None:
    _, step = turning(bench, "cancel")
    step.record()
    step.record()
    assert not bench.desk.named("cancel")


def test_one_may_change_ones_mind(bench: Bench) -> None:
    presenter, step = turning(bench, "not_enter")
    step.back()
    assert [ask.value for ask in shown(presenter).asks if ask.key == "check:no_smoking"] == ["yes"]
    assert not bench.desk.named("not_enter")


def test_back_leaves_the_reason_page_first(bench: Bench) -> None:
    presenter, _ = turning(bench, "absent")
    assert presenter.back()
    assert not presenter.back()


def test_a_record_that_could_not_be_saved_says_so_and_can_be_tried_again(bench: Bench) -> None:
    bench.desk.raises["not_enter"] = Said("storage-full", "The disk is full.", "Delete something.")
    presenter, step = turning(bench, "not_enter")
    step.choose("felt_unsafe")
    step.record()
    assert step.problem is not None
    bench.desk.raises.clear()
    step.record()
    assert isinstance(presenter.state, EndedState)


def test_a_visit_that_cannot_be_read_says_why(bench: Bench) -> None:
    bench.desk.raises["visit"] = Said("not-here", "That visit is not on this laptop.", "Sync, then look again.")
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    assert isinstance(presenter.state, LoadingState)
    assert presenter.state.problem is not None


def test_a_visit_the_school_took_away_opens_as_over(bench: Bench) -> None:
    gone = replace(AMIRA, state=VisitState.CANCELLED, plan_withdrawn=True)
    bench.desk.page = samples.visit_page(gone, end_reason="The school took this visit out of the timetable.")
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    assert isinstance(presenter.state, EndedState)
    assert presenter.state.words == "The school took this visit out of the timetable."
    assert presenter.state.where == ()
    assert at(9, 6) == bench.clock.now()
