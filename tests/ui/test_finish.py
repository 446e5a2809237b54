"""The log: one form, one action, and the end of a visit is never held back."""

from __future__ import annotations

from typing import Any

import pytest

from app.casework.views import CheckAnswer, Kept, SessionLog
from app.ui.visit.finish import FinishStep
from app.ui.visit.log_fields import late_minutes_problem, make_log, shown, values_of
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.session import SessionStep
from app.ui.visit.states import EndedState, FinishState
from tests.ui import samples
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench
from tests.ui.samples import AMIRA, at, running


def in_session(bench: Bench, kept: Kept = Kept.SCHOOL_HOLDS, **page: Any) -> tuple[VisitPresenter, SessionStep]:
    bench.clock.jump_to(at(10, 5, 10))
    bench.desk.page = samples.visit_page(running(kept), **page)
    bench.desk.day = samples.today(running(kept))
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    assert isinstance(presenter.step, SessionStep)
    return presenter, presenter.step


def at_finish(bench: Bench, **page: Any) -> tuple[VisitPresenter, FinishStep]:
    presenter, step = in_session(bench, **page)
    step.finish()
    assert isinstance(presenter.step, FinishStep)
    return presenter, presenter.step


def form(presenter: VisitPresenter) -> FinishState:
    assert isinstance(presenter.state, FinishState)
    return presenter.state


FULL = {
    "engagement": "4",
    "targets": "Compare fractions",
    "work_covered": "Fractions",
    "finish:adult_was_here": "yes",
    "finish:stayed_quiet": "no",
}


def test_a_good_day_costs_few_answers(bench: Bench) -> None:
    presenter, step = at_finish(bench, draft={"notes": "Kitchen table"})
    for key, value in FULL.items():
        step.answer(key, value)
    step.finish()
    log = bench.desk.named("finish")[0][2]
    assert log == SessionLog(
        engagement=4,
        targets="Compare fractions",
        work_covered="Fractions",
        notes="Kitchen table",
        finish_answers=(CheckAnswer("adult_was_here", "yes"), CheckAnswer("stayed_quiet", "no")),
    )
    assert isinstance(presenter.state, EndedState)
    assert "Visit finished and log saved on this laptop" in bench.spoken


def test_what_is_empty_is_named_once_and_then_the_visit_ends(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    step.finish()
    assert not bench.desk.named("finish")
    problem = form(presenter).problem
    assert problem is not None
    assert problem.title == "5 parts of the log are empty"
    asks = (*form(presenter).pupil, *form(presenter).work, *form(presenter).checks)
    assert [key for key, _ in problem.links] == [ask.key for ask in asks if ask.wrong], "not in the page's order"
    assert form(presenter).action == "Finish with these empty"
    step.finish()
    assert bench.desk.named("finish")[0][2] == SessionLog()


def test_the_list_of_empty_parts_shrinks_as_they_are_filled(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    step.finish()
    for key, value in FULL.items():
        step.answer(key, value)
    assert form(presenter).problem is None
    assert form(presenter).action == "Finish and save the log"


def test_a_pupil_who_did_not_attend_is_asked_for_less(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    step.answer("attended", "no")
    assert [ask.key for ask in form(presenter).pupil] == ["attended", "seen"]
    step.answer("finish:adult_was_here", "yes")
    step.answer("finish:stayed_quiet", "yes")
    step.finish()
    log = bench.desk.named("finish")[0][2]
    assert (log.attended, log.engagement, log.late_minutes, log.ready) == ("no", None, 0, None)


@pytest.mark.parametrize("typed", ["ten", "-1", "3.5", "601"])
def test_minutes_that_cannot_be_read_are_named(bench: Bench, typed: str) -> None:
    presenter, step = at_finish(bench)
    for key, value in (FULL | {"late_minutes": typed}).items():
        step.answer(key, value)
    step.finish()
    assert not bench.desk.named("finish")
    assert form(presenter).problem is not None
    assert [ask.wrong for ask in form(presenter).pupil if ask.key == "late_minutes"] == ["Write whole minutes"]


@pytest.mark.parametrize(
    ("typed", "wrong"), [("", ""), ("0", ""), (" 12 ", ""), ("600", ""), ("x", "Write whole minutes, 0 to 600")]
)
def test_late_minutes(typed: str, wrong: str) -> None:
    assert late_minutes_problem(typed) == wrong


def test_the_form_is_a_draft_until_it_is_saved(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    step.answer("work_covered", "Fractions")
    bench.pass_seconds(2)
    assert bench.desk.page.draft["work_covered"] == "Fractions"
    step.back()
    assert isinstance(presenter.step, SessionStep)
    presenter.step.finish()
    values = {ask.key: ask.value for ask in form(presenter).work}
    assert values["work_covered"] == "Fractions"


def test_a_late_finish_asks_why(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    bench.clock.jump_to(at(10, 41))
    presenter.tick()
    assert form(presenter).work[-1].key == "late_finish_reason"
    step.answer("late_finish_reason", "The bus was late")
    for key, value in FULL.items():
        step.answer(key, value)
    step.finish()
    assert bench.desk.named("finish")[0][2].late_finish_reason == "The bus was late"


def test_an_online_visit_was_seen_on_camera(bench: Bench) -> None:
    bench.desk.page = samples.visit_page(running(mode="online"))
    bench.clock.jump_to(at(10, 5))
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    presenter.go_to("finish")
    assert [ask.value for ask in form(presenter).pupil if ask.key == "seen"] == ["live_on_camera"]


def test_a_finish_that_cannot_be_saved_keeps_the_form(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    for key, value in FULL.items():
        step.answer(key, value)
    bench.desk.raises["finish"] = Said("storage-full", "The disk is full.", "Delete something.")
    step.finish()
    problem = form(presenter).problem
    assert problem is not None
    assert "The disk is full." in problem.words
    bench.desk.raises.clear()
    step.finish()
    assert isinstance(presenter.state, EndedState)


def test_no_draft_is_saved_after_the_visit_was_finished(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    for key, value in FULL.items():
        step.answer(key, value)
    step.finish()
    before = len(bench.desk.named("save_draft"))
    bench.pass_seconds(3)
    presenter.flush()
    assert len(bench.desk.named("save_draft")) == before


def test_a_sync_while_the_form_is_open_keeps_the_form(bench: Bench) -> None:
    presenter, step = at_finish(bench)
    presenter.load()
    assert presenter.step is step


def test_a_log_survives_the_way_through_the_form() -> None:
    values = values_of(samples.LOG) | {f"finish:{a.check_id}": a.value for a in samples.LOG.finish_answers}
    assert make_log(values, samples.FINISH) == samples.LOG


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("attended", "partly", "Part of it"),
        ("seen", "heard", "Heard only"),
        ("engagement", "5", "5  Throughout"),
        ("ready", "no", "No"),
        ("outcome_category", "wellbeing", "Wellbeing"),
        ("notes", "as typed", "as typed"),
    ],
)
def test_values_are_shown_in_words(name: str, value: str, words: str) -> None:
    assert shown(name, value) == words
