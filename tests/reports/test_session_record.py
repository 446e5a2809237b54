"""The session record says what the visit's values say, in every state, on real PDF pages."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.domain.records import CheckLine, ContactMark, SessionRecord
from app.reports.session_record import session_record_pdf
from tests.reports.examples import (
    ABSENT,
    ALL,
    AMENDED,
    CANCELLED,
    FULL,
    HOSTILE,
    LONG,
    MINIMAL,
    NOT_ENTERED,
    RUNNING,
    at,
)
from tests.reports.reading import catalog, pages, words_of


@cache
def made(record: SessionRecord) -> bytes:
    """The record's PDF, made once for all tests that read it."""
    return session_record_pdf(record)


def test_a_full_record_prints_everything_that_was_recorded() -> None:
    said = words_of(made(FULL))
    for expected in (
        "Session record",
        "A. H. · Maths · Monday 9 November 2026",
        "Finished",
        "Planned 09:30 to 10:30 60 minutes",
        "Actual 09:34 to 10:31 57 minutes",
        "Attended Yes 4 minutes late",
        "Merebridge High School",
        "Siân Probert, Merebridge Home Tuition",
        "In person, pupil’s home",
        "Samira Hassan, mother, over 18",
        "Nobody is smoking Yes BHES-17",
        "Asked twice; the dog was then taken out. No BHES-21",
        "Not applicable",
        "The adult was available for the whole session Yes BHES-18",
        "Suggested code: K",
        "The school decides which code goes into its register.",
        "Right equipment No",
        "Most of the time (4 of 5)",
        "Add and subtract fractions with different denominators. Stay with one task for 15 minutes.",
        "Sheet 12, questions 1 to 6, before Thursday.",
        "Kind of outcome Learning",
        "A short break at 10:00 helped.",
        "Check-in 09:34 The school knows, received 9 November 2026, 09:35",
        "Check-out 10:31 Saved on the laptop, not sent yet",
    ):
        assert expected in said


def test_a_full_record_takes_one_or_two_pages() -> None:
    assert len(pages(made(FULL))) == 2
    assert len(pages(made(MINIMAL))) == 1


def test_the_upn_is_masked() -> None:
    said = words_of(made(FULL))
    assert FULL.upn not in said
    assert "UPN Ends 001" in said


def test_the_footer_carries_visit_fact_page_and_making() -> None:
    first, second = pages(made(FULL))
    foot = "Visit deadbeef · Fact 9f2c41d07be3 · Made on 9 November 2026, 17:05 · Confidential"
    assert foot in first
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in second


def test_what_is_not_recorded_is_said_so_and_never_invented() -> None:
    said = words_of(made(MINIMAL))
    assert "Attended Not recorded" in said
    assert "Engagement Not recorded" in said
    assert "Check-in Not made" in said
    assert "Suggested code: none" in said
    assert "UPN" not in said


@pytest.mark.parametrize(
    ("record", "tag", "sentence"),
    [
        (NOT_ENTERED, "Not entered", "The tutor did not go in. Reason: Only an older brother of 16 was at home."),
        (ABSENT, "Pupil absent", "The pupil was absent. Reason: Hospital appointment moved to today"),
        (CANCELLED, "Cancelled", "The visit was cancelled. Reason: Tutor ill."),
        (RUNNING, "In session", "The visit is still running. This page is not the final record."),
        (replace(CANCELLED, end_reason=""), "Cancelled", "No reason was recorded."),
        (replace(MINIMAL, state="planned"), "Planned", "The visit has not started."),
    ],
)
def test_a_visit_that_did_not_run_to_its_end_says_what_happened(record: SessionRecord, tag: str, sentence: str) -> None:
    said = words_of(made(record))
    assert tag in said
    assert sentence in said
    assert "The session" not in said.replace("The session record", "")


def test_a_visit_that_was_not_taught_shows_no_actual_time() -> None:
    assert "Actual – No session took place" in words_of(made(ABSENT))
    assert "From 09:34 Still running" in words_of(made(RUNNING))


def test_amendments_stand_beside_the_original_with_date_and_reason() -> None:
    said = words_of(made(AMENDED))
    assert "Work set Sheet 12, questions 1 to 6, before Thursday." in said
    assert "still stands" in said
    assert "Amendment 1, 10 November 2026, 18:04, by Siân Probert Reason: I wrote the wrong sheet" in said
    assert "Work set Before: Sheet 12, questions 1 to 6, before Thursday. Now: Sheet 13" in said
    assert "Minutes late Before: 4 Now: 7" in said
    assert "Engagement Before: Most of the time Now: Some of the time" in said
    assert "Ready to start Before: Yes Now: No" in said
    assert said.index("Amendment 1") < said.index("Amendment 2")


