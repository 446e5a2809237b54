"""Times, counts and lists as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.ui import words

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (datetime(2026, 11, 23, 9, 6, tzinfo=UTC), "09:06"),
        (datetime(2026, 7, 1, 9, 6, tzinfo=UTC), "10:06"),  # summer time
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "01:30"),  # the hour that comes twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "01:30"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "02:00"),  # the hour that never was
    ],
)
def test_clock_times_are_local(instant: datetime, shown: str) -> None:
    assert words.clock(instant, LONDON) == shown


@pytest.mark.parametrize(
    ("seconds", "left", "past"),
    [
        (0, "0 min", "0 min"),
        (1, "1 min", "0 min"),
        (59, "1 min", "0 min"),
        (60, "1 min", "1 min"),
        (61, "2 min", "1 min"),
        (3600, "1 h", "1 h"),
        (3661, "1 h 2 min", "1 h 1 min"),
        (7200, "2 h", "2 h"),
    ],
)
def test_what_is_left_counts_begun_minutes_and_what_is_past_whole_ones(seconds: int, left: str, past: str) -> None:
    assert words.minutes(timedelta(seconds=seconds)) == left
    assert words.minutes_past(timedelta(seconds=seconds)) == past


@pytest.mark.parametrize(("seconds", "shown"), [(-5, "0:00:00"), (59, "0:00:59"), (1930, "0:32:10"), (4262, "1:11:02")])
def test_the_stopwatch_shows_hours_minutes_and_seconds(seconds: int, shown: str) -> None:
    assert words.stopwatch(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(
    ("instant", "shown", "named"),
    [
        (datetime(2026, 11, 23, 9, 6, tzinfo=UTC), "09:06", "today 09:06"),
        (datetime(2026, 11, 22, 9, 6, tzinfo=UTC), "yesterday 09:06", "yesterday 09:06"),
        (datetime(2026, 11, 20, 9, 6, tzinfo=UTC), "Friday 20 November, 09:06", "Friday 20 November, 09:06"),
    ],
)
def test_instants_near_today_are_said_briefly(instant: datetime, shown: str, named: str) -> None:
    today = date(2026, 11, 23)
    assert words.when(instant, today, LONDON) == shown
    assert words.when_named(instant, today, LONDON) == named


@pytest.mark.parametrize(("number", "shown"), [(0, "0 visits"), (1, "1 visit"), (2, "2 visits")])
def test_counts_agree_with_their_noun(number: int, shown: str) -> None:
    assert words.count(number, "visit") == shown
    assert words.count(2, "child", "children") == "2 children"


@pytest.mark.parametrize(
    ("parts", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_end_with_and(parts: list[str], shown: str) -> None:
    assert words.listed(parts) == shown


def test_days_and_dots() -> None:
    assert words.day(date(2026, 3, 2)) == "Monday 2 March"
    assert words.full_day(date(2014, 2, 11)) == "11 February 2014"
    assert words.dots("Year 8", "", "Maths") == "Year 8 · Maths"
    assert words.first_name("Ellie-Mae Watts") == "Ellie-Mae"
