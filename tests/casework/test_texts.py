"""A text that no fact can keep is told before anything is saved, and never with the text itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from app.casework.drafts import save_draft
from app.casework.texts import TextNotKept, typed_by_a_person
from app.casework.views import AdultAtHome, SessionLog, StartBlocked
from app.casework.visits import amend_log, finish_visit, mark_absent, not_enter, open_visit, start_visit
from app.domain.visit import VisitState
from app.models.facts.visits import VisitNotEntered
from tests.casework.days import all_good, finish, start
from tests.support.small_school import SmallSchool

LONG = "Wolverine " * 2001
BAD = ("Wolverine\x00", "Wolverine \ud83d")


def test_a_log_that_is_too_long_keeps_its_draft_and_can_be_finished_when_shortened(small_school: SmallSchool) -> None:
    start(small_school)
    save_draft(small_school.desk, small_school.visit, {"notes": LONG})
    with pytest.raises(TextNotKept) as caught:
        finish(small_school, SessionLog(notes=LONG))
    assert str(caught.value) == (
        "A text here is longer than 20,000 characters, so nothing was saved yet. "
        "Shorten it, or put a part of it into another field, and save again."
    )
    page = open_visit(small_school.desk, small_school.visit)
    assert page.card.state is VisitState.IN_SESSION
    assert page.draft == {"notes": LONG}
    finish(small_school, SessionLog(notes=LONG[:20_000]))
    assert open_visit(small_school.desk, small_school.visit).card.state is VisitState.FINISHED


def _everywhere(school: SmallSchool, text: str) -> list[Callable[[], object]]:
    desk, visit = school.desk, school.visit
    return [
        lambda: not_enter(desk, visit, "other", text),
        lambda: mark_absent(desk, visit, "other", text, True, "Mother"),
        lambda: start_visit(desk, visit, AdultAtHome(text, "Parent", over_18=True), all_good(school)),
    ]


@pytest.mark.parametrize("text", [LONG, *BAD])
def test_wherever_it_is_typed_nothing_is_saved(small_school: SmallSchool, text: str) -> None:
    before = small_school.laptop.head()
    for call in _everywhere(small_school, text):
        with pytest.raises(TextNotKept) as caught:
            call()
        assert "Wolverine" not in str(caught.value)
        assert caught.value.__cause__ is None
    assert small_school.laptop.head() == before


@pytest.mark.parametrize("text", BAD)
def test_a_character_that_cannot_be_kept_is_told_in_a_log_and_in_a_correction(
    small_school: SmallSchool, text: str
) -> None:
    start(small_school)
    with pytest.raises(TextNotKept, match=r"^A text here has a character that cannot be kept"):
        finish_visit(small_school.desk, small_school.visit, SessionLog(notes=text))
    finish(small_school)
    with pytest.raises(TextNotKept):
        amend_log(small_school.desk, small_school.visit, (("notes", text),), "Pasted")


def test_a_fault_of_ours_in_a_fact_stays_a_fault(small_school: SmallSchool) -> None:
    with pytest.raises(ValidationError), typed_by_a_person():
        VisitNotEntered(
            visit_id=small_school.visit,
            pupil_id=small_school.pupil,
            at=small_school.clock.now(),
            reason="No Such Reason",
            note=LONG,
        )


def test_a_blocked_start_is_still_a_blocked_start(small_school: SmallSchool) -> None:
    blocked = start_visit(small_school.desk, small_school.visit, None, ())
    assert isinstance(blocked, StartBlocked)
