"""A timetable as an iCalendar file (RFC 5545): bytes in, the visits inside a window or named problems out.

What the file must say about a visit:

- `DTSTART` and `DTEND` (or `DURATION`) with a zone: UTC, or a `TZID` that the file or the world knows. A time without
  a zone is refused, unless the calendar has `X-WR-TIMEZONE`: an hour's error would send an alarm too late.
- Which pupil: `X-DOORSTEP-PUPIL` with the admission number or UPN; else a case code such as `P-0007` in the summary.
  Calendars are copied to phones and clouds, so names do not belong into them (domain.md 5.7).
- Which tutor: `X-DOORSTEP-TUTOR` with the e-mail address or staff code, at the event or once at the calendar.
  Without it `tutor_ref` is '' and whoever imports decides by allocation.
- How and where, when it is not a visit at home: `X-DOORSTEP-MODE` (`in_person`, `online`, `phone`, `work_only`) and
  `X-DOORSTEP-VENUE` (`pupil_home`, `school`, `library`, `hospital`, `provider_site`, `other_public`, `remote`).
- The subject: `CATEGORIES`, else the summary without its case code. `LOCATION` is taken over as it is.
- `RRULE` daily, weekly or monthly by weekday, `RDATE`, `EXDATE`, and changed instances by `RECURRENCE-ID` (which take
  pupil and tutor from their series when they do not say). `STATUS:CANCELLED` is kept, as `cancelled`.

All-day events are never visits and are passed over. A timed event that names no pupil is a problem: a visit that is
left out in silence is a visit that nobody watches. Must not write, look anything up or read a clock.
"""

from __future__ import annotations

from datetime import date, timedelta

from app.casework.intake.ics_events import read_events
from app.casework.intake.ics_expansion import MAX_VISITS, expand
from app.casework.intake.ics_rules import calendar_problems, event_problems
from app.casework.intake.problems import FileIsEmpty
from app.casework.intake.results import TimetableResult
from app.domain.zones import day_bounds
from app.domain.zones import zone as zone_named

MAX_WINDOW_DAYS = 800


def parse_timetable(
    data: bytes, *, window: tuple[date, date], zone: str = "Europe/London", most: int = MAX_VISITS
) -> TimetableResult:
    """Visits that start on the days of `window` (both included, days of `zone`), in order of start.

    Raises FileIsEmpty, FileTooBig or NotIcs when the file as a whole cannot be read (FileTooBig also for more than
    `most` visits), ZoneUnknown for a `zone` that is not known, and ValueError for a window that ends before it begins
    or is longer than 800 days. Anything wrong with an event comes back as a problem with the line on which it stands,
    and then `visits` is empty.
    """
    first, last = window
    if not timedelta(0) <= last - first <= timedelta(days=MAX_WINDOW_DAYS):
        raise ValueError("a window runs forward and over at most 800 days")
    where = zone_named(zone)
    start, stop = day_bounds(first, where)[0], day_bounds(last, where)[1]
    calendar = read_events(data)
    events = [event for event in calendar.events if not event.all_day]
    if not calendar.events:
        raise FileIsEmpty("The calendar has no events.", "Export it again.")
    problems = calendar_problems(calendar)
    default_zone = not problems and "X-WR-TIMEZONE" in calendar.calendar
    for event in events:
        problems += event_problems(event, start, default_zone=default_zone)
    if not problems:
        visits, problems = expand(calendar, events, (start, stop), most=most)
        if not problems:
            return TimetableResult(tuple(visits), ())
    return TimetableResult((), tuple(sorted(problems)))
