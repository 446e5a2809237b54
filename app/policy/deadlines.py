"""When a deadline falls due (domain.md 2.3). Must not read a clock: all instants come in; all that go out are UTC.

What is not known makes a deadline due at once: unknown means overdue, never later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.domain.half_terms import AcademicYear, school_days_before
from app.domain.zones import local, local_day, to_utc
from app.policy.schema.shared import Deadline

_END_OF_DAY = time(23, 59)
_OFFICE_STILL_OPEN = time(16, 0)
_LATE_START_MINUTES = 15
_LONGEST_WAIT = 400


@dataclass(frozen=True, slots=True)
class Occasion:
    """An event and what surrounds it. Instants are aware; None means not known.

    `known_at` is when somebody first could tell; `other_at` is the instant of the event a deadline counts from or
    to (its `of`); `window_last` is the last day of the week, half-term or term it belongs to.
    """

    known_at: datetime
    session_start: datetime | None = None
    other_at: datetime | None = None
    window_last: date | None = None
    years: tuple[AcademicYear, ...] = ()


def due_at(deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    """The instant by which the notice must have been handed over."""
    return _RULES[deadline.rule](deadline, occasion, where)


def warn_at(deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    """When to warn: the pack's clock on the due day (16:00 when it names none), and never after the due instant."""
    due = due_at(deadline, occasion, where)
    clock = time.fromisoformat(deadline.warn_clock) if deadline.warn_clock else _OFFICE_STILL_OPEN
    return min(due, to_utc(local_day(due, where), clock, where))


def earliest(deadlines: Iterable[Deadline], occasion: Occasion, where: ZoneInfo) -> datetime:
    """The first of several deadlines, as packs combine them."""
    return min(due_at(deadline, occasion, where) for deadline in deadlines)


def _immediate(_deadline: Deadline, occasion: Occasion, _where: ZoneInfo) -> datetime:
    return occasion.known_at


def _same_day(_deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    return to_utc(local_day(occasion.session_start or occasion.known_at, where), _END_OF_DAY, where)


def _before_clock(deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    """The clock on the session's day; a session after it that nobody could know absent is due soon after its start."""
    start = occasion.session_start or occasion.known_at
    clock = to_utc(local_day(start, where), time.fromisoformat(deadline.clock or "00:00"), where)
    if start < clock or occasion.known_at <= clock:
        return clock
    grace = deadline.late_start_minutes
    return start + timedelta(minutes=_LATE_START_MINUTES if grace is None else grace)


def _within(deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    """Minutes and hours run by the clock; days, weeks and school days end with their day."""
    start, amount = occasion.other_at or occasion.known_at, deadline.amount or 0
    if deadline.unit in ("minute", "hour"):
        return start + _span(deadline)
    if deadline.unit == "school_day":
        last = _school_day_after(local_day(start, where), amount, occasion.years)
        return to_utc(last, _END_OF_DAY, where) if last else occasion.known_at
    return to_utc(local_day(start, where) + _span(deadline), _END_OF_DAY, where)


def _before_event(deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    """Days keep the event's clock time; school days end with their day."""
    if occasion.other_at is None:
        return occasion.known_at
    if deadline.unit in ("minute", "hour"):
        return occasion.other_at - _span(deadline)
    wall = local(occasion.other_at, where)
    if deadline.unit == "school_day":
        day = school_days_before(wall.date(), deadline.amount or 0, occasion.years)
        return to_utc(day, _END_OF_DAY if deadline.amount else wall.time(), where) if day else occasion.known_at
    return to_utc(wall.date() - _span(deadline), wall.time(), where)


def _by_window_end(_deadline: Deadline, occasion: Occasion, where: ZoneInfo) -> datetime:
    return to_utc(occasion.window_last, _END_OF_DAY, where) if occasion.window_last else occasion.known_at


def _span(deadline: Deadline) -> timedelta:
    amount = deadline.amount or 0
    units = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "week": timedelta(weeks=1)}
    return amount * units.get(deadline.unit or "", timedelta(days=1))


def _school_day_after(day: date, count: int, years: Iterable[AcademicYear]) -> date | None:
    """The school day `count` school days after `day`; None when the calendars do not reach that far."""
    known, left = tuple(years), count
    for ahead in range(_LONGEST_WAIT):
        candidate = day + timedelta(days=ahead)
        if ahead:
            left -= any(year.is_school_day(candidate) for year in known)
        if left <= 0:
            return candidate
    return None


_RULES: dict[str, Callable[[Deadline, Occasion, ZoneInfo], datetime]] = {
    "immediate": _immediate,
    "same_day": _same_day,
    "before_clock": _before_clock,
    "within": _within,
    "before_event": _before_event,
    "by_window_end": _by_window_end,
}
