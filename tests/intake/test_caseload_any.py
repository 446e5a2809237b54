"""Whatever the bytes: rows, problems, or one of our errors; and what was written by a table comes back."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.problems import problem_lines
from app.casework.intake.results import CaseloadRow
from app.domain.errors import DoorstepError

HEAD = ("Surname", "Forename", "Date of Birth", "Admission Number", "Address")


def letters(encoding: str) -> st.SearchStrategy[str]:
    """Names that the encoding can hold, without controls, blanks at the ends or a guard against formulas."""
    alphabet = st.characters(codec=encoding, exclude_categories=("C", "Z"), exclude_characters="'\"")
    return st.text(alphabet, min_size=1, max_size=30)


def row(encoding: str) -> st.SearchStrategy[tuple[str, str, date, str, str]]:
    """One pupil; the address holds commas, quotes, delimiters and line breaks."""
    words = letters(encoding)
    address = st.lists(words, min_size=1, max_size=3).map(' "x",;\t|\n'.join)
    return st.tuples(
        words, words, st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.from_regex("0[0-9]{5}", fullmatch=True), address
    )


@settings(max_examples=20)
@given(data=st.data())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_a_table_writes_comes_back(encoding: str, delimiter: str, data: st.DataObject) -> None:
    plain = "utf-8" if encoding != "cp1252" else "cp1252"
    pupils = data.draw(st.lists(row(plain), min_size=1, max_size=6, unique_by=(lambda one: one[3], lambda one: one[2])))
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEAD)
    writer.writerows((*one[:2], f"{one[2]:%d/%m/%Y}", *one[3:]) for one in pupils)
    result = parse_caseload(out.getvalue().encode(encoding), filename="x.csv")
    assert result.problems == ()
    assert result.delimiter == delimiter
    found = [(one.surname, one.forename, one.date_of_birth, one.admission_number) for one in result.rows]
    assert found == [one[:4] for one in pupils]


@given(data=st.binary(max_size=400))
def test_any_bytes_end_in_rows_problems_or_an_error_of_ours(data: bytes) -> None:
    _parse_anything(data)


@given(body=st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_under_a_good_header_ends_in_rows_or_problems(body: str) -> None:
    _parse_anything(f"Surname,Forename,DOB,UPN,Adno,Packs,Warnings,Contact 1 Phone\r\n{body}".encode())


@given(cut=st.integers(0, 200), noise=st.binary(max_size=6), at=st.integers(0, 200))
def test_a_damaged_file_ends_in_rows_or_problems(cut: int, noise: bytes, at: int) -> None:
    good = b'Surname,Forename,DOB,Adno\r\nHassan,Amira,17/05/2013,"0045,07"\r\n"Ok""oro",Ben,2013-05-17,2\r\n'
    _parse_anything(good[:at] + noise + good[at : at + cut])


def _parse_anything(data: bytes) -> None:
    told: tuple[str, ...] = ()
    rows: tuple[CaseloadRow, ...] = ()
    try:
        result = parse_caseload(data, filename="x.csv")
        told, rows = problem_lines(result.problems), result.rows
    except DoorstepError as error:
        told = (error.sentence, error.next_step)
    assert bool(rows) != bool(told)
    assert all(line.endswith((".", "more")) for line in told)
