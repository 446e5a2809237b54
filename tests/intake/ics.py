"""Writes small calendar files for the timetable tests."""

from __future__ import annotations

LONDON = (
    "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:19810329T010000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
    "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)
WEEKLY = (
    "UID:a@merebridge.example",
    "DTSTART;TZID=Europe/London:20261019T093000",
    "DTEND;TZID=Europe/London:20261019T103000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "SUMMARY:P-0007 Maths",
    "X-DOORSTEP-PUPIL:004507",
    "X-DOORSTEP-TUTOR:s.probert@merebridge.example",
)
SINGLE = (
    "UID:b@merebridge.example",
    "DTSTART:20261021T130000Z",
    "DTEND:20261021T140000Z",
    "SUMMARY:P-0012 English",
)


def event(*lines: str) -> str:
    """A VEVENT of these lines."""
    return "".join(f"{line}\r\n" for line in ("BEGIN:VEVENT", *lines, "END:VEVENT"))


def calendar(*events: str, head: str = LONDON) -> bytes:
    """A calendar of these events."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def without(lines: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """The lines but for those of these properties."""
    return tuple(line for line in lines if not line.startswith(names))
