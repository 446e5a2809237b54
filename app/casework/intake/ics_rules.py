"""What an event must say before its visits can be planned, and which repetitions are understood.

The repetitions are few on purpose: each is certain to end, so that no file can keep the computer busy for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import vRecur

from app.casework.intake.ics_events import Event, IcsFile, moment_of, text_of
from app.casework.intake.problems import RowProblem, shown

LONGEST_VISIT = timedelta(hours=12)
OLDEST_SERIES = timedelta(days=5 * 366)
_MAX_INTERVAL = 366

_MAX_COUNT = 100_000
_YEARS = range(1990, 2101)
_CHOICES = {
    "X-DOORSTEP-MODE": ("in_person", "online", "phone", "work_only"),
    "X-DOORSTEP-VENUE": ("pupil_home", "school", "library", "hospital", "provider_site", "other_public", "remote"),
}
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY")
_RULE_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY"}
_NUMBER = re.compile(r"-?[0-9]{0,9}")
_WEEKDAY = re.compile(r"MO|TU|WE|TH|FR|SA|SU")
_NUMBERED_WEEKDAY = re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
_NO_ZONE = (
    "This time has no time zone, so the visit could be an hour out. Export the calendar with time zones "
    "(a TZID on each time), or with X-WR-TIMEZONE."
)


def calendar_problems(file: IcsFile) -> list[RowProblem]:
    """What is wrong with the calendar as a whole: a default zone that is not known."""
    name = text_of(file.calendar, "X-WR-TIMEZONE")
    if not name:
        return []
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [RowProblem(0, "X-WR-TIMEZONE", shown(name), "This time zone is not known. Use Europe/London.")]
    return []


def event_problems(event: Event, window_start: datetime, *, default_zone: bool) -> list[RowProblem]:
    """What is wrong with a timed event. `default_zone`: the calendar names a zone for times without one."""
    broken = sorted({name for name, _ in event.component.errors if name})
    if broken or event.component.errors:
        return [_problem(event, name, "This cannot be read.") for name in broken or [""]]
    if event.start is None:
        return [_problem(event, "DTSTART", "The event needs one start.")]
    found = [*_identity(event), *_zones(event, default_zone=default_zone)]
    return found or [*_length(event), *_repetition(event, window_start)]


def _identity(event: Event) -> Iterable[RowProblem]:
    if not event.uid:
        yield _problem(event, "UID", "The event has no UID, so a later import would not know it again.")
    if "RANGE" in getattr(event.component.get("RECURRENCE-ID"), "params", {}):
        yield _problem(
            event, "RECURRENCE-ID", "A change to “this and all following” is not understood. Split the series."
        )
    if not _NUMBER.fullmatch(text_of(event.component, "SEQUENCE")):
        yield _problem(event, "SEQUENCE", "There must be one whole number here.")
    for name, allowed in _CHOICES.items():
        if (value := text_of(event.component, name)) not in {"", *allowed}:
            yield _problem(event, name, f"This must be one of {', '.join(allowed)}.", value)


def _zones(event: Event, *, default_zone: bool) -> Iterable[RowProblem]:
    """Every time of the event must have a zone; a day where a time belongs is refused as well."""
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"):
        for value, tzid in _moments(event.component, name):
            if not isinstance(value, datetime):
                yield _problem(event, name, "There must be a day and a time here.")
            elif value.year not in _YEARS:
                yield _problem(event, name, "This year cannot be right.", str(value.year))
            elif value.tzinfo is None and tzid:
                yield _problem(event, name, "This time zone is not known and the file does not describe it.", tzid)
            elif value.tzinfo is None and not default_zone:
                yield _problem(event, name, _NO_ZONE, text_of(event.component, "SUMMARY"))


def _moments(component: Any, name: str) -> list[tuple[Any, str]]:
    """(value, TZID) of each date or time that stands in a property, however often it is there."""
    value = component.get(name)
    values = value if isinstance(value, list) else [value] if value is not None else []
    found = []
    for one in values:
        tzid = str(getattr(one, "params", {}).get("TZID", ""))
        found += [(getattr(each, "dt", None), tzid) for each in getattr(one, "dts", [one])]
    return found


def _length(event: Event) -> Iterable[RowProblem]:
    end = moment_of(event.component, "DTEND")
    lasting = moment_of(event.component, "DURATION")
    if end is None and not isinstance(lasting, timedelta):
        yield _problem(event, "DTEND", "The visit has no finish, so nobody would know when it is late.")
        return
    if end is not None and (end.tzinfo is None) != (event.start.tzinfo is None):
        yield _problem(event, "DTEND", "Start and finish must both have a time zone.")
        return
    length = end - event.start if end is not None else lasting
    if length <= timedelta(0):
        yield _problem(event, "DTEND", "The finish must be after the start.")
    elif length > LONGEST_VISIT:
        yield _problem(event, "DTEND", "The visit is longer than 12 hours.")


def _repetition(event: Event, window_start: datetime) -> Iterable[RowProblem]:
    rule = event.component.get("RRULE")
    if not event.repeats:
        return
    if event.changed:
        yield _problem(event, "RRULE", "A changed instance cannot repeat by itself.")
    if event.start.date() < (window_start - OLDEST_SERIES).date():
        yield _problem(event, "DTSTART", "The series began more than five years ago. Export this school year only.")
    if isinstance(rule, list):
        yield _problem(event, "RRULE", "The event has several repetitions. Make an event of each.")
    elif rule is not None and (why := _rule_fault(rule)):
        yield _problem(event, "RRULE", why, text_of(event.component, "RRULE"))


def _rule_fault(rule: Any) -> str:
    """Why a repetition is not understood; '' when it is."""
    if not isinstance(rule, vRecur):
        return "This cannot be read."
    parts = {str(key).upper(): [str(item).upper() for item in _listed(value)] for key, value in rule.items()}
    frequency = parts.get("FREQ", [""])[0]
    if frequency not in _FREQUENCIES:
        return "Only daily, weekly and monthly repetitions are understood."
    if unknown := sorted(set(parts) - _RULE_PARTS):
        return f"The repetition uses {unknown[0]}, which is not understood. Use weekdays, an interval and an end."
    ends = all(isinstance(until, date) for until in _listed(rule.get("UNTIL", [])))
    if not ends or not all(_is_count(name, value) for name in ("INTERVAL", "COUNT") for value in parts.get(name, [])):
        return "The interval or the end of the repetition is not understood."
    return _weekday_fault(frequency, parts)


def _is_count(name: str, value: str) -> bool:
    return value.isdecimal() and 0 < int(value) <= (_MAX_INTERVAL if name == "INTERVAL" else _MAX_COUNT)


def _weekday_fault(frequency: str, parts: dict[str, list[str]]) -> str:
    """Weekdays that fit the frequency; a daily interval with weekdays might never meet one, and never end."""
    days = parts.get("BYDAY", [])
    allowed = _NUMBERED_WEEKDAY if frequency == "MONTHLY" else _WEEKDAY
    if not all(allowed.fullmatch(day) for day in days):
        return "The weekdays of the repetition are not understood."
    if frequency == "MONTHLY" and not days:
        return "A monthly repetition must name its weekday, for example BYDAY=1MO."
    if frequency == "DAILY" and days and parts.get("INTERVAL", ["1"]) != ["1"]:
        return "A daily repetition with weekdays cannot have an interval. Make it weekly."
    return ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _problem(event: Event, name: str, reason: str, what: str = "") -> RowProblem:
    return RowProblem(event.lines.get(name, event.line), name, shown(what), reason)
