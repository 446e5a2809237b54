"""Days, times and lengths in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.wording import clock_words, date_words, day_words, day_words_with_year, length_words, span_words
from app.domain.zones import zone

HERE = zone()


def test_days_are_written_as_people_say_them() -> None:
    assert day_words(date(2026, 3, 2)) == "Monday 2 March"
    assert day_words_with_year(date(2026, 12, 31)) == "Thursday 31 December 2026"
    assert date_words(date(2013, 5, 9)) == "9 May 2013"


def test_clock_times_are_of_the_wall_and_have_24_hours() -> None:
    start = datetime(2026, 7, 1, 8, 5, tzinfo=UTC)
    assert clock_words(start, HERE) == "09:05"
    assert span_words(start, start + timedelta(hours=6), HERE) == "09:05 to 15:05"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (-90, "0 min"),
        (59, "0 min"),
        (34 * 60, "34 min"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (90000, "25 h"),
    ],
)
def test_lengths_are_whole_minutes(seconds: int, words: str) -> None:
    assert length_words(timedelta(seconds=seconds)) == words
