"""A timetable file becomes visits with the right clock times, or its bad events are named and nothing is imported."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.casework.intake.problems import FileIsEmpty, FileTooBig, IntakeError, NotIcs, RowProblem
from app.casework.intake.results import TimetableResult, TimetableVisit
from app.casework.intake.timetable_ics import parse_timetable
from app.domain.zones import ZoneUnknown
from tests.intake.ics import LONDON, SINGLE, WEEKLY, calendar, event, without

TERM = (date(2026, 9, 1), date(2026, 12, 31))


def parse(*events: str, head: str = LONDON, window: tuple[date, date] = TERM) -> TimetableResult:
    """Parse a calendar of these events."""
    return parse_timetable(calendar(*events, head=head), window=window)


def starts(result: TimetableResult) -> list[str]:
    """When the visits start, in UTC."""
    return [f"{visit.starts_at:%d %b %H:%M}" for visit in result.visits]


def only(result: TimetableResult) -> RowProblem:
    """The one problem of a result, which then holds no visits."""
    assert result.visits == ()
    (problem,) = result.problems
    return problem


def test_a_weekly_visit_keeps_its_wall_time_over_the_end_of_summer_time() -> None:
    result = parse(event(*WEEKLY))
    assert result.problems == ()
    assert starts(result) == ["19 Oct 08:30", "26 Oct 09:30", "02 Nov 09:30", "09 Nov 09:30"]


def test_a_weekly_visit_keeps_its_wall_time_over_the_start_of_summer_time() -> None:
    lines = (line.replace("20261019", "20270322").replace("COUNT=4", "COUNT=2") for line in WEEKLY)
    result = parse(event(*lines), window=(date(2027, 3, 1), date(2027, 4, 30)))
    assert starts(result) == ["22 Mar 09:30", "29 Mar 08:30"]


def test_a_visit_carries_who_what_where_and_which_instance() -> None:
    result = parse(event(*WEEKLY, "LOCATION:Merebridge library", "SEQUENCE:3"))
    assert result.visits[1] == TimetableVisit(
        source_uid="a@merebridge.example",
        recurrence_id="20261026T093000Z",
        starts_at=datetime(2026, 10, 26, 9, 30, tzinfo=UTC),
        ends_at=datetime(2026, 10, 26, 10, 30, tzinfo=UTC),
        summary="P-0007 Maths",
        location="Merebridge library",
        pupil_ref="004507",
        tutor_ref="s.probert@merebridge.example",
        subject="Maths",
        cancelled=False,
        sequence=3,
    )


def test_a_single_event_in_utc_takes_its_pupil_from_the_case_code() -> None:
    (visit,) = parse(event(*SINGLE)).visits
    assert (visit.pupil_ref, visit.tutor_ref, visit.subject, visit.recurrence_id) == ("P-0012", "", "English", "")
    assert visit.starts_at == datetime(2026, 10, 21, 13, tzinfo=UTC)


def test_the_subject_is_the_first_category_when_there_is_one() -> None:
    (visit,) = parse(event(*SINGLE, "CATEGORIES:Science,Home visit")).visits
    assert visit.subject == "Science"


def test_one_tutor_may_stand_at_the_calendar() -> None:
    (visit,) = parse(event(*SINGLE), head="X-DOORSTEP-TUTOR:SP1\r\n").visits
    assert visit.tutor_ref == "SP1"


def test_excluded_days_fall_out_and_added_ones_come_in() -> None:
    result = parse(
        event(
            *WEEKLY,
            "EXDATE;TZID=Europe/London:20261026T093000,20261102T093000",
            "RDATE;TZID=Europe/London:20261104T110000",
        )
    )
    assert starts(result) == ["19 Oct 08:30", "04 Nov 11:00", "09 Nov 09:30"]


def test_a_moved_instance_keeps_the_identity_of_its_old_time_and_its_pupil() -> None:
    moved = event(
        "UID:a@merebridge.example",
        "RECURRENCE-ID;TZID=Europe/London:20261026T093000",
        "DTSTART;TZID=Europe/London:20261027T140000",
        "DTEND;TZID=Europe/London:20261027T150000",
        "SUMMARY:moved",
        "SEQUENCE:1",
    )
    result = parse(event(*WEEKLY), moved)
    assert starts(result) == ["19 Oct 08:30", "27 Oct 14:00", "02 Nov 09:30", "09 Nov 09:30"]
    changed = result.visits[1]
    assert changed.recurrence_id == "20261026T093000Z"
    assert (changed.pupil_ref, changed.tutor_ref) == ("004507", "s.probert@merebridge.example")


def test_a_cancelled_instance_is_kept_and_marked() -> None:
    gone = event(
        "UID:a@merebridge.example",
        "RECURRENCE-ID;TZID=Europe/London:20261102T093000",
        "DTSTART;TZID=Europe/London:20261102T093000",
        "DTEND;TZID=Europe/London:20261102T103000",
        "STATUS:CANCELLED",
    )
    result = parse(event(*WEEKLY), gone)
    assert [visit.cancelled for visit in result.visits] == [False, False, True, False]


def test_a_calendar_that_cancels_cancels_all_of_its_visits() -> None:
    result = parse(event(*WEEKLY), head="METHOD:CANCEL\r\n" + LONDON)
    assert all(visit.cancelled for visit in result.visits)


def test_instances_keep_one_identity_each() -> None:
    result = parse(event(*WEEKLY), event(*SINGLE))
    keys = [(visit.source_uid, visit.recurrence_id) for visit in result.visits]
    assert len(set(keys)) == len(keys) == 5


def test_the_window_is_whole_days_of_the_zone() -> None:
    late = event(
        *(
            line.replace("20261021T130000Z", "20261021T230000Z").replace("20261021T14", "20261021T2330")
            for line in SINGLE
        )
    )
    late = late.replace("DTEND:20261021T23300000Z", "DTEND:20261021T233000Z")
    assert starts(parse(late, window=(date(2026, 10, 22), date(2026, 10, 22)))) == ["21 Oct 23:00"]
    assert parse(late, window=(date(2026, 10, 21), date(2026, 10, 21))).visits == ()


def test_a_windows_zone_name_and_a_described_zone_are_known() -> None:
    outlook = event(*(line.replace("TZID=Europe/London", 'TZID="GMT Standard Time"') for line in WEEKLY))
    assert starts(parse(outlook, head=""))[:2] == ["19 Oct 08:30", "26 Oct 09:30"]
    own = event(*(line.replace("TZID=Europe/London", "TZID=Merebridge") for line in WEEKLY))
    head = LONDON.replace("TZID:Europe/London", "TZID:Merebridge")
    assert starts(parse(own, head=head))[:2] == ["19 Oct 08:30", "26 Oct 09:30"]


def test_an_event_in_clock_changing_night_is_where_the_calendar_says() -> None:
    night = event(
        "UID:n@x",
        "DTSTART;TZID=Europe/London:20261025T003000",
        "DTEND;TZID=Europe/London:20261025T023000",
        "SUMMARY:P-0001",
    )
    (visit,) = parse(night).visits
    assert (visit.starts_at.hour, visit.ends_at.hour) == (23, 2)


def test_times_without_a_zone_are_refused_with_event_and_line() -> None:
    floating = event(*(line.replace(";TZID=Europe/London", "") for line in WEEKLY))
    result = parse(event(*SINGLE), floating, head="")
    assert result.visits == ()
    assert [(problem.line, problem.column) for problem in result.problems] == [(12, "DTSTART"), (13, "DTEND")]
    assert result.problems[0].sentence().startswith("Line 12, DTSTART: “P-0007 Maths”: This time has no time zone")
    assert "X-WR-TIMEZONE" in result.problems[0].reason


def test_times_without_a_zone_are_read_in_the_calendars_zone() -> None:
    floating = event(*(line.replace(";TZID=Europe/London", "") for line in WEEKLY))
    result = parse(floating, head="X-WR-TIMEZONE:Europe/London\r\n")
    assert starts(result) == ["19 Oct 08:30", "26 Oct 09:30", "02 Nov 09:30", "09 Nov 09:30"]
    assert result.visits[1].recurrence_id == "20261026T093000Z"


def test_a_zone_that_nobody_knows_is_named() -> None:
    lost = event(
        *(line.replace("Europe/London", "Merebridge Time") for line in without(WEEKLY, "DTEND")), "DURATION:PT1H"
    )
    problem = only(parse(lost, head=""))
    assert (problem.column, problem.what) == ("DTSTART", "Merebridge Time")
    unknown = only(parse(event(*SINGLE), head="X-WR-TIMEZONE:Nowhere/Land\r\n"))
    assert unknown.sentence() == "X-WR-TIMEZONE: “Nowhere/Land”: This time zone is not known. Use Europe/London."


@pytest.mark.parametrize(
    ("lines", "column", "words"),
    [
        (without(SINGLE, "UID"), "UID", "no UID"),
        (without(SINGLE, "DTSTART"), "DTSTART", "one start"),
        ((*SINGLE, "DTSTART:20261021T130000Z"), "DTSTART", "one start"),
        (without(SINGLE, "DTEND"), "DTEND", "no finish"),
        ((*without(SINGLE, "DTEND"), "DTEND:20261021T120000Z"), "DTEND", "after the start"),
        ((*without(SINGLE, "DTEND"), "DURATION:PT0S"), "DTEND", "after the start"),
        ((*without(SINGLE, "DTEND"), "DTEND:20261023T120000Z"), "DTEND", "12 hours"),
        ((*without(SINGLE, "DTEND"), "DTEND;VALUE=DATE:20261021"), "DTEND", "a day and a time"),
        ((*without(SINGLE, "DTSTART"), "DTSTART:20260230T130000Z"), "DTSTART", "cannot be read"),
        ((*without(SINGLE, "DTSTART"), "DTSTART:02260230T130000Z"), "DTSTART", "cannot be read"),
        ((*without(SINGLE, "DTSTART", "DTEND"), "DTSTART:02260210T130000Z", "DURATION:PT1H"), "DTSTART", "year cannot"),
        (without(SINGLE, "SUMMARY"), "", "names no pupil"),
        ((*without(SINGLE, "SUMMARY"), "SUMMARY:Staff meeting"), "", "names no pupil"),
        ((*SINGLE, "RECURRENCE-ID;VALUE=TEXT:20261021T130000Z"), "RECURRENCE-ID", "a day and a time"),
        ((*SINGLE, "RRULE;VALUE=DATE:20261019"), "RRULE", "cannot be read"),
        ((*SINGLE, "SEQUENCE;VALUE=DATE:20261019"), "SEQUENCE", "one whole number"),
        ((*SINGLE, "RRULE:FREQ=SECONDLY"), "RRULE", "daily, weekly and monthly"),
        ((*SINGLE, "RRULE:FREQ=YEARLY"), "RRULE", "daily, weekly and monthly"),
        ((*SINGLE, "RRULE:FREQ=DAILY;BYHOUR=9,10,11"), "RRULE", "BYHOUR"),
        ((*SINGLE, "RRULE:FREQ=MONTHLY;BYMONTHDAY=31"), "RRULE", "BYMONTHDAY"),
        ((*SINGLE, "RRULE:FREQ=MONTHLY"), "RRULE", "BYDAY=1MO"),
        ((*SINGLE, "RRULE:FREQ=DAILY;INTERVAL=7;BYDAY=FR"), "RRULE", "Make it weekly"),
        ((*SINGLE, "RRULE:FREQ=WEEKLY;INTERVAL=0"), "RRULE", "interval"),
        ((*SINGLE, "RRULE:FREQ=WEEKLY;BYDAY=2MO"), "RRULE", "weekdays"),
        ((*SINGLE, "RRULE:FREQ=OFTEN"), "RRULE", "cannot be read"),
        ((*SINGLE, "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY"), "RRULE", "several repetitions"),
        ((*SINGLE, "SEQUENCE:many"), "SEQUENCE", "cannot be read"),
        ((*SINGLE, "X-DOORSTEP-VENUE:moon"), "X-DOORSTEP-VENUE", "pupil_home"),
        ((*SINGLE, "RDATE;VALUE=PERIOD:20261028T130000Z/PT1H"), "RDATE", "a day and a time"),
    ],
)
def test_an_event_that_cannot_be_a_visit_is_named_with_line_and_reason(
    lines: tuple[str, ...], column: str, words: str
) -> None:
    problem = only(parse(event(*lines), head=""))
    assert problem.column == column
    assert words in problem.reason
    assert 4 <= problem.line <= 10


def test_an_old_endless_series_is_refused() -> None:
    old = event(*(line.replace("20261021", "20150105") for line in SINGLE), "RRULE:FREQ=DAILY")
    assert "five years" in only(parse(old)).reason


def test_a_change_to_all_that_follows_is_refused() -> None:
    change = event(
        "UID:a@merebridge.example",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20261026T093000",
        "DTSTART;TZID=Europe/London:20261027T093000",
        "DTEND;TZID=Europe/London:20261027T103000",
    )
    assert "Split the series" in only(parse(event(*WEEKLY), change)).reason


def test_two_events_with_one_uid_are_named() -> None:
    problem = only(parse(event(*SINGLE), event(*SINGLE), head=""))
    assert problem.line == 10
    assert "already on line 4" in problem.reason


def test_all_bad_events_are_named_and_nothing_is_imported() -> None:
    result = parse(event(*WEEKLY), event(*without(SINGLE, "UID")), event(*without(SINGLE, "DTEND")), head="")
    assert result.visits == ()
    assert [problem.line for problem in result.problems] == [13, 18]


def test_all_day_events_are_passed_over() -> None:
    holiday = event("UID:h@x", "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031", "SUMMARY:Half-term")
    result = parse(event(*WEEKLY), holiday)
    assert len(result.visits) == 4


def test_folded_lines_are_counted_and_joined() -> None:
    folded = event(*without(SINGLE, "SUMMARY"), "SUMMARY:P-0012 Eng", " lish and", "\t reading", "SEQUENCE:x")
    assert only(parse(folded, head="")).line == 11
    (visit,) = parse(folded.replace("SEQUENCE:x", "SEQUENCE:1")).visits
    assert visit.subject == "English and reading"


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", FileIsEmpty, "nothing in the file"),
        (b" \r\n\t", FileIsEmpty, "nothing in the file"),
        (b"Surname,Forename\n", NotIcs, "not a calendar"),
        (b"<html>", NotIcs, "not a calendar"),
        (b"\x00\xff\x80", NotIcs, "not a calendar"),
        (calendar(event(*SINGLE))[:-20], NotIcs, "breaks off"),
        (calendar(event(*SINGLE)).replace(b"END:VEVENT\r\n", b""), NotIcs, "cannot be read|not written"),
        (calendar("BEGIN:VEVENT\r\nnonsense\r\n"), NotIcs, "cannot be read"),
        (calendar(), FileIsEmpty, "no events"),
        (b"BEGIN:VCALENDAR" + b" " * 3_000_001, FileTooBig, "3 MB"),
        (calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 3_001), FileTooBig, "3,000 events"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_a_step(
    data: bytes, error: type[IntakeError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        parse_timetable(data, window=TERM)
    assert caught.value.next_step
    assert caught.value.code.startswith("intake-")


def test_more_visits_than_any_school_has_are_refused() -> None:
    many = [
        event(*(line.replace("UID:b", f"UID:{number}") for line in SINGLE), "RRULE:FREQ=DAILY") for number in range(9)
    ]
    assert len(parse_timetable(calendar(*many), window=TERM, most=700).visits) == 9 * 72
    with pytest.raises(FileTooBig, match="more than 600 visits"):
        parse_timetable(calendar(*many), window=TERM, most=600)


def test_mode_and_venue_are_taken_over_and_checked() -> None:
    (visit,) = parse(event(*SINGLE, "X-DOORSTEP-MODE:online", "X-DOORSTEP-VENUE:remote")).visits
    assert (visit.mode, visit.venue) == ("online", "remote")
    problem = only(parse(event(*SINGLE, "X-DOORSTEP-MODE:by car")))
    assert (problem.column, problem.what) == ("X-DOORSTEP-MODE", "by car")


def test_a_window_that_runs_backwards_and_an_unknown_zone_are_our_own_mistakes() -> None:
    with pytest.raises(ValueError, match="window"):
        parse(event(*SINGLE), window=(date(2026, 10, 2), date(2026, 10, 1)))
    with pytest.raises(ZoneUnknown):
        parse_timetable(calendar(event(*SINGLE)), window=TERM, zone="Moon/Base")
