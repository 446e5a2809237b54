"""The school year: six half-terms, three terms, school days and windows (domain.md 2.3, 5.9).

Half-terms are the base; a six-term authority simply calls them Term 1 to Term 6. Must not know any school's dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from app.domain.errors import DoorstepError

_SATURDAY = 5
_HALF_TERMS = 6


class DayKind(StrEnum):
    """What a span of a calendar is. Only school days inside TEACHING count; the others take days out of it."""

    TEACHING = "teaching"
    HOLIDAY = "holiday"
    HALF_TERM_BREAK = "half_term_break"
    INSET = "inset"
    BANK_HOLIDAY = "bank_holiday"
    CLOSURE = "closure"


class CalendarWrong(DoorstepError):
    """A calendar's dates do not make a school year."""

    code = "calendar-wrong"


@dataclass(frozen=True, slots=True)
class Span:
    """A line of a calendar: `start` and `end` both belong to it."""

    label: str
    start: date
    end: date
    kind: DayKind

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Window:
    """A half-term or a term as deadlines see it: its first and last school day, both included."""

    number: int
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """One school year. `half_terms` are six TEACHING spans in order; `closed` are the days taken out of them."""

    label: str
    half_terms: tuple[Span, ...]
    closed: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        _check(self.half_terms)

    def is_school_day(self, day: date) -> bool:
        """A weekday inside a half-term that is no INSET day, bank holiday, holiday or closure."""
        return (
            day.weekday() < _SATURDAY
            and any(day in half_term for half_term in self.half_terms)
            and not any(day in span for span in self.closed)
        )

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """The school days from `first` to `last`, both included."""
        return (day for day in _days(first, last) if self.is_school_day(day))

    def half_term_windows(self) -> tuple[Window, ...]:
        """Six windows, 1 to 6."""
        return tuple(self._window(number, span, span) for number, span in enumerate(self.half_terms, start=1))

    def term_windows(self) -> tuple[Window, ...]:
        """Three windows, each over two half-terms and the break between them."""
        pairs = zip(self.half_terms[::2], self.half_terms[1::2], strict=True)
        return tuple(self._window(number, one, two) for number, (one, two) in enumerate(pairs, start=1))

    def windows(self, terms_per_year: int) -> tuple[Window, ...]:
        """What "each term" means for a policy that counts 3 or 6 terms a year."""
        return self.half_term_windows() if terms_per_year == _HALF_TERMS else self.term_windows()

    def _window(self, number: int, one: Span, two: Span) -> Window:
        days = tuple(self.school_days(one.start, two.end))
        if not days:
            raise CalendarWrong(f"{one.label} has no school day.", "Check the dates of holidays and closures.")
        return Window(number, days[0], days[-1])


def academic_year(label: str, spans: Iterable[Span]) -> AcademicYear:
    """A year from the lines of a calendar in any order; CalendarWrong when they do not make six half-terms."""
    ordered = sorted(spans, key=lambda span: span.start)
    teaching = tuple(span for span in ordered if span.kind is DayKind.TEACHING)
    return AcademicYear(label, teaching, tuple(span for span in ordered if span.kind is not DayKind.TEACHING))


def window_of(day: date, windows: Iterable[Window]) -> Window | None:
    """The window that holds `day`; None between windows."""
    return next((window for window in windows if day in window), None)


def window_due(day: date, windows: Iterable[Window]) -> Window | None:
    """The window that holds `day`, or the next one to come; None after the last."""
    return next((window for window in windows if day <= window.last), None)


def school_days_before(day: date, count: int, years: Iterable[AcademicYear]) -> date | None:
    """The school day `count` school days before `day`, over all `years`; None when the calendars do not reach back."""
    known = tuple(years)
    if not known or count <= 0:
        return day if count == 0 else None
    earliest = min(year.half_terms[0].start for year in known)
    left = count
    for back in range(1, (day - earliest).days + 1):
        candidate = day - timedelta(days=back)
        left -= any(year.is_school_day(candidate) for year in known)
        if not left:
            return candidate
    return None


def _check(half_terms: tuple[Span, ...]) -> None:
    advice = "Check the first and last day of each half-term."
    if len(half_terms) != _HALF_TERMS:
        raise CalendarWrong(f"A school year has 6 half-terms; this calendar has {len(half_terms)}.", advice)
    for span in half_terms:
        if span.end < span.start:
            raise CalendarWrong(f"{span.label} ends before it starts.", advice)
    for one, two in pairwise(half_terms):
        if two.start <= one.end:
            raise CalendarWrong(f"{two.label} starts before {one.label} has ended.", advice)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
