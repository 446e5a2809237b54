"""Events as the visits that fall into a window, by `recurring-ical-events`. Must not be given unchecked events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import recurring_ical_events  # type: ignore[import-untyped]  # ships no types

from app.casework.intake.ics_events import Event, IcsFile, moment_of, text_of
from app.casework.intake.problems import FileTooBig, NotIcs, RowProblem, shown
from app.casework.intake.results import TimetableVisit

MAX_VISITS = 20_000
_STEP = timedelta(days=56)
"""Unfolded in steps, so that a file with too many visits is refused before all of them exist."""

CASE_CODE = re.compile(r"\b[A-Z]{1,3}-\d{3,6}\b")
_NO_PUPIL = "The event names no pupil. Add X-DOORSTEP-PUPIL with the admission number, or a case code like P-0007."


@dataclass(frozen=True, slots=True)
class _Refs:
    pupil: str
    tutor: str
    subject: str


def expand(
    file: IcsFile, events: list[Event], window: tuple[datetime, datetime], *, most: int
) -> tuple[list[TimetableVisit], list[RowProblem]]:
    """Visits that start in the window (its end not included), in order; or problems when there are any.

    A problem is an event that names nobody, or one that stands in the file twice.
    """
    series = {event.uid: _refs(event.component, file) for event in events if not event.changed}
    problems = [_nobody(event) for event in events if not _merged(event, series, file).pupil]
    problems += _twice(events)
    if problems:
        return [], problems
    repeating = {event.uid for event in events if event.repeats or event.changed}
    cancelled = text_of(file.calendar, "METHOD").upper() == "CANCEL"
    visits = []
    for component in _unfolded(file, events, window, most):
        refs = _with_series(_refs(component, file), series.get(text_of(component, "UID")))
        visits.append(_visit(component, refs, repeats=text_of(component, "UID") in repeating, cancelled=cancelled))
    return sorted(visits, key=lambda visit: (visit.starts_at, visit.source_uid, visit.recurrence_id)), []


def _unfolded(file: IcsFile, events: list[Event], window: tuple[datetime, datetime], most: int) -> Iterator[Any]:
    """Instances that start in the window. What was checked can still surprise the library: that is the file's fault."""
    keep = {id(event.component) for event in events}
    file.calendar.subcomponents = [
        one for one in file.calendar.subcomponents if one.name != "VEVENT" or id(one) in keep
    ]
    start, stop = window
    count = 0
    try:
        query = recurring_ical_events.of(file.calendar)
        while start < stop:
            end = min(start + _STEP, stop)
            for component in query.between(start, end):
                if start <= component["DTSTART"].dt < end:
                    count += 1
                    yield component
            if count > most:
                raise FileTooBig(f"The calendar has more than {most:,} visits in this time.", "Import less at once.")
            start = end
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError) as error:
        raise NotIcs("The repetitions of this calendar cannot be read.", "Export the calendar again.") from error


def _visit(component: Any, refs: _Refs, *, repeats: bool, cancelled: bool) -> TimetableVisit:
    start = component["DTSTART"].dt.astimezone(UTC)
    original = moment_of(component, "RECURRENCE-ID")
    return TimetableVisit(
        source_uid=text_of(component, "UID"),
        recurrence_id=f"{original.astimezone(UTC):%Y%m%dT%H%M%SZ}" if repeats else "",
        starts_at=start,
        ends_at=component["DTEND"].dt.astimezone(UTC),
        summary=text_of(component, "SUMMARY"),
        location=text_of(component, "LOCATION"),
        pupil_ref=refs.pupil,
        tutor_ref=refs.tutor,
        subject=refs.subject,
        cancelled=cancelled or text_of(component, "STATUS").upper() == "CANCELLED",
        sequence=max(0, int(text_of(component, "SEQUENCE") or 0)),
        mode=text_of(component, "X-DOORSTEP-MODE"),
        venue=text_of(component, "X-DOORSTEP-VENUE"),
    )


def _refs(component: Any, file: IcsFile) -> _Refs:
    """Whom an event names; '' where it does not."""
    summary = text_of(component, "SUMMARY")
    code = CASE_CODE.search(summary)
    categories = component.get("CATEGORIES")
    first = categories[0] if isinstance(categories, list) else categories
    named = [str(name).strip() for name in getattr(first, "cats", [])]
    return _Refs(
        pupil=text_of(component, "X-DOORSTEP-PUPIL") or (code[0] if code else ""),
        tutor=text_of(component, "X-DOORSTEP-TUTOR") or text_of(file.calendar, "X-DOORSTEP-TUTOR"),
        subject=next((name for name in named if name), "") or CASE_CODE.sub("", summary).strip(" ,:;-–—·"),
    )


def _with_series(refs: _Refs, series: _Refs | None) -> _Refs:
    if series is None:
        return refs
    return _Refs(refs.pupil or series.pupil, refs.tutor or series.tutor, refs.subject or series.subject)


def _merged(event: Event, series: dict[str, _Refs], file: IcsFile) -> _Refs:
    return _with_series(_refs(event.component, file), series.get(event.uid))


def _nobody(event: Event) -> RowProblem:
    return RowProblem(event.line, "", shown(text_of(event.component, "SUMMARY")), _NO_PUPIL)


def _twice(events: list[Event]) -> list[RowProblem]:
    """Two events with one UID, or two changes of one instance: nobody could say which holds."""
    seen: dict[tuple[str, object], int] = {}
    problems = []
    for event in events:
        original = moment_of(event.component, "RECURRENCE-ID")
        key = (event.uid, original.astimezone(UTC) if original is not None and original.tzinfo else original)
        if key in seen:
            reason = f"This event is already on line {seen[key]}, with the same UID."
            problems.append(RowProblem(event.line, "UID", "", reason))
        seen.setdefault(key, event.line)
    return problems
