"""Days, clock times and lengths of time in words, the same on every computer. Must not use the system's locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.domain.zones import local

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date) -> str:
    """Like "Monday 2 March"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def day_words_with_year(day: date) -> str:
    """Like "Monday 2 March 2026"."""
    return f"{day_words(day)} {day.year}"


def date_words(day: date) -> str:
    """Like "2 March 2026", for dates of birth and papers."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_words(instant: datetime, where: ZoneInfo) -> str:
    """Like "09:30", the 24-hour wall clock in the zone."""
    return local(instant, where).strftime("%H:%M")


def span_words(start: datetime, end: datetime, where: ZoneInfo) -> str:
    """Like "09:30 to 10:30"."""
    return f"{clock_words(start, where)} to {clock_words(end, where)}"


def length_words(length: timedelta) -> str:
    """Like "34 min", "1 h", "2 h 5 min"; whole minutes, begun minutes not counted, never below zero."""
    minutes = max(0, int(length.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"
