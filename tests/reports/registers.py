"""Weeks for the register tests and for looking at pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.records import CodeMeaning, RegisterEntry, RegisterPupil, RegisterWeek

MONDAY = date(2026, 11, 9)
NAMES = (
    ("Hassan", "Amira"),
    ("Okoro", "Benedict"),
    ("Příhoda", "Žofie"),
    ("Wyn-Jones", "Llŷr"),
    ("Featherstonehaugh-Montgomery", "Alexandrina"),
    ("Ó Briain", "Siobhán"),
    ("Łukasik", "Michał"),
    ("Begum", "Ayesha"),
)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of that day, UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def taught(day: date, session: str, code: str = "K") -> RegisterEntry:
    """A visit that was planned for an hour and ran for 57 minutes."""
    hour = 9 if session == "am" else 13
    return RegisterEntry(
        day=day,
        session=session,
        planned_start=on(day, hour, 30),
        planned_finish=on(day, hour + 1, 30),
        actual_start=on(day, hour, 34),
        actual_finish=on(day, hour + 1, 31),
        state="finished",
        attended="yes",
        seen="in_person",
        minutes=57,
        suggested_code=code,
        code_rule="la_arranged_in_person_attended",
        mode="in_person",
        venue="pupil_home",
        tutor_name="Siân Probert",
        recorded_at=on(day, hour + 1, 33),
        kept="school_holds",
    )


def _absent(day: date, session: str) -> RegisterEntry:
    return replace(
        taught(day, session, "M"),
        actual_start=None,
        actual_finish=None,
        state="absent",
        attended="no",
        seen="no",
        minutes=None,
        reason="Hospital appointment",
        notice_date=date(2026, 11, 2),
        kept="on_this_laptop",
    )


def _not_recorded(day: date, session: str) -> RegisterEntry:
    return RegisterEntry(
        day=day,
        session=session,
        planned_start=on(day, 13, 30),
        planned_finish=on(day, 14, 30),
        state="planned",
        tutor_name="Siân Probert",
    )


def _on_camera(day: date, session: str) -> RegisterEntry:
    return replace(taught(day, session), attended="partly", seen="live_on_camera", revision=2, kept="sent")


def _not_entered(day: date, session: str) -> RegisterEntry:
    absent = _absent(day, session)
    reason = "No adult over 18 at home"
    return replace(absent, state="not_entered", reason=reason, suggested_code="", attended="", seen="")


def _entries(number: int) -> tuple[RegisterEntry, ...]:
    days = [MONDAY + timedelta(days=offset) for offset in range(5)]
    entries = [taught(days[number % 5], "am"), taught(days[(number + 2) % 5], "pm", "B")]
    if number % 3 == 0:
        entries.append(_absent(days[(number + 1) % 5], "am"))
    if number % 4 == 1:
        entries.append(_not_recorded(days[4], "pm"))
    if number % 5 == 2:
        entries.append(_on_camera(days[3], "am"))
    if number % 6 == 3:
        entries.append(_not_entered(days[2], "pm"))
    return tuple(sorted(entries, key=lambda entry: (entry.day, entry.session)))


def _pupil(number: int) -> RegisterPupil:
    surname, forename = NAMES[number % len(NAMES)]
    return RegisterPupil(
        surname=surname,
        forename=forename,
        entries=_entries(number),
        upn="B801200005001" if number % 2 else "",
        admission_number=f"{number:06d}",
        date_of_birth=date(2013, 5, 17),
        year_group="Year 8",
    )


WEEK = RegisterWeek(
    school_name="Merebridge High School",
    week_start=MONDAY,
    made_at=on(date(2026, 11, 13), 16, 40),
    pupils=tuple(_pupil(number) for number in range(8)),
    provider_name="Merebridge Home Tuition",
    tutor_name="Siân Probert",
    legend=(
        CodeMeaning("K", "Attending provision arranged by the local authority away from the school"),
        CodeMeaning("B", "Any other approved educational activity, in person, supervised"),
        CodeMeaning("M", "Leave: medical or dental appointment"),
        CodeMeaning("I", "Illness, physical or mental"),
    ),
    code_table_version="19 August 2024",
    notes=("Friday afternoon’s visits are entered on Monday.",),
)
EMPTY_WEEK = replace(WEEK, pupils=(), notes=())
ONE_PUPIL = replace(WEEK, pupils=WEEK.pupils[:1])
LONG_WEEK = replace(WEEK, pupils=tuple(_pupil(number) for number in range(24)), tutor_name="")
SATURDAY = replace(
    WEEK,
    pupils=(
        replace(WEEK.pupils[0], entries=(*WEEK.pupils[0].entries, taught(date(2026, 11, 14), "am"))),
        *WEEK.pupils[1:],
    ),
)
