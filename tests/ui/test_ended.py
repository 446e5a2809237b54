"""After the visit: what was recorded, where it is, its PDF and its corrections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.casework.views import Kept
from app.domain.visit import VisitState
from app.ui.visit.amend import AmendStep
from app.ui.visit.ended import EndedStep
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.states import AmendState, EndedState
from tests.ui import samples
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench
from tests.ui.samples import AMIRA, at, finished


def over(bench: Bench, kept: Kept = Kept.SCHOOL_HOLDS, **page: Any) -> tuple[VisitPresenter, EndedStep]:
    bench.clock.jump_to(at(10, 31))
    bench.desk.page = samples.visit_page(finished(kept), **({"log": samples.LOG, "adult": samples.ADULT} | page))
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    assert isinstance(presenter.step, EndedStep)
    return presenter, presenter.step


def ended(presenter: VisitPresenter) -> EndedState:
    assert isinstance(presenter.state, EndedState)
    return presenter.state


@pytest.mark.parametrize(
    ("kept", "tone", "begins"),
    [
        (Kept.SCHOOL_HOLDS, "ok", "The school holds this record."),
        (Kept.SENT, "warn", "It was sent. The school has not confirmed it yet."),
        (
            Kept.LAPTOP,
            "warn",
            "Saved on this laptop, not sent yet. Until it is, the school does not know that you are out.",
        ),
        (Kept.REFUSED, "warn", "The school did not accept it. Phone the school on 0113 496 0811."),
    ],
)
def test_an_ended_visit_says_where_its_record_is(bench: Bench, kept: Kept, tone: str, begins: str) -> None:
    presenter, _ = over(bench, kept)
    assert ended(presenter).tone == tone
    assert ended(presenter).words.startswith(begins)


def test_the_log_is_shown_in_words(bench: Bench) -> None:
    presenter, _ = over(bench)
    log = dict(ended(presenter).log)
    assert log["Engagement"] == "4  Most of the time"
    assert log["The adult was here and awake the whole time"] == "Yes"
    assert dict(ended(presenter).facts)["In the session"] == "09:33 to 10:29, 56 min"
    assert dict(ended(presenter).facts)["Adult at home"] == "Samira Hassan, parent"


def test_the_record_opens_in_the_systems_viewer(bench: Bench) -> None:
    presenter, step = over(bench)
    step.open_record()
    assert list(bench.services.files.values()) == [b"%PDF session"]
    message = ended(presenter).message
    assert message is not None
    assert message[1] == "The session record goes to your PDF program"
    assert message[2].startswith("If nothing opens, save a copy instead.")


def test_no_viewer_is_said(bench: Bench) -> None:
    bench.opens = False
    presenter, step = over(bench)
    step.open_record()
    message = ended(presenter).message
    assert message is not None
    assert message[1] == "No program on this laptop opens PDF files"


def test_the_file_name_holds_no_name(bench: Bench) -> None:
    _, step = over(bench)
    step.open_record()
    name = next(iter(bench.services.files))
    assert "Amira" not in name
    assert name.startswith("session-record-2026-11-23-0930")


def test_the_record_is_saved_where_the_person_says(bench: Bench) -> None:
    bench.where = Path("/chosen/record.pdf")
    presenter, step = over(bench)
    step.save_record()
    assert bench.services.files == {"/chosen/record.pdf": b"%PDF session"}
    message = ended(presenter).message
    assert message is not None
    assert message[0] == "ok"


def test_thinking_better_of_saving_does_nothing(bench: Bench) -> None:
    presenter, step = over(bench)
    step.save_record()
    assert bench.services.files == {}
    assert not ended(presenter).busy


def test_a_file_that_could_not_be_saved_is_said(bench: Bench) -> None:
    bench.where = Path("/full/record.pdf")
    bench.services.error = Said("file-not-written", "The file could not be saved there.", "Choose another folder.")
    presenter, step = over(bench)
    step.save_record()
    assert ended(presenter).message == ("danger", "The file could not be saved there.", "Choose another folder.")


def test_corrections_stand_beside_the_log(bench: Bench) -> None:
    presenter, _ = over(bench, amendments=(samples.AMENDED,))
    correction = ended(presenter).corrections[0]
    assert correction.changes == (("Work set for next time", "Sheet 5, questions 1 to 6"),)
    assert correction.where.words == "Correction: saved on this laptop, not sent"


@pytest.mark.parametrize(
    ("correction", "tone", "said"),
    [
        (Kept.LAPTOP, "warn", "The school holds the log as it was first. It does not hold your correction yet."),
        (Kept.SCHOOL_HOLDS, "ok", "The school holds this record."),
    ],
)
def test_a_corrected_log_says_so_at_the_top(bench: Bench, correction: Kept, tone: str, said: str) -> None:
    presenter, _ = over(bench, amendments=(replace(samples.AMENDED, kept=correction),))
    state = ended(presenter)
    assert (state.title, state.tone, state.words) == ("Visit finished, log corrected", tone, said)


def amending(bench: Bench, **page: Any) -> tuple[VisitPresenter, AmendStep]:
    presenter, step = over(bench, **page)
    step.correct()
    assert isinstance(presenter.step, AmendStep)
    return presenter, presenter.step


def test_a_correction_is_recorded_with_its_reason(bench: Bench) -> None:
    presenter, step = amending(bench)
    step.answer("work_set", "Sheet 5")
    step.answer("reason", "I had mixed up two sheets")
    step.save()
    assert bench.desk.named("amend") == [
        ("amend", AMIRA.visit_id, (("work_set", "Sheet 5"),), "I had mixed up two sheets")
    ]
    assert len(ended(presenter).corrections) == 1


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ({}, "Nothing is changed"),
        ({"work_set": "Sheet 5"}, "The reason is missing"),
        ({"reason": "because"}, "Nothing is changed"),
        ({"late_minutes": "x", "reason": "because"}, "The minutes late cannot be read"),
    ],
)
def test_an_incomplete_correction_is_named(bench: Bench, answers: dict[str, str], title: str) -> None:
    presenter, step = amending(bench)
    for key, value in answers.items():
        step.answer(key, value)
    step.save()
    assert not bench.desk.named("amend")
    assert isinstance(presenter.state, AmendState)
    assert presenter.state.problem is not None
    assert presenter.state.problem.title == title


def test_a_second_correction_starts_from_the_first(bench: Bench) -> None:
    presenter, _ = amending(bench, amendments=(samples.AMENDED,))
    assert isinstance(presenter.state, AmendState)
    values = {ask.key: ask.value for ask in presenter.state.asks}
    assert values["work_set"] == "Sheet 5, questions 1 to 6"


def test_back_leaves_the_log_as_it_is(bench: Bench) -> None:
    presenter, _ = amending(bench)
    assert presenter.back()
    assert isinstance(presenter.state, EndedState)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (VisitState.NOT_ENTERED, "You did not go in"),
        (VisitState.ABSENT, "The pupil was absent"),
        (VisitState.CANCELLED, "This visit was cancelled"),
    ],
)
def test_each_way_of_ending_has_its_title_and_reason(bench: Bench, state: VisitState, title: str) -> None:
    card = replace(AMIRA, state=state, ended_at=at(9, 40), end_kept=Kept.LAPTOP)
    bench.desk.page = samples.visit_page(card, end_reason="It did not feel safe")
    presenter = VisitPresenter(bench.context(), AMIRA.visit_id)
    assert ended(presenter).title == title
    assert ended(presenter).words == (
        "It did not feel safe. It is saved on this laptop and not sent yet. Phone the school on 0113 496 0811."
    )
    assert ended(presenter).people
    assert not ended(presenter).finished


def test_the_main_button_goes_back_to_today(bench: Bench) -> None:
    _, step = over(bench)
    step.to_today()
    assert bench.go.places[-1] == ("page", "today")
