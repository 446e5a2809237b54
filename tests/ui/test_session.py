"""In the session: true promises, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.casework.views import Kept
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.session import SessionStep, left_words
from app.ui.visit.states import SessionState
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


def session(presenter: VisitPresenter) -> SessionState:
    assert isinstance(presenter.state, SessionState)
    return presenter.state


def test_the_timer_counts_from_the_start_and_speaks_in_minutes(bench: Bench) -> None:
    presenter, _ = in_session(bench)
    state = session(presenter)
    assert (state.timer, state.spoken) == ("0:32:10", "Session time 32 min")
    assert (state.left, state.due) == ("25 min left", "Finish check-in due by 10:30")
    bench.clock.advance(seconds=1)
    presenter.tick()
    assert session(presenter).timer == "0:32:11"
    assert session(presenter).spoken == "Session time 32 min"


@pytest.mark.parametrize(
    ("seconds_to_due", "words", "tone"),
    [
        (1200, "20 min left", ""),
        (301, "6 min left", ""),
        (300, "5 min left", "warn"),
        (1, "1 min left", "warn"),
        (0, "0 min left", "warn"),
        (-30, "Time is up", "danger"),
        (-60, "1 min late", "danger"),
        (-3700, "1 h 1 min late", "danger"),
    ],
)
def test_what_is_left_is_said_with_its_urgency(seconds_to_due: int, words: str, tone: str) -> None:
    assert left_words(at(10), at(10) + timedelta(seconds=seconds_to_due)) == (words, tone)


@pytest.mark.parametrize(
    ("kept", "words", "title"),
    [
        (Kept.SCHOOL_HOLDS, "School told 09:33", None),
        (Kept.SENT, "Check-in 09:33 sent, no receipt yet", "The school has not confirmed your check-in yet"),
        (Kept.LAPTOP, "Check-in saved 09:33, not sent", "The school does not know you are here yet"),
        (Kept.REFUSED, "Check-in 09:33 not accepted", "The school did not accept your check-in"),
    ],
)
def test_only_a_receipt_is_called_told(bench: Bench, kept: Kept, words: str, title: str | None) -> None:
    presenter, _ = in_session(bench, kept)
    state = session(presenter)
    assert state.where.words == words
    assert (state.untold[0] if state.untold else None) == title


def test_without_a_receipt_the_number_to_ring_is_named(bench: Bench) -> None:
    presenter, _ = in_session(bench, Kept.LAPTOP)
    untold = session(presenter).untold
    assert untold is not None
    assert "0113 496 0811" in untold[1]
    assert session(presenter).beside.silence[1] == ("10:40", "The school only knows the plan. Phone before this time")


def test_without_any_number_no_number_is_invented(bench: Bench) -> None:
    school = replace(samples.SCHOOL, office_phone="", duty_phone="")
    presenter, _ = in_session(bench, Kept.LAPTOP, school=school)
    untold = session(presenter).untold
    assert untold is not None
    assert "Phone the school. We" in untold[1]


def test_a_receipt_that_arrives_changes_the_promise(bench: Bench) -> None:
    presenter, _ = in_session(bench, Kept.LAPTOP)
    bench.desk.page = samples.visit_page(running(Kept.SCHOOL_HOLDS))
    presenter.load()
    assert session(presenter).untold is None


def test_notes_are_saved_within_two_seconds_and_say_so(bench: Bench) -> None:
    presenter, step = in_session(bench)
    step.type_notes("Fractions")
    assert session(presenter).saved == ("Saving", False)
    step.type_notes("Fractions: halves")
    bench.pass_seconds(2)
    assert bench.desk.page.draft == {"notes": "Fractions: halves"}
    assert session(presenter).saved == ("Saved on this laptop", True)
    assert len(bench.desk.named("save_draft")) == 1


def test_a_draft_that_cannot_be_saved_is_said_and_tried_again(bench: Bench) -> None:
    presenter, step = in_session(bench)
    bench.desk.raises["save_draft"] = Said("storage-full", "The disk is full.", "Delete something.")
    step.type_notes("Fractions")
    bench.pass_seconds(2)
    words, safe = session(presenter).saved
    assert words.startswith("Not saved. The disk is full.")
    assert not safe
    bench.desk.raises.clear()
    bench.pass_seconds(6)
    assert bench.desk.page.draft == {"notes": "Fractions"}
    assert session(presenter).saved[1]


def test_leaving_the_page_saves_at_once(bench: Bench) -> None:
    presenter, step = in_session(bench)
    step.type_notes("Fractions")
    presenter.flush()
    assert bench.desk.page.draft == {"notes": "Fractions"}


def test_emptied_notes_are_emptied_in_the_draft_too(bench: Bench) -> None:
    _, step = in_session(bench, draft={"notes": "old"})
    step.type_notes("")
    bench.pass_seconds(2)
    assert bench.desk.page.draft == {}


def test_notes_from_before_a_crash_are_there_again(bench: Bench) -> None:
    presenter, _ = in_session(bench, draft={"notes": "Fractions"})
    assert session(presenter).notes == "Fractions"
    assert session(presenter).saved == ("Saved on this laptop", True)


def test_more_time_moves_the_finish_and_keeps_the_notes(bench: Bench) -> None:
    presenter, step = in_session(bench, draft={"notes": "Fractions"})
    step.more_time()
    assert bench.desk.named("extend") == [("extend", AMIRA.visit_id, 15)]
    assert session(presenter).due == "Finish check-in due by 10:45"
    assert session(presenter).notes == "Fractions"
    assert ("changed",) in bench.go.places


def test_late_is_said_in_words(bench: Bench) -> None:
    presenter, _ = in_session(bench)
    bench.clock.jump_to(at(10, 34, 2))
    presenter.tick()
    state = session(presenter)
    assert state.late
    assert (state.left, state.due) == ("4 min late", "Finish check-in was due by 10:30")
