"""Whatever the bytes of a calendar: visits, problems, or one of our errors; never anything else."""

from __future__ import annotations

from datetime import UTC, date

from hypothesis import given
from hypothesis import strategies as st

from app.casework.intake.problems import problem_lines
from app.casework.intake.results import TimetableVisit
from app.casework.intake.timetable_ics import parse_timetable
from app.domain.errors import DoorstepError
from tests.intake.ics import SINGLE, WEEKLY, calendar, event

TERM = (date(2026, 9, 1), date(2026, 12, 31))
GOOD = calendar(event(*WEEKLY), event(*SINGLE))

_MOMENTS = (
    "20261019T093000Z",
    "20261019T093000",
    "20261019",
    "99999999T999999Z",
    "00010101T000000",
    "99991231T235959Z",
)
_RULES = ("FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=20261201", "FREQ=DAILY;COUNT=3", "FREQ=;X", "FREQ=MONTHLY;BYDAY=-1FR")
_SPANS = ("PT1H", "-P1W", "P0D", "P99999999999D", "20261019T093000Z/PT1H", "20261019T093000Z,20261020T093000Z")
_WORDS = ("CANCELLED", "7", "-1", "x", "", "P-0007", ",,;;", "A\\,b\\n", "FREQ=WEEKLY;WKST=XX")
_TIMED = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_TOLD = ("UID", "SUMMARY", "STATUS", "SEQUENCE", "CATEGORIES", "LOCATION", "X-WR-TIMEZONE", "METHOD")
_OURS = ("X-DOORSTEP-PUPIL", "X-DOORSTEP-TUTOR", "X-DOORSTEP-MODE")
_VALUES = st.sampled_from((*_MOMENTS, *_RULES, *_SPANS, *_WORDS))
_NAMES = st.sampled_from((*_TIMED, *_TOLD, *_OURS))
_PARAMS = st.sampled_from(
    (
        "",
        ";TZID=Europe/London",
        ";TZID=x",
        ";VALUE=DATE",
        ";VALUE=PERIOD",
        ";VALUE=DURATION",
        ";VALUE=TEXT",
        ";VALUE=INTEGER",
        ";VALUE=RECUR",
        ";RANGE=THISANDFUTURE",
        ';TZID=""',
    )
)
_LINES = st.builds("{}{}:{}".format, _NAMES, _PARAMS, _VALUES)


@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_an_error_of_ours(data: bytes) -> None:
    _parse_anything(data)


@given(at=st.integers(0, len(GOOD)), cut=st.integers(0, 40), noise=st.binary(max_size=12))
def test_a_damaged_calendar_ends_in_visits_problems_or_an_error_of_ours(at: int, cut: int, noise: bytes) -> None:
    _parse_anything(GOOD[:at] + noise + GOOD[at + cut :])


@given(first=st.lists(_LINES, max_size=8), second=st.lists(_LINES, max_size=5), head=st.lists(_LINES, max_size=2))
def test_any_properties_end_in_visits_problems_or_an_error_of_ours(
    first: list[str], second: list[str], head: list[str]
) -> None:
    lines = "".join(f"{line}\r\n" for line in head)
    _parse_anything(calendar(event(*SINGLE, *first), event("UID:b@merebridge.example", *second), head=lines))


@given(lines=st.lists(_LINES, max_size=5))
def test_any_change_of_a_series_ends_in_visits_problems_or_an_error_of_ours(lines: list[str]) -> None:
    _parse_anything(calendar(event(*WEEKLY), event("UID:a@merebridge.example", *lines)))


def _parse_anything(data: bytes) -> None:
    told: tuple[str, ...] = ()
    visits: tuple[TimetableVisit, ...] = ()
    try:
        result = parse_timetable(data, window=TERM)
        told, visits = problem_lines(result.problems), result.visits
    except DoorstepError as error:
        told = (error.sentence, error.next_step)
        assert all(told)
    assert not (told and visits)
    assert all(visit.starts_at.tzinfo is UTC and visit.starts_at < visit.ends_at for visit in visits)
    assert all(visit.pupil_ref for visit in visits)
