"""Local days and clock times, on plain days and over both clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.zones import (
    HalfDay,
    SessionTimes,
    WallTime,
    ZoneUnknown,
    day_bounds,
    half_day,
    half_days,
    local,
    local_day,
    to_utc,
    wall_time,
    week_bounds,
    week_start,
    zone,
)

HERE = zone()
BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # hypothesis adds the zone itself
BOUNDARY = time(12, 30)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type] # year, month, day and so on, by position


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (utc(2026, 7, 1, 22, 59), date(2026, 7, 1)),
        (utc(2026, 7, 1, 23, 0), date(2026, 7, 2)),
        (utc(2026, 12, 1, 23, 59), date(2026, 12, 1)),
        (utc(2026, 10, 25, 0, 30), BACK),
        (utc(2026, 10, 24, 23, 0), BACK),
        (utc(2026, 10, 25, 23, 59), BACK),
        (utc(2027, 3, 28, 22, 59), FORWARD),
        (utc(2027, 3, 28, 23, 0), date(2027, 3, 29)),
    ],
)
def test_an_instant_belongs_to_the_local_day(instant: datetime, day: date) -> None:
    assert local_day(instant, HERE) == day


def test_an_instant_without_a_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local_day(datetime(2026, 1, 1), HERE)  # noqa: DTZ001 # the fault under test


def test_clock_times_are_summer_or_winter_time_by_their_day() -> None:
    assert to_utc(date(2026, 7, 1), time(9, 30), HERE) == utc(2026, 7, 1, 8, 30)
    assert to_utc(date(2026, 12, 1), time(9, 30), HERE) == utc(2026, 12, 1, 9, 30)
    assert to_utc(BACK, time(9, 30), HERE) == utc(2026, 10, 25, 9, 30)
    assert to_utc(FORWARD, time(9, 30), HERE) == utc(2027, 3, 28, 8, 30)


def test_a_time_that_comes_twice_means_the_first_unless_the_later_is_asked_for() -> None:
    assert wall_time(BACK, time(1, 30), HERE) is WallTime.TWICE
    assert to_utc(BACK, time(1, 30), HERE) == utc(2026, 10, 25, 0, 30)
    assert to_utc(BACK, time(1, 30), HERE, later=True) == utc(2026, 10, 25, 1, 30)


@pytest.mark.parametrize("later", [False, True])
def test_a_time_that_never_comes_moves_on_by_the_hour_that_is_missing(later: bool) -> None:
    assert wall_time(FORWARD, time(1, 30), HERE) is WallTime.NEVER
    instant = to_utc(FORWARD, time(1, 30), HERE, later=later)
    assert instant == utc(2027, 3, 28, 1, 30)
    assert local(instant, HERE).time() == time(2, 30)


@pytest.mark.parametrize(
    ("day", "clock", "kind"),
    [
        (FORWARD, time(0, 59), WallTime.ONCE),
        (FORWARD, time(1, 0), WallTime.NEVER),
        (FORWARD, time(2, 0), WallTime.ONCE),
        (BACK, time(0, 59), WallTime.ONCE),
        (BACK, time(1, 0), WallTime.TWICE),
        (BACK, time(1, 59), WallTime.TWICE),
        (BACK, time(2, 0), WallTime.ONCE),
    ],
)
def test_the_missing_and_the_double_hour_have_sharp_edges(day: date, clock: time, kind: WallTime) -> None:
    assert wall_time(day, clock, HERE) is kind


@pytest.mark.parametrize(("day", "hours"), [(BACK, 25), (FORWARD, 23), (date(2026, 7, 1), 24)])
def test_a_day_is_as_long_as_its_clock_change_makes_it(day: date, hours: int) -> None:
    first, following = day_bounds(day, HERE)
    assert following - first == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "hours"), [(BACK, 169), (FORWARD, 167), (date(2026, 7, 1), 168)])
def test_a_week_with_a_clock_change_has_an_hour_more_or_less(day: date, hours: int) -> None:
    first, following = week_bounds(day, HERE)
    assert local_day(first, HERE).weekday() == 0
    assert following - first == timedelta(hours=hours)


def test_a_week_starts_on_the_weekday_the_pack_says() -> None:
    assert week_start(date(2026, 3, 4)) == date(2026, 3, 2)
    assert week_start(date(2026, 3, 4), first_weekday=6) == date(2026, 3, 1)
    assert week_start(date(2026, 3, 2)) == date(2026, 3, 2)


def test_half_days_part_in_the_middle_of_lunch() -> None:
    times = SessionTimes(time(8, 45), time(12, 0), time(13, 0), time(15, 15))
    assert times.boundary == BOUNDARY
    with pytest.raises(ValueError, match="morning to afternoon"):
        SessionTimes(time(13), time(12), time(8), time(9))


@pytest.mark.parametrize(
    ("start", "end", "main", "touched"),
    [
        (time(9, 30), time(10, 30), HalfDay.AM, (HalfDay.AM,)),
        (time(14, 0), time(15, 0), HalfDay.PM, (HalfDay.PM,)),
        (time(11, 30), time(12, 45), HalfDay.AM, (HalfDay.AM, HalfDay.PM)),
        (time(12, 15), time(13, 15), HalfDay.PM, (HalfDay.AM, HalfDay.PM)),
        (time(12, 0), time(13, 0), HalfDay.AM, (HalfDay.AM, HalfDay.PM)),
        (time(12, 30), time(12, 30), HalfDay.AM, (HalfDay.AM,)),
        (time(11, 30), time(12, 30), HalfDay.AM, (HalfDay.AM,)),
    ],
)
@pytest.mark.parametrize("day", [BACK, FORWARD, date(2026, 7, 1)])
def test_a_visit_counts_for_the_half_day_that_holds_most_of_it(
    day: date, start: time, end: time, main: HalfDay, touched: tuple[HalfDay, ...]
) -> None:
    first, last = to_utc(day, start, HERE), to_utc(day, end, HERE)
    assert half_day(first, last, BOUNDARY, HERE) is main
    assert half_days(first, last, BOUNDARY, HERE) == touched


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ZoneUnknown, match="Europe/Londinium"):
        zone("Europe/Londinium")


@pytest.mark.parametrize("name", ["Europe", "", "../../etc/passwd", "a" * 5000])
def test_a_name_that_is_a_folder_or_no_name_at_all_is_not_known_either(name: str) -> None:
    with pytest.raises(ZoneUnknown):
        zone(name)


@given(INSTANTS)
def test_every_instant_comes_back_from_its_wall_clock(instant: datetime) -> None:
    wall = local(instant, HERE)
    assert to_utc(wall.date(), wall.time(), HERE, later=wall.fold == 1) == instant


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times())
def test_every_clock_time_becomes_an_instant_of_the_same_local_day(day: date, clock: time) -> None:
    instant = to_utc(day, clock, HERE)
    first, following = day_bounds(day, HERE)
    assert first <= instant < following
    if wall_time(day, clock, HERE) is not WallTime.NEVER:
        assert local(instant, HERE).time() == clock
        assert instant <= to_utc(day, clock, HERE, later=True)


@given(INSTANTS)
def test_days_and_weeks_hold_their_instants_without_gap_or_overlap(instant: datetime) -> None:
    first, following = day_bounds(local_day(instant, HERE), HERE)
    assert first <= instant < following
    assert day_bounds(local_day(following, HERE), HERE)[0] == following
    week, after = week_bounds(local_day(instant, HERE), HERE)
    assert week <= first < following <= after
