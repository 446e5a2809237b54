"""Times, days, counts and phone numbers as people read them. Must not read a clock or import Qt.

Every function that shows a clock time takes the zone's IANA name: instants are UTC, people live in Europe/London.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_HOUR = 60


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    from zoneinfo import ZoneInfo  # not before the first paint

    return ZoneInfo(name)


def local(instant: datetime, zone: str) -> datetime:
    """The instant on the wall clock of `zone`."""
    return instant.astimezone(_zone(zone))


def clock(instant: datetime, zone: str) -> str:
    """'09:06'."""
    return local(instant, zone).strftime("%H:%M")


def span(start: datetime, end: datetime, zone: str) -> str:
    """'09:30 to 10:30'."""
    return f"{clock(start, zone)} to {clock(end, zone)}"


def day(value: date) -> str:
    """'Monday 2 March'."""
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"


def full_day(value: date) -> str:
    """'2 March 2027'."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def when(instant: datetime, today: date, zone: str) -> str:
    """'09:06' today, 'yesterday 09:06', otherwise 'Monday 2 March, 09:06'."""
    there = local(instant, zone)
    if there.date() == today:
        return clock(instant, zone)
    if there.date() == today - timedelta(days=1):
        return f"yesterday {clock(instant, zone)}"
    return f"{day(there.date())}, {clock(instant, zone)}"


def when_named(instant: datetime, today: date, zone: str) -> str:
    """As `when`, but with the word 'today' too: 'today 09:06'."""
    words = when(instant, today, zone)
    return f"today {words}" if local(instant, zone).date() == today else words


def whole_minutes(length: timedelta) -> int:
    """Minutes begun: 1 second left is 1 minute left."""
    return -int(-length.total_seconds() // 60)


def minutes(length: timedelta) -> str:
    """'34 min', '1 h 5 min'."""
    total = whole_minutes(length)
    if total < _HOUR:
        return f"{total} min"
    rest = total % _HOUR
    return f"{total // _HOUR} h {rest} min" if rest else f"{total // _HOUR} h"


def minutes_past(length: timedelta) -> str:
    """As `minutes`, but minutes completed: 59 seconds late is not yet 1 min late."""
    return minutes(timedelta(minutes=int(length.total_seconds() // 60)))


def stopwatch(length: timedelta) -> str:
    """'0:32:10'."""
    seconds = max(0, int(length.total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def count(number: int, one: str, many: str = "") -> str:
    """'1 visit', '3 visits'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def dots(*parts: str) -> str:
    """'Year 8 · Maths', leaving out what is empty."""
    return " · ".join(part for part in parts if part)


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split(" ", maxsplit=1)[0]
