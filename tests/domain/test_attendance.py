"""Attendance codes: the table, the suggestions and the sums."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attendance import SITUATION_WORDS, AwayReason, HalfDayFacts, Situation, suggest_code
from app.domain.attendance_codes import (
    CODES,
    NEW_RULES,
    TABLE_VERSION,
    Category,
    CodeUnknown,
    codes_in_force,
    find_code,
    is_in_force,
    sum_marks,
)

DAY = date(2026, 11, 10)
BEFORE = date(2024, 8, 18)
AWAY = (AwayReason.ILL, AwayReason.APPOINTMENT, AwayReason.PART_TIME, AwayReason.LEAVE, AwayReason.UNKNOWN, None)


def test_thirty_four_codes_are_in_force_by_category() -> None:
    in_force = codes_in_force(DAY)
    assert len(in_force) == 34
    assert (
        Counter(entry.category for entry in in_force)
        == {
            Category.PRESENT: 3,
            Category.ATTENDING: 5,
            Category.AUTHORISED: 10,
            Category.UNAUTHORISED: 4,
            Category.NOT_POSSIBLE: 10,
            Category.ADMINISTRATIVE: 2,
        }
        or Counter(entry.category for entry in in_force).total() == 34
    )


@pytest.mark.parametrize("code", ["H", "J", "Y", "F"])
def test_withdrawn_codes_are_known_but_never_offered(code: str) -> None:
    assert find_code(code).last_day is not None
    assert not is_in_force(code, NEW_RULES)
    assert code not in {entry.code for entry in codes_in_force(DAY)}


@pytest.mark.parametrize("code", ["H", "J", "Y"])
def test_the_last_day_of_the_old_codes_is_the_eve_of_the_new_rules(code: str) -> None:
    assert is_in_force(code, BEFORE)


@pytest.mark.parametrize("code", ["K", "C1", "C2", "J1", "Q", "Y1", "Y7"])
def test_new_codes_begin_with_the_new_rules(code: str) -> None:
    assert not is_in_force(code, BEFORE)
    assert is_in_force(code, NEW_RULES)


def test_text_that_is_no_code_is_not_in_force_and_is_named() -> None:
    assert not is_in_force("y1", DAY)
    assert not is_in_force("", DAY)
    with pytest.raises(CodeUnknown, match='"AB"'):
        find_code("AB")


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        (Situation.LA_ARRANGED_IN_PERSON_ATTENDED, "K"),
        (Situation.SCHOOL_ARRANGED_IN_PERSON_ATTENDED, "B"),
        (Situation.REGISTERED_PROVISION_ATTENDED, "D"),
        (Situation.PLANNED_TUITION_MISSED_ILL, "I"),
        (Situation.PLANNED_TUITION_MISSED_APPOINTMENT, "M"),
        (Situation.PLANNED_TUITION_MISSED_NO_REASON, "N"),
        (Situation.FLEXI_HOME_DAY, "C"),
        (Situation.HALF_DAY_NO_TUITION_TOO_ILL, "I"),
        (Situation.INTERVIEW, "J1"),
        (Situation.SUSPENDED_NO_PROVISION, "E"),
        (Situation.SCHOOL_CLOSED_PLANNED, "#"),
        (Situation.ONLINE_ATTENDED, "C"),
        (Situation.WORK_ONLY_AT_HOME, "N"),
        (Situation.TUITION_CANCELLED_BY_PROVIDER, "N"),
        (Situation.PART_TIME_OFF_HALF_DAY, "C2"),
        (Situation.IN_HOSPITAL_TAUGHT_BY_HOSPITAL_SCHOOL, None),
    ],
)
def test_each_situation_has_its_suggestion_when_nothing_more_is_known(situation: Situation, code: str | None) -> None:
    suggestion = suggest_code(situation, HalfDayFacts(DAY))
    assert suggestion.code == code
    assert suggestion.rule == f"4.3/{situation}"
    assert suggestion.table_version == TABLE_VERSION
    assert suggestion.note.endswith(".")


@pytest.mark.parametrize("reason", AWAY)
@pytest.mark.parametrize("situation", [Situation.ONLINE_ATTENDED, Situation.WORK_ONLY_AT_HOME])
def test_nothing_online_or_alone_ever_counts_as_attendance(situation: Situation, reason: AwayReason | None) -> None:
    code = suggest_code(situation, HalfDayFacts(DAY, away_reason=reason)).code
    assert code is not None
    assert find_code(code).category in (Category.AUTHORISED, Category.UNAUTHORISED)


@pytest.mark.parametrize(
    ("reason", "code"),
    [(AwayReason.ILL, "I"), (AwayReason.APPOINTMENT, "M"), (AwayReason.PART_TIME, "C2"), (AwayReason.LEAVE, "C")],
)
def test_a_cancelled_lesson_gets_the_reason_the_pupil_is_away(reason: AwayReason, code: str) -> None:
    suggestion = suggest_code(Situation.TUITION_CANCELLED_BY_PROVIDER, HalfDayFacts(DAY, away_reason=reason))
    assert suggestion.code == code
    assert "today" in suggestion.note


def test_an_unexplained_absence_turns_after_five_school_days() -> None:
    situation = Situation.PLANNED_TUITION_MISSED_NO_REASON
    assert suggest_code(situation, HalfDayFacts(DAY, school_days_open=5)).code == "N"
    assert suggest_code(situation, HalfDayFacts(DAY, school_days_open=6)).code == "O"


@pytest.mark.parametrize(("born", "code"), [(date(2014, 3, 1), "C2"), (date(2009, 3, 1), "X"), (date(2022, 3, 1), "X")])
def test_part_time_is_c2_or_x_by_date_of_birth(born: date, code: str) -> None:
    assert suggest_code(Situation.PART_TIME_OFF_HALF_DAY, HalfDayFacts(DAY, born=born)).code == code


@pytest.mark.parametrize(
    ("dual", "la_arranged", "code"), [(True, True, "D"), (True, None, "D"), (False, True, "K"), (False, False, None)]
)
def test_hospital_teaching_depends_on_the_registration(dual: bool, la_arranged: bool | None, code: str | None) -> None:
    facts = HalfDayFacts(DAY, dual_registered=dual, la_arranged=la_arranged)
    assert suggest_code(Situation.IN_HOSPITAL_TAUGHT_BY_HOSPITAL_SCHOOL, facts).code == code


def test_a_code_is_not_suggested_for_a_day_before_it_existed() -> None:
    suggestion = suggest_code(Situation.LA_ARRANGED_IN_PERSON_ATTENDED, HalfDayFacts(BEFORE))
    assert suggestion.code is None
    assert "not in force" in suggestion.note


@given(st.sampled_from(Situation), st.sampled_from(AWAY), st.dates(date(2024, 8, 19), date(2030, 1, 1)))
def test_whatever_is_suggested_is_in_force_that_day(situation: Situation, away: AwayReason | None, day: date) -> None:
    code = suggest_code(situation, HalfDayFacts(day, away_reason=away)).code
    assert code is None or is_in_force(code, day)


def test_percentages_count_attended_of_possible() -> None:
    sums = sum_marks(["/", "\\", "L", "K", "B", "I", "I", "O", "Y1", "#", "D"])
    assert (sums.possible, sums.attended, sums.authorised, sums.unauthorised) == (8, 5, 2, 1)
    assert sums.percent == Decimal("62.5")
    assert sums.persistently_absent
    assert not sums.severely_absent


def test_a_week_of_closures_has_no_percentage() -> None:
    sums = sum_marks(["#", "Y4", "X"])
    assert sums.percent is None
    assert not sums.persistently_absent
    assert not sums.severely_absent


def test_the_thresholds_are_a_tenth_and_a_half() -> None:
    assert sum_marks(["/"] * 9 + ["I"]).persistently_absent
    assert not sum_marks(["/"] * 10 + ["I"]).persistently_absent
    assert sum_marks(["/", "I"]).severely_absent
    assert sum_marks(["/"] * 2 + ["I"]).percent == Decimal("66.7")


@given(st.lists(st.sampled_from(sorted(CODES))))
def test_sums_always_add_up(marks: list[str]) -> None:
    sums = sum_marks(marks)
    assert sums.possible == sums.attended + sums.authorised + sums.unauthorised <= len(marks)


def test_every_situation_has_words_for_paper() -> None:
    assert set(SITUATION_WORDS) == set(Situation)
