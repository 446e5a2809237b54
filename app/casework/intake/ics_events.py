"""The events of an iCalendar file, each with the lines on which it and its properties stand.

`icalendar` reads the values; the lines are counted here, because it does not. Must not judge an event.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import icalendar

from app.casework.intake.problems import FileIsEmpty, FileTooBig, NotIcs

MAX_BYTES = 3_000_000
MAX_EVENTS = 3_000
"""24 pupils with an event for each visit of a year are about 2,000; as series they are 50."""

_EXPORT_AGAIN = "Export the calendar again as an .ics file."
_NAME = re.compile(r"([A-Za-z0-9-]+)[;:]")


@dataclass(frozen=True, slots=True)
class Event:
    """A VEVENT and where it stands. `lines` has the line of each property by its name in capitals."""

    component: Any
    line: int
    lines: dict[str, int]

    @property
    def uid(self) -> str:
        """The event's UID, or ''."""
        return text_of(self.component, "UID")

    @property
    def start(self) -> Any:
        """DTSTART as a date or datetime; None when it is missing, broken or there more than once."""
        return moment_of(self.component, "DTSTART")

    @property
    def all_day(self) -> bool:
        """Whether it has a day and no time."""
        return isinstance(self.start, date) and not isinstance(self.start, datetime)

    @property
    def changed(self) -> bool:
        """Whether it changes one instance of a series."""
        return "RECURRENCE-ID" in self.component

    @property
    def repeats(self) -> bool:
        """Whether it is a series."""
        return "RRULE" in self.component or "RDATE" in self.component


@dataclass(frozen=True, slots=True)
class IcsFile:
    """A calendar and its events in the file's order."""

    calendar: Any
    events: tuple[Event, ...]


@dataclass(slots=True)
class _Place:
    line: int
    lines: dict[str, int] = field(default_factory=dict)


def read_events(data: bytes) -> IcsFile:
    """Read the file; FileIsEmpty, FileTooBig or NotIcs when it is not one whole calendar."""
    if len(data) > MAX_BYTES:
        sentence = f"The file is larger than {MAX_BYTES // 1_000_000} MB, more than any timetable needs."
        raise FileTooBig(sentence, "Export one school year only.")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FileIsEmpty("There is nothing in the file.", _EXPORT_AGAIN)
    text = _decoded(data)
    places = _places(text)
    if len(places) > MAX_EVENTS:
        raise FileTooBig(f"The calendar has more than {MAX_EVENTS:,} events.", "Export one school year only.")
    calendar = _parsed(text)
    components = calendar.walk("VEVENT")
    if len(components) != len(places):
        raise NotIcs("The events of this file are not written as a calendar file should be.", _EXPORT_AGAIN)
    found = zip(components, places, strict=True)
    return IcsFile(calendar, tuple(Event(component, place.line, place.lines) for component, place in found))


def text_of(component: Any, name: str) -> str:
    """A property's text on one line; of several the first; '' when it is missing."""
    value = component.get(name, "")
    first = value[0] if isinstance(value, list) else value
    return " ".join(str(first).split())


def moment_of(component: Any, name: str) -> Any:
    """A property's date, datetime or timedelta; None when it is missing, broken or there more than once."""
    value = component.get(name)
    if value is None or isinstance(value, list) or any(broken == name for broken, _ in component.errors):
        return None
    return getattr(value, "dt", None)


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    opening = text[:2000].lstrip().upper()
    if not opening.startswith("BEGIN:VCALENDAR"):
        raise NotIcs("This is not a calendar (.ics) file.", _EXPORT_AGAIN)
    if "END:VCALENDAR" not in text[-2000:].upper():
        raise NotIcs("The file breaks off before its end.", _EXPORT_AGAIN)
    return text


def _places(text: str) -> list[_Place]:
    """Lines of the events and of their own properties; folded lines begin with a blank and are not new ones."""
    found: list[_Place] = []
    inside: list[str] = []
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        upper = line.rstrip().upper()
        if upper.startswith("BEGIN:"):
            inside.append(upper[6:])
            if inside[-1] == "VEVENT":
                found.append(_Place(number))
        elif upper.startswith("END:") and inside:
            inside.pop()
        elif inside and inside[-1] == "VEVENT" and (match := _NAME.match(line)):
            found[-1].lines.setdefault(match[1].upper(), number)
    return found


def _parsed(text: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns when it reads a vendor's zone name as the world's; that is right
            return icalendar.Calendar.from_ical(text)
    except Exception as error:  # whatever a stranger's bytes do to the parser is the file's fault
        raise NotIcs("The file cannot be read as a calendar.", _EXPORT_AGAIN) from error
