"""When notices fall due (domain.md 2.3), on plain days and over the clock changes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.zones import local_day, to_utc, zone
from app.policy.deadlines import Occasion, due_at, earliest, warn_at
from app.policy.schema.shared import Deadline
from tests.domain.calendars import BRISTOL_2026_27

HERE = zone()
DAY = date(2026, 11, 10)
YEARS = (BRISTOL_2026_27,)


def deadline(rule: str, **parts: Any) -> Deadline:
    return Deadline.model_validate_json(json.dumps({"rule": rule, **parts}))


def at(clock: str, day: date = DAY) -> datetime:
    return to_utc(day, time.fromisoformat(clock), HERE)


BY_TEN = deadline("before_clock", clock="10:00", late_start_minutes=15)


def test_immediate_is_the_moment_it_was_known() -> None:
    assert due_at(deadline("immediate"), Occasion(at("11:07")), HERE) == at("11:07")


def test_same_day_ends_with_the_day_of_the_session_and_warns_while_the_office_is_open() -> None:
    occasion = Occasion(at("14:20"), session_start=at("14:00"))
    assert due_at(deadline("same_day"), occasion, HERE) == at("23:59")
    assert warn_at(deadline("same_day"), occasion, HERE) == at("16:00")
    assert warn_at(deadline("same_day", warn_clock="15:30"), occasion, HERE) == at("15:30")


def test_same_day_in_summer_is_before_midnight_on_the_wall_not_in_utc() -> None:
    day = date(2027, 7, 23)
    assert due_at(deadline("same_day"), Occasion(at("09:30", day)), HERE) == datetime(2027, 7, 23, 22, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "known", "due"),
    [
        ("09:00", "09:15", "10:00"),
        ("09:50", "10:05", "10:00"),
        ("10:00", "10:10", "10:15"),
        ("13:00", "13:10", "13:15"),
        ("13:00", "08:30", "10:00"),
        ("13:00", "12:00", "13:15"),
    ],
)
def test_by_ten_means_ten_unless_nobody_could_know_by_then(start: str, known: str, due: str) -> None:
    assert due_at(BY_TEN, Occasion(at(known), session_start=at(start)), HERE) == at(due)


def test_a_late_start_has_a_quarter_of_an_hour_when_the_pack_is_silent_and_none_when_it_says_none() -> None:
    occasion = Occasion(at("13:10"), session_start=at("13:00"))
    assert due_at(deadline("before_clock", clock="10:00"), occasion, HERE) == at("13:15")
    strict = deadline("before_clock", clock="10:00", late_start_minutes=0)
    assert due_at(strict, occasion, HERE) == at("13:00")


def test_within_minutes_runs_by_the_clock_even_through_the_double_hour() -> None:
    change = date(2026, 10, 25)
    finish = to_utc(change, time(0, 50), HERE)
    rule = deadline("within", amount=15, unit="minute", of="session_finished")
    due = due_at(rule, Occasion(finish, other_at=finish), HERE)
    assert due - finish == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("amount", "unit", "last"),
    [(2, "day", date(2026, 10, 24)), (1, "week", date(2026, 10, 29)), (2, "school_day", date(2026, 11, 2))],
)
def test_within_days_ends_with_the_last_day(amount: int, unit: str, last: date) -> None:
    known = at("09:00", date(2026, 10, 22))
    due = due_at(deadline("within", amount=amount, unit=unit), Occasion(known, years=YEARS), HERE)
    assert due == at("23:59", last)


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (30, "minute", at("08:30", date(2026, 11, 3))),
        (2, "day", at("09:00", date(2026, 11, 1))),
        (1, "week", at("09:00", date(2026, 10, 27))),
        (2, "school_day", at("23:59", date(2026, 10, 23))),
        (0, "school_day", at("09:00", date(2026, 11, 3))),
    ],
)
def test_before_an_event_counts_back_from_it(amount: int, unit: str, due: datetime) -> None:
    rule = deadline("before_event", amount=amount, unit=unit, of="session_started")
    known = at("09:00", date(2026, 10, 1))
    occasion = Occasion(known, other_at=at("09:00", date(2026, 11, 3)), years=YEARS)
    assert due_at(rule, occasion, HERE) == due


def test_a_window_ends_with_its_last_day() -> None:
    occasion = Occasion(at("09:00"), window_last=date(2026, 12, 18))
    assert due_at(deadline("by_window_end"), occasion, HERE) == at("23:59", date(2026, 12, 18))


@pytest.mark.parametrize(
    "rule",
    [
        deadline("by_window_end"),
        deadline("before_event", amount=1, unit="day", of="session_started"),
        deadline("within", amount=3, unit="school_day"),
    ],
)
def test_what_is_not_known_is_due_at_once(rule: Deadline) -> None:
    assert due_at(rule, Occasion(at("09:00")), HERE) == at("09:00")


def test_counting_back_past_the_calendar_is_due_at_once() -> None:
    rule = deadline("before_event", amount=9, unit="school_day", of="session_started")
    occasion = Occasion(at("09:00"), other_at=at("09:00", date(2026, 9, 4)), years=YEARS)
    assert due_at(rule, occasion, HERE) == at("09:00")


def test_the_earliest_of_two_packs_counts() -> None:
    occasion = Occasion(at("09:20"), session_start=at("09:00"))
    assert earliest([deadline("same_day"), BY_TEN], occasion, HERE) == at("10:00")


@given(
    st.datetimes(datetime(2026, 9, 1), datetime(2027, 7, 31), timezones=st.just(UTC)),  # noqa: DTZ001 # hypothesis adds the zone
    st.sampled_from([deadline("same_day"), BY_TEN, deadline("within", amount=1, unit="day")]),
)
def test_a_warning_never_comes_after_the_deadline(start: datetime, rule: Deadline) -> None:
    occasion = Occasion(start + timedelta(minutes=15), session_start=start)
    due = due_at(rule, occasion, HERE)
    assert warn_at(rule, occasion, HERE) <= due
    assert local_day(due, HERE) >= local_day(start, HERE)
