"""Compulsory school age at each of its boundaries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.school_age import first_compulsory_day, is_compulsory_school_age, last_compulsory_day


@pytest.mark.parametrize(
    ("born", "first"),
    [
        (date(2021, 3, 31), date(2026, 3, 31)),
        (date(2021, 4, 1), date(2026, 8, 31)),
        (date(2021, 8, 31), date(2026, 8, 31)),
        (date(2021, 9, 1), date(2026, 12, 31)),
        (date(2021, 12, 31), date(2026, 12, 31)),
        (date(2022, 1, 1), date(2027, 3, 31)),
        (date(2020, 2, 29), date(2025, 3, 31)),
    ],
)
def test_it_starts_on_the_prescribed_day_on_or_after_the_fifth_birthday(born: date, first: date) -> None:
    assert first_compulsory_day(born) == first
    assert not is_compulsory_school_age(born, first - timedelta(days=1))
    assert is_compulsory_school_age(born, first)


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2011, 8, 31), date(2027, 6, 25)),
        (date(2011, 9, 1), date(2028, 6, 30)),
        (date(2011, 7, 1), date(2027, 6, 25)),
    ],
)
def test_it_ends_after_the_last_friday_in_june_of_the_year_of_the_sixteenth_birthday(born: date, last: date) -> None:
    assert last_compulsory_day(born) == last
    assert is_compulsory_school_age(born, last)
    assert not is_compulsory_school_age(born, last + timedelta(days=1))


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_it_lasts_between_ten_and_twelve_years_and_ends_on_a_friday(born: date) -> None:
    first, last = first_compulsory_day(born), last_compulsory_day(born)
    assert last.weekday() == 4
    assert last.month == 6
    assert 10 * 365 < (last - first).days < 12 * 366