def test_an_emptied_field_is_shown_as_such() -> None:
    change = replace(AMENDED.amendments[0].changes[0], after="")
    emptied = replace(AMENDED.amendments[0], changes=(change,))
    said = words_of(made(replace(AMENDED, amendments=(emptied,))))
    assert "Now: nothing recorded" in said


def test_clock_times_follow_the_zone_and_summer_time() -> None:
    summer = replace(
        MINIMAL,
        planned_start=datetime(2026, 10, 23, 8, 30, tzinfo=UTC),
        planned_finish=datetime(2026, 10, 23, 9, 30, tzinfo=UTC),
    )
    assert "09:30 to 10:30" in words_of(made(summer))
    assert "10:30 to 11:30" in words_of(made(replace(summer, zone="Europe/Prague")))


def test_a_session_over_the_end_of_summer_time_keeps_its_true_length() -> None:
    night = replace(
        MINIMAL,
        planned_start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        planned_finish=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert "01:30 to 01:30 60 minutes" in words_of(made(night))


def test_long_texts_go_on_over_the_pages_and_lose_nothing() -> None:
    said = words_of(made(LONG))
    assert len(pages(made(LONG))) > 3
    assert said.count("Příliš žluťoučký kůň") == 81
    assert said.count("so it goes") + said.count("so it At the door Answer Clause goes") >= 890
    assert said.replace(" ", "").count("unbrokenword") == 90


def test_welsh_and_czech_letters_are_in_the_font() -> None:
    said = words_of(made(LONG))
    assert "Llŷr Ŵyn-Žižka Příhodová" in said
    assert "Ŵyth o ŷd. Příliš žluťoučký kůň úpěl ďábelské ódy" in said


def test_mark_up_and_control_characters_are_printed_as_text() -> None:
    said = words_of(made(HOSTILE))
    assert "<b>Ŵ & Co</b> ???" in said
    assert "<para>&amp; </font>" in said
    assert "end new line" in said


def test_unknown_words_are_printed_and_not_hidden() -> None:
    odd = replace(FULL, mode="by_drone", attended="mostly", start_checks=(CheckLine("Minutes lost", "12"),))
    odd = replace(odd, check_in=ContactMark(at(9, 34), "read_by_school"))
    said = words_of(made(odd))
    for expected in ("by drone", "mostly", "Minutes lost 12", "read by school"):
        assert expected in said


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        session_record_pdf(replace(MINIMAL, planned_start=datetime(2026, 11, 9, 9, 30)))  # noqa: DTZ001 -- the mistake under test


@pytest.mark.parametrize("name", ALL)
def test_the_same_record_gives_the_same_bytes(name: str) -> None:
    assert session_record_pdf(ALL[name]) == made(ALL[name])


def test_threads_make_the_same_pages_as_one_after_the_other() -> None:
    records = [FULL, ABSENT, HOSTILE, MINIMAL]
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(session_record_pdf, records)) == [made(record) for record in records]


def test_the_file_says_what_it_is_in_which_language_and_when_it_was_made() -> None:
    reader = PdfReader(BytesIO(made(FULL)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Session record, Monday 9 November 2026"
    assert reader.metadata.author == "Siân Probert"
    assert reader.metadata.creation_date == at(17, 5)
    root = catalog(made(FULL))
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_file_names_no_pupil_in_its_metadata() -> None:
    reader = PdfReader(BytesIO(made(replace(FULL, pupil_name="Amira Hassan"))))
    assert "Amira" not in str(reader.metadata)


def test_every_font_is_embedded() -> None:
    for page in PdfReader(BytesIO(made(FULL))).pages:
        fonts: dict[str, Any] = cast("Any", page)["/Resources"]["/Font"]
        for font in fonts.values():
            name = str(font.get_object()["/BaseFont"])
            embedded = "/FontFile2" in font.get_object().get("/FontDescriptor", {})
            assert embedded or name == "/Helvetica", (
                name
            )  # ReportLab lists Helvetica in every file; nothing is set in it


def test_a_page_is_made_within_its_budget() -> None:
    session_record_pdf(MINIMAL)  # registers the fonts
    best = min(_seconds(FULL) for _ in range(5))
    assert best < 0.3


def _seconds(record: SessionRecord) -> float:
    before = time.process_time()  # the work itself, whatever else the computer does
    session_record_pdf(record)
    return time.process_time() - before


@settings(max_examples=10)
@given(notes=st.text(max_size=3000), name=st.text(max_size=300), answer=st.text(max_size=200))
def test_no_text_breaks_a_page(notes: str, name: str, answer: str) -> None:
    record = replace(FULL, notes=notes, pupil_name=name, start_checks=(CheckLine(name, answer, (name[:20],), notes),))
    assert session_record_pdf(record).startswith(b"%PDF-")
