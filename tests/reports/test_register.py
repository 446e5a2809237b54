"""The week's register says the same on paper and in CSV, and says what is missing."""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from app.domain.records import RegisterWeek
from app.reports.register_csv import COLUMNS, neutral, week_register_csv
from app.reports.register_pdf import week_register_pdf
from app.reports.register_sums import sums
from tests.reports.reading import pages, words_of
from tests.reports.registers import EMPTY_WEEK, LONG_WEEK, MONDAY, ONE_PUPIL, SATURDAY, WEEK, taught


@cache
def made(week: RegisterWeek) -> bytes:
    """The week's PDF, made once for all tests that read it."""
    return week_register_pdf(week)


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The CSV's lines as a spreadsheet's import reads them."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_page_is_landscape_a4() -> None:
    box = PdfReader(BytesIO(made(WEEK))).pages[0].mediabox
    assert round(box.width) == 842
    assert round(box.height) == 595


def test_the_page_names_school_giver_and_week() -> None:
    first = pages(made(WEEK))[0]
    assert "Week’s register" in first
    assert "Monday 9 November 2026 to Friday 13 November 2026" in first
    assert "Merebridge High School" in first
    assert "Siân Probert, Merebridge Home Tuition" in first
    assert "Page 1 of 2" in first


def test_a_box_shows_code_times_minutes_and_seen() -> None:
    said = words_of(made(ONE_PUPIL))
    assert "K 09:30–10:30 09:34–10:31 57 min, seen" in said
    assert "M 09:30–10:30 Absent Hospital appointment Not sent" in said


def test_an_amended_part_session_on_camera_says_so() -> None:
    said = words_of(made(WEEK))
    assert "57 min, part, seen on camera Amended Not at school" in said


def test_totals_count_planned_attended_minutes_and_seen() -> None:
    found = sums(ONE_PUPIL.pupils[0].entries)
    assert (found.planned, found.attended, found.seen, found.minutes_planned, found.minutes) == (3, 2, 2, 180, 114)
    said = words_of(made(WEEK))
    assert "2 of 3 attended 114 of 180 min Seen 2 times" in said
    assert "All 8 pupils" in said
    assert "18 of 24 attended" in said


def test_what_the_school_does_not_have_is_named() -> None:
    said = words_of(made(WEEK))
    assert "Saved on the laptop and not sent yet: Amira Hassan (Tue am); Llŷr Wyn-Jones (Wed pm, Fri am)" in said
    assert "the school has not confirmed it yet: Žofie Příhoda (Thu am); Ayesha Begum (Thu am)." in said
    assert "Nothing is recorded yet: Benedict Okoro (Fri pm); Siobhán Ó Briain (Fri pm)." in said
    assert "No code can be suggested: Llŷr Wyn-Jones (Wed pm)." in said
    assert "Friday afternoon’s visits are entered on Monday." in said


def test_the_legend_holds_the_used_codes_only() -> None:
    said = words_of(made(WEEK))
    assert "Leave: medical or dental appointment" in said
    assert "Illness, physical or mental" not in said
    assert "Codes are suggestions: the school decides them." in said


def test_a_refused_record_is_named() -> None:
    pupil = replace(WEEK.pupils[0], entries=(replace(taught(MONDAY, "am"), kept="refused"),))
    said = words_of(made(replace(WEEK, pupils=(pupil,))))
    assert "Not accepted by the school’s system: Amira Hassan (Mon am)." in said


def test_the_weekend_is_shown_when_something_stands_on_it() -> None:
    assert "Sat 14 Nov" not in words_of(made(WEEK))
    said = words_of(made(SATURDAY))
    assert "Sat 14 Nov" in said
    assert "Sun 15 Nov" not in said


def test_an_empty_week_says_so() -> None:
    assert "No visits were planned or made in this week." in words_of(made(EMPTY_WEEK))


def test_a_long_register_repeats_its_header_and_misses_nobody() -> None:
    found = pages(made(LONG_WEEK))
    assert len(found) > 3
    assert all("Mon 9 Nov" in page for page in found[:-1])
    assert sum(page.count("Adm. no.") for page in found) == 24


def test_two_visits_in_one_half_day_are_both_shown() -> None:
    pupil = replace(WEEK.pupils[0], entries=(taught(MONDAY, "am"), taught(MONDAY, "am", "B")))
    said = words_of(made(replace(WEEK, pupils=(pupil,))))
    assert "57 min, seen B 09:30–10:30" in said


@pytest.mark.parametrize("week", [WEEK, EMPTY_WEEK, LONG_WEEK])
def test_the_same_week_gives_the_same_bytes(week: RegisterWeek) -> None:
    assert week_register_pdf(week) == made(week)
    assert week_register_csv(week) == week_register_csv(week)


def test_the_whole_upn_is_not_on_paper() -> None:
    said = words_of(made(WEEK))
    assert "B801200005001" not in said
    assert "UPN ends 001" in said


def test_the_csv_has_the_agreed_columns_and_a_line_for_each_entry() -> None:
    rows = rows_of(week_register_csv(WEEK))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(pupil.entries) for pupil in WEEK.pupils)


def test_a_csv_line_holds_iso_dates_local_times_and_text_numbers() -> None:
    row = rows_of(week_register_csv(ONE_PUPIL))[1]
    assert row == {
        "UPN": "",
        "AdmissionNumber": "000000",
        "Surname": "Hassan",
        "Forename": "Amira",
        "DOB": "2013-05-17",
        "Date": "2026-11-10",
        "Session": "AM",
        "SuggestedCode": "M",
        "Attended": "no",
        "Seen": "no",
        "PlannedStart": "09:30",
        "PlannedEnd": "10:30",
        "ActualStart": "",
        "ActualEnd": "",
        "Mode": "in_person",
        "Venue": "pupil_home",
        "Reason": "Hospital appointment",
        "NoticeDate": "2026-11-02",
        "Provider": "Merebridge Home Tuition",
        "RecordedAt": "2026-11-10T10:33:00+00:00",
        "Revision": "1",
    }


@pytest.mark.parametrize("evil", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_a_formula_is_neutralised(evil: str) -> None:
    pupil = replace(ONE_PUPIL.pupils[0], surname=evil)
    row = rows_of(week_register_csv(replace(ONE_PUPIL, pupils=(pupil,))))[0]
    assert row["Surname"] == f"'{evil}"


@given(cell=st.text(max_size=40))
def test_neutral_cells_start_no_formula_and_keep_their_text(cell: str) -> None:
    made = neutral(cell)
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made.removeprefix("'") in {cell.replace("\0", ""), cell.replace("\0", "").removeprefix("'")}


@given(reason=st.text(max_size=60), surname=st.text(max_size=30))
def test_any_text_survives_the_csv(reason: str, surname: str) -> None:
    entry = replace(ONE_PUPIL.pupils[0].entries[0], reason=reason)
    pupil = replace(ONE_PUPIL.pupils[0], surname=surname, entries=(entry,))
    row = rows_of(week_register_csv(replace(ONE_PUPIL, pupils=(pupil,))))[0]
    assert row["Reason"] == neutral(reason)
    assert row["Surname"] == neutral(surname)
