"""In the session and after it: one finish writes everything, endings are never held back, corrections stand beside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.casework.drafts import discard_draft, save_draft
from app.casework.session import AmendmentIncomplete, ExtensionUnknown
from app.casework.views import CheckAnswer, SessionLog
from app.casework.visits import (
    amend_log,
    cancel_visit,
    extend_visit,
    finish_visit,
    mark_absent,
    not_enter,
    open_visit,
)
from app.domain.visit import NotPossible, VisitState
from app.models.database import reading
from app.models.tables import journal
from app.models.tables.projected import register_marks, session_logs
from tests.casework.days import finish, start
from tests.support.small_school import SmallSchool


def test_a_finish_writes_check_out_mark_and_log_in_one_transaction(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(minutes=50)
    before = small_school.laptop.head().seq
    card = finish(small_school)
    with reading(small_school.engine) as conn:
        query = select(journal.c.kind).where(journal.c.device == small_school.laptop.device, journal.c.seq > before)
        kinds = list(conn.execute(query.order_by(journal.c.seq)).scalars())
        moments = set(conn.execute(query.with_only_columns(journal.c.received_at)).scalars())
    assert kinds == ["visit_finished", "attendance_marked", "session_logged"]
    assert len(moments) == 1
    assert card.state is VisitState.FINISHED


def test_the_mark_says_when_how_long_and_which_code_by_which_rule(small_school: SmallSchool) -> None:
    small_school.clock.advance(minutes=65)
    start(small_school)
    small_school.clock.advance(minutes=50)
    finish(small_school)
    with reading(small_school.engine) as conn:
        mark = conn.execute(select(register_marks)).one()
    assert (mark.day, mark.half_day, mark.minutes, mark.attended) == (date(2026, 11, 23), "am", 50, "yes")
    assert (mark.suggested_code, mark.rule_id) == ("K", "4.3/la_arranged_in_person_attended")


@pytest.mark.parametrize(("reason", "code"), [("ill", "I"), ("appointment", "M"), ("no_reason", "N")])
def test_an_absence_suggests_the_code_of_its_reason(small_school: SmallSchool, reason: str, code: str) -> None:
    mark_absent(small_school.desk, small_school.visit, reason, "", notice_given=True, notice_from="Samira Hollow")
    with reading(small_school.engine) as conn:
        mark = conn.execute(select(register_marks)).one()
    assert (mark.attended, mark.seen, mark.suggested_code) == ("no", "no", code)


def test_an_absence_can_be_recorded_before_at_and_after_the_door(small_school: SmallSchool) -> None:
    start(small_school)
    card = mark_absent(small_school.desk, small_school.visit, "refused", "", notice_given=False, notice_from="")
    assert card.state is VisitState.ABSENT
    assert card.ended_at == small_school.clock.now()


@pytest.mark.parametrize("minutes", [15, 30, 45, 60])
def test_extending_moves_the_fixed_finish(small_school: SmallSchool, minutes: int) -> None:
    due = start(small_school).due_finish_at
    assert due is not None
    assert extend_visit(small_school.desk, small_school.visit, minutes).due_finish_at == due + timedelta(
        minutes=minutes
    )


def test_extending_an_overrun_visit_counts_from_now(small_school: SmallSchool) -> None:
    start(small_school)
    now = small_school.clock.advance(hours=3)
    assert extend_visit(small_school.desk, small_school.visit, 15).due_finish_at == now + timedelta(minutes=15)


def test_only_lengths_that_the_spoken_code_knows_are_taken(small_school: SmallSchool) -> None:
    start(small_school)
    with pytest.raises(ExtensionUnknown):
        extend_visit(small_school.desk, small_school.visit, 20)


def test_an_overrun_visit_can_always_be_finished(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(hours=9)
    card = finish(small_school, SessionLog(late_finish_reason="The bus did not come"))
    log = open_visit(small_school.desk, small_school.visit).log
    assert card.state is VisitState.FINISHED
    assert log is not None
    assert log.late_finish_reason == "The bus did not come"


@pytest.mark.parametrize("cause", ["pupil", "parent", "provider", "venue", "technical"])
def test_a_cancelled_visit_says_who_called_it_off(small_school: SmallSchool, cause: str) -> None:
    cancel_visit(small_school.desk, small_school.visit, cause, "")
    page = open_visit(small_school.desk, small_school.visit)
    assert page.card.state is VisitState.CANCELLED
    assert page.end_reason


def test_what_is_over_stays_over(small_school: SmallSchool) -> None:
    start(small_school)
    finish(small_school)
    desk, visit = small_school.desk, small_school.visit
    acts: tuple[Callable[[], object], ...] = (
        lambda: finish_visit(desk, visit, SessionLog()),
        lambda: cancel_visit(desk, visit, "pupil", ""),
        lambda: not_enter(desk, visit, "other", ""),
        lambda: extend_visit(desk, visit, 15),
    )
    for act in acts:
        with pytest.raises(NotPossible, match="finished"):
            act()


def test_the_finish_check_is_kept_with_its_clauses(small_school: SmallSchool) -> None:
    start(small_school)
    finish(small_school, SessionLog(finish_answers=(CheckAnswer("adult_still_present", "yes"),)))
    with reading(small_school.engine) as conn:
        answers = conn.execute(select(session_logs.c.finish_answers)).scalar_one()
    assert {"BHES-18", "KES-28"} <= set(answers[0]["cites"])


def test_a_correction_stands_beside_the_first_text_with_its_reason(small_school: SmallSchool) -> None:
    start(small_school)
    finish(small_school)
    small_school.clock.advance(hours=2)
    page = amend_log(small_school.desk, small_school.visit, (("notes", "Halves and eighths."),), "Wrong fraction")
    assert page.log is not None
    assert page.log.notes == "Halves and quarters."
    assert [(a.reason, a.changes) for a in page.amendments] == [("Wrong fraction", (("notes", "Halves and eighths."),))]


@pytest.mark.parametrize(
    ("changes", "reason"), [((), "why"), ((("notes", "new"),), "  "), ((("pupil_id", "x"),), "why")]
)
def test_a_correction_needs_a_change_of_the_log_and_a_reason(
    small_school: SmallSchool, changes: tuple[tuple[str, str], ...], reason: str
) -> None:
    start(small_school)
    finish(small_school)
    with pytest.raises(AmendmentIncomplete):
        amend_log(small_school.desk, small_school.visit, changes, reason)


def test_a_draft_is_there_again_until_the_visit_is_finished(small_school: SmallSchool) -> None:
    start(small_school)
    save_draft(small_school.desk, small_school.visit, {"notes": "Hal"})
    save_draft(small_school.desk, small_school.visit, {"notes": "Halves"})
    assert open_visit(small_school.desk, small_school.visit).draft == {"notes": "Halves"}
    finish(small_school)
    assert open_visit(small_school.desk, small_school.visit).draft == {}


def test_a_draft_can_be_thrown_away(small_school: SmallSchool) -> None:
    save_draft(small_school.desk, small_school.visit, {"notes": "Hal"})
    discard_draft(small_school.desk, small_school.visit)
    assert open_visit(small_school.desk, small_school.visit).draft == {}
