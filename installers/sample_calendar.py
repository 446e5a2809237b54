"""Writes iCalendar lines for the sample (RFC 5545): a zone, weekly series, single and changed events.

Times come in as naive local ones and are written with TZID=Europe/London. Must not know people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

HOUR = timedelta(hours=1)
_MADE = "DTSTAMP:20260901T080000Z"
_LONDON = (
    "BEGIN:VTIMEZONE", "TZID:Europe/London",
    "BEGIN:DAYLIGHT", "DTSTART:19810329T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


def calendar(lines: Iterable[str]) -> bytes:
    """A whole calendar of these lines, UTF-8, CRLF; no line is longer than the 75 bytes the format allows."""
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Merebridge High School//Sample//EN",
        "METHOD:PUBLISH",
        *_LONDON,
    )
    return "".join(f"{line}\r\n" for line in (*head, *lines, "END:VCALENDAR")).encode()


def series(uid: str, begin: datetime, last: date, left_out: Sequence[datetime], who: Iterable[str]) -> list[str]:
    """A weekly event of one hour from `begin` to the end of the day `last`, without the times `left_out`."""
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        _MADE,
        f"DTSTART{_at(begin)}",
        f"DTEND{_at(begin + HOUR)}",
        f"RRULE:FREQ=WEEKLY;UNTIL={last:%Y%m%d}T235959Z",
        *(f"EXDATE{_at(one)}" for one in left_out),
        *who,
        "END:VEVENT",
    ]


def event(
    uid: str, begin: datetime, who: Iterable[str], *, original: datetime | None = None, cancelled: bool = False
) -> list[str]:
    """A single event of one hour; with `original` it changes that instance of the series `uid`."""
    change = [f"RECURRENCE-ID{_at(original)}", "SEQUENCE:1"] if original else []
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        _MADE,
        *change,
        f"DTSTART{_at(begin)}",
        f"DTEND{_at(begin + HOUR)}",
        *(["STATUS:CANCELLED"] if cancelled else []),
        *who,
        "END:VEVENT",
    ]


def _at(local: datetime) -> str:
    return f";TZID=Europe/London:{local:%Y%m%dT%H%M%S}"
