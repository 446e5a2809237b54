"""Local days and clock times: from UTC instants to what a wall clock shows, and back across both clock changes.

Must not read a clock. Every instant in and out is an aware datetime; results that are instants are in UTC.
In Europe/London a clock time is missing on the last Sunday of March (01:00 to 01:59) and comes twice on the last
Sunday of October; `to_utc` says what it does then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.errors import DoorstepError

LONDON = "Europe/London"
MONDAY = 0


class ZoneUnknown(DoorstepError):
    """A time zone by this name is not known on this computer."""

    code = "zone-unknown"


class WallTime(StrEnum):
    """How often a clock time occurs on a day."""

    ONCE = "once"
    NEVER = "never"
    TWICE = "twice"


@lru_cache(maxsize=16)
def zone(name: str = LONDON) -> ZoneInfo:
    """The zone of an IANA name; ZoneUnknown when the name, or the computer's list of zones, is missing."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder in the list of zones
        sentence = f'The time zone "{name[:40]}" is not known on this computer.'
        raise ZoneUnknown(sentence, "Use Europe/London, or install the program again.") from None


def local(instant: datetime, where: ZoneInfo) -> datetime:
    """The wall clock's reading at `instant`. ValueError for a naive datetime: it names no instant."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(where)


def local_day(instant: datetime, where: ZoneInfo) -> date:
    """The calendar day at `instant` in the zone."""
    return local(instant, where).date()


def wall_time(day: date, clock: time, where: ZoneInfo) -> WallTime:
    """Whether this clock time occurs once, never (clocks forward) or twice (clocks back) on this day."""
    first = datetime.combine(day, clock.replace(fold=0), where).astimezone(UTC)
    second = datetime.combine(day, clock.replace(fold=1), where).astimezone(UTC)
    if first == second:
        return WallTime.ONCE
    return WallTime.TWICE if first < second else WallTime.NEVER


def to_utc(day: date, clock: time, where: ZoneInfo, *, later: bool = False) -> datetime:
    """The instant at which the wall clock shows `clock` on `day`.

    A time that occurs twice gives the first, so that no deadline or alarm waits an hour too long; `later` gives the
    second. A time that never occurs moves on by the width of the gap: 01:30 becomes 02:30, as people's phones do.
    """
    twice = wall_time(day, clock, where) is WallTime.TWICE
    return datetime.combine(day, clock.replace(fold=1 if twice and later else 0), where).astimezone(UTC)


def day_bounds(day: date, where: ZoneInfo) -> tuple[datetime, datetime]:
    """First instant of the day, and first of the next: 24 hours, or 23 or 25 on the days of a clock change."""
    return to_utc(day, time(), where), to_utc(day + timedelta(days=1), time(), where)


def week_start(day: date, first_weekday: int = MONDAY) -> date:
    """The first day of the week that holds `day`; weekdays count from Monday as 0."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def week_bounds(day: date, where: ZoneInfo, first_weekday: int = MONDAY) -> tuple[datetime, datetime]:
    """First instant of the week that holds `day`, and first of the next week."""
    first = week_start(day, first_weekday)
    return to_utc(first, time(), where), to_utc(first + timedelta(days=7), time(), where)


class HalfDay(StrEnum):
    """The two sessions of a school day."""

    AM = "am"
    PM = "pm"


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """A school's two sessions, in local clock times."""

    am_start: time
    am_end: time
    pm_start: time
    pm_end: time

    def __post_init__(self) -> None:
        if not self.am_start < self.am_end <= self.pm_start < self.pm_end:
            raise ValueError("session times must run from morning to afternoon")

    @property
    def boundary(self) -> time:
        """Where the half-days part: in the middle of the lunch break."""
        noon = date(2000, 1, 1)
        end, start = datetime.combine(noon, self.am_end), datetime.combine(noon, self.pm_start)
        return (end + (start - end) / 2).time()


def half_day(start: datetime, end: datetime, boundary: time, where: ZoneInfo) -> HalfDay:
    """The half-day in which most of a visit falls; the morning when it is even. `boundary` is a local clock time."""
    border = to_utc(local_day(start, where), boundary, where)
    before, after = border - start, end - border
    return HalfDay.AM if before >= after else HalfDay.PM


def half_days(start: datetime, end: datetime, boundary: time, where: ZoneInfo) -> tuple[HalfDay, ...]:
    """Every half-day that a visit touches, in order."""
    border = to_utc(local_day(start, where), boundary, where)
    touched = ((HalfDay.AM, start < border), (HalfDay.PM, end > border))
    return tuple(part for part, touches in touched if touches) or (half_day(start, end, boundary, where),)
