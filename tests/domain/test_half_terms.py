"""School years: terms, half-terms, school days, and counting back over them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.half_terms import (
    CalendarWrong,
    DayKind,
    Span,
    academic_year,
    school_days_before,
    window_due,
    window_of,
)
from tests.domain.calendars import BRISTOL_2025_26, BRISTOL_2026_27, teaching

YEARS = (BRISTOL_2025_26, BRISTOL_2026_27)
ANY_DAY = st.dates(date(2025, 8, 1), date(2027, 8, 31))


def test_a_year_has_six_half_terms_and_three_terms() -> None:
    assert [window.number for window in BRISTOL_2026_27.half_term_windows()] == [1, 2, 3, 4, 5, 6]
    assert [(window.first, window.last) for window in BRISTOL_2026_27.term_windows()] == [
        (date(2026, 9, 3), date(2026, 12, 18)),
        (date(2027, 1, 4), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 7, 23)),
    ]


def test_a_term_of_six_is_a_half_term_and_a_term_of_three_is_two_of_them() -> None:
    assert BRISTOL_2026_27.windows(6) == BRISTOL_2026_27.half_term_windows()
    assert BRISTOL_2026_27.windows(3) == BRISTOL_2026_27.term_windows()


def test_the_break_between_half_terms_is_in_the_term_but_in_no_half_term() -> None:
    day = date(2026, 10, 28)
    assert window_of(day, BRISTOL_2026_27.half_term_windows()) is None
    assert window_of(day, BRISTOL_2026_27.term_windows()) is not None
    due = window_due(day, BRISTOL_2026_27.half_term_windows())
    assert due is not None
    assert due.number == 2


def test_a_window_is_still_due_on_its_last_day_and_the_next_one_from_the_day_after() -> None:
    windows = BRISTOL_2026_27.half_term_windows()
    assert window_due(date(2026, 10, 23), windows) == windows[0]
    assert window_due(date(2026, 10, 24), windows) == windows[1]


@pytest.mark.parametrize(
    ("day", "school"),
    [
        (date(2026, 9, 2), False),
        (date(2026, 9, 3), True),
        (date(2026, 9, 5), False),
        (date(2026, 10, 23), True),
        (date(2026, 10, 26), False),
        (date(2027, 5, 3), False),
        (date(2027, 5, 4), True),
        (date(2027, 7, 23), True),
        (date(2027, 7, 24), False),
    ],
)
def test_school_days_are_weekdays_in_half_terms_without_bank_holidays(day: date, school: bool) -> None:
    assert BRISTOL_2026_27.is_school_day(day) is school


def test_a_window_starts_after_an_inset_day_on_day_one() -> None:
    inset = Span("INSET", date(2026, 9, 3), date(2026, 9, 4), DayKind.INSET)
    year = academic_year("2026-27", [*BRISTOL_2026_27.half_terms, inset])
    assert year.half_term_windows()[0].first == date(2026, 9, 7)


def test_notice_of_five_school_days_leaves_out_weekends_breaks_and_bank_holidays() -> None:
    assert school_days_before(date(2026, 9, 11), 5, YEARS) == date(2026, 9, 4)
    assert school_days_before(date(2026, 11, 3), 3, YEARS) == date(2026, 10, 22)
    assert school_days_before(date(2027, 5, 5), 2, YEARS) == date(2027, 4, 30)
    assert school_days_before(date(2026, 9, 4), 2, YEARS) == date(2026, 7, 22)


def test_counting_back_past_the_first_calendar_has_no_answer() -> None:
    assert school_days_before(date(2025, 9, 3), 2, YEARS) is None
    assert school_days_before(date(2025, 9, 3), 1, ()) is None
    assert school_days_before(date(2025, 9, 3), 0, ()) == date(2025, 9, 3)


def test_a_review_84_days_on_may_land_in_august_where_no_window_is() -> None:
    due = date(2027, 5, 20) + timedelta(days=84)
    assert due == date(2027, 8, 12)
    assert window_of(due, BRISTOL_2026_27.half_term_windows()) is None
    assert window_due(due, BRISTOL_2026_27.half_term_windows()) is None


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        (BRISTOL_2026_27.half_terms[:5], "this calendar has 5"),
        ((*BRISTOL_2026_27.half_terms[:5], teaching(6, date(2027, 7, 1), date(2027, 6, 1))), "ends before it starts"),
        ((*BRISTOL_2026_27.half_terms[:5], teaching(6, date(2027, 5, 28), date(2027, 7, 1))), "starts before Term 5"),
    ],
)
def test_a_calendar_that_makes_no_year_is_refused_by_name(spans: tuple[Span, ...], says: str) -> None:
    with pytest.raises(CalendarWrong, match=says):
        academic_year("2026-27", spans)


def test_a_half_term_without_a_school_day_is_refused() -> None:
    closed = Span("Closed", date(2027, 2, 1), date(2027, 4, 1), DayKind.CLOSURE)
    year = academic_year("2026-27", [*BRISTOL_2026_27.half_terms, closed])
    with pytest.raises(CalendarWrong, match="Term 4 has no school day"):
        year.half_term_windows()


@given(ANY_DAY, st.integers(1, 60))
def test_counting_back_lands_on_a_school_day_with_exactly_that_many_between(day: date, count: int) -> None:
    found = school_days_before(day, count, YEARS)
    if found is not None:
        between = [each for year in YEARS for each in year.school_days(found, day - timedelta(days=1))]
        assert between[0] == found
        assert len(between) == count


@given(ANY_DAY)
def test_every_school_day_is_in_exactly_one_half_term_and_its_term(day: date) -> None:
    for year in YEARS:
        halves = [window.number for window in year.half_term_windows() if day in window]
        terms = [window.number for window in year.term_windows() if day in window]
        if year.is_school_day(day):
            assert len(halves) == len(terms) == 1
            assert terms[0] == (halves[0] + 1) // 2
