"""At the door: a start needs a clear check, and nothing holds back somebody who does not go in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.casework.desk import Desk, NotHere
from app.casework.doorstep import NoNamedContact, due_finish
from app.casework.views import AdultAtHome, CheckAnswer, Kept, StartBlocked, Started
from app.casework.visits import arrive, not_enter, open_visit, start_visit
from app.domain.visit import NotPossible, VisitState
from app.models.database import reading
from app.models.facts.school import SchoolDescribed
from app.models.tables import journal
from app.models.tables.projected import doorstep_checks
from app.policy.loading import PackShelf, PackUnknown
from tests.casework.days import MOTHER, all_good, start
from tests.support.small_school import SmallSchool

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _kinds(school: SmallSchool) -> list[str]:
    with reading(school.engine) as conn:
        query = select(journal.c.kind).where(journal.c.device == school.laptop.device).order_by(journal.c.seq)
        return list(conn.execute(query).scalars())


def test_arriving_puts_the_visit_at_the_door(small_school: SmallSchool) -> None:
    assert arrive(small_school.desk, small_school.visit).state is VisitState.AT_DOOR


def test_the_check_asks_what_both_packs_ask_once(small_school: SmallSchool) -> None:
    asked = open_visit(small_school.desk, small_school.visit).start_questions
    ids = [question.check_id for question in asked]
    assert {"no_smoking", "animals_out", "open_room", "adult_staying"} <= set(ids)
    assert len(ids) == len(set(ids))
    cites = next(q.cites for q in asked if q.check_id == "adult_staying")
    assert {"BHES-18", "KES-28"} <= set(cites)


def test_a_start_without_answers_names_all_that_is_missing_and_records_nothing(small_school: SmallSchool) -> None:
    outcome = start_visit(small_school.desk, small_school.visit, None, ())
    assert isinstance(outcome, StartBlocked)
    assert {"adult", "no_smoking", "animals_out"} <= set(outcome.missing)
    assert _kinds(small_school) == []


@pytest.mark.parametrize(
    ("changed", "must_leave"),
    [({"animals_out": "no"}, False), ({"no_smoking": "no"}, True)],
    ids=["put right", "leave"],
)
def test_a_failed_answer_blocks_the_start(
    small_school: SmallSchool, changed: dict[str, str], *, must_leave: bool
) -> None:
    outcome = start_visit(small_school.desk, small_school.visit, MOTHER, all_good(small_school, **changed))
    assert isinstance(outcome, StartBlocked)
    assert (outcome.failed, outcome.must_leave) == (tuple(changed), must_leave)
    assert _kinds(small_school) == []


@pytest.mark.parametrize(
    "adult",
    [
        AdultAtHome("", "Parent", over_18=True),
        AdultAtHome("nobody", "Parent", over_18=True),
        AdultAtHome("Joe Hollow", "Brother or sister", over_18=False),
        AdultAtHome("Samira Hollow", "Somebody", over_18=True),
    ],
    ids=["no name", "nobody", "under 18", "not a relation"],
)
def test_without_a_named_adult_over_18_there_is_no_start(small_school: SmallSchool, adult: AdultAtHome) -> None:
    outcome = start_visit(small_school.desk, small_school.visit, adult, all_good(small_school))
    assert isinstance(outcome, StartBlocked)
    assert "adult" in outcome.missing + outcome.failed


def test_something_that_only_warns_does_not_stop_the_start(small_school: SmallSchool) -> None:
    answers = all_good(small_school, quiet_space="no")
    assert isinstance(start_visit(small_school.desk, small_school.visit, MOTHER, answers), Started)


def test_one_tap_writes_the_check_and_the_check_in_together(small_school: SmallSchool) -> None:
    card = start(small_school)
    assert _kinds(small_school) == ["doorstep_checked", "visit_started"]
    assert (card.state, card.start_kept, card.start_known_at) == (VisitState.IN_SESSION, Kept.LAPTOP, None)


def test_the_check_keeps_the_adult_the_clauses_and_the_packs(small_school: SmallSchool) -> None:
    start(small_school)
    with reading(small_school.engine) as conn:
        check = conn.execute(select(doorstep_checks)).one()
    assert (check.adult_name, check.adult_relation, check.adult_over_18) == ("Samira Hollow", "Parent", True)
    assert {pack["pack_id"] for pack in check.packs} == {"bhes-one-to-one", "kes-one-to-one"}
    assert "BHES-17" in next(a["cites"] for a in check.answers if a["check_id"] == "no_smoking")


@pytest.mark.parametrize(
    ("started", "due"),
    [
        (NINE - timedelta(minutes=20), NINE + timedelta(hours=1)),
        (NINE + timedelta(minutes=40), NINE + timedelta(hours=1)),
        (NINE + timedelta(hours=3), NINE + timedelta(hours=4)),
    ],
    ids=["early", "late", "after its end"],
)
def test_a_start_fixes_the_finish(started: datetime, due: datetime) -> None:
    assert due_finish(NINE, NINE + timedelta(hours=1), started) == due


def test_a_visit_starts_once(small_school: SmallSchool) -> None:
    start(small_school)
    with pytest.raises(NotPossible):
        start_visit(small_school.desk, small_school.visit, MOTHER, all_good(small_school))
    assert _kinds(small_school).count("visit_started") == 1


def test_not_going_in_is_one_tap_from_the_plan(small_school: SmallSchool) -> None:
    card = not_enter(small_school.desk, small_school.visit, "felt_unsafe", "")
    assert card.state is VisitState.NOT_ENTERED
    assert card.end_kept is Kept.LAPTOP


def test_not_going_in_keeps_what_had_been_answered(small_school: SmallSchool) -> None:
    not_enter(small_school.desk, small_school.visit, "smoking", "In the hall", (CheckAnswer("no_smoking", "no"),))
    page = open_visit(small_school.desk, small_school.visit)
    assert page.start_answers == (CheckAnswer("no_smoking", "no"),)
    assert page.end_reason == "Somebody was smoking. In the hall"


def test_a_missing_pack_stops_a_start_but_never_somebody_turning_away(small_school: SmallSchool) -> None:
    desk = Desk(small_school.laptop, small_school.tutor, PackShelf({}))
    with pytest.raises(PackUnknown):
        start_visit(desk, small_school.visit, MOTHER, ())
    answers = (CheckAnswer("no_smoking", "no"),)
    assert not_enter(desk, small_school.visit, "smoking", "", answers).state is VisitState.NOT_ENTERED


def test_a_visit_that_is_not_here_is_said_to_be_not_here(small_school: SmallSchool) -> None:
    with pytest.raises(NotHere, match="not on this laptop"):
        arrive(small_school.desk, small_school.pupil)


def test_sync_is_told_after_a_write_and_not_after_a_blocked_start(small_school: SmallSchool) -> None:
    told: list[str] = []
    packs = small_school.desk.packs
    desk = Desk(small_school.laptop, small_school.tutor, packs, recorded=lambda: told.append("now"))
    start_visit(desk, small_school.visit, None, ())
    assert told == []
    start(small_school, desk)
    assert told == ["now"]


def test_without_a_number_to_ring_a_visit_cannot_start_but_can_be_turned_away_from(small_school: SmallSchool) -> None:
    packs = ("bhes-one-to-one", "kes-one-to-one")
    small_school.school.record(
        SchoolDescribed(
            school_id=small_school.school.school, name="Merebridge", office_phone="", duty_phone="", packs=packs
        )
    )
    with pytest.raises(NoNamedContact, match="number"):
        start(small_school)
    assert not_enter(small_school.desk, small_school.visit, "other", "").state is VisitState.NOT_ENTERED
