"""A caseload file becomes rows, or every bad row is named by line and reason and nothing is imported."""

from __future__ import annotations

import time
from datetime import date

import pytest

from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.problems import (
    FileIsEmpty,
    FileTooBig,
    IntakeError,
    MissingColumns,
    NotCsv,
    RowProblem,
    problem_lines,
)
from app.casework.intake.results import CaseloadContact, CaseloadResult, CaseloadWarning

HEAD = "Surname,Forename,DOB,UPN,Adno\r\n"
GOOD = "Hassan,Amira,17/05/2013,J941200124001,004507\r\n"


def parse(text: str, encoding: str = "utf-8", **known: frozenset[str]) -> CaseloadResult:
    """Parse text as a file in that encoding."""
    return parse_caseload(text.encode(encoding), filename="caseload.csv", **known)


def only(result: CaseloadResult) -> RowProblem:
    """The one problem of a result, which then holds no rows."""
    assert result.rows == ()
    (problem,) = result.problems
    return problem


def test_a_plain_row_is_read_whole() -> None:
    (row,) = parse(HEAD + GOOD).rows
    assert (row.surname, row.forename, row.date_of_birth) == ("Hassan", "Amira", date(2013, 5, 17))
    assert (row.upn, row.admission_number, row.line) == ("J941200124001", "004507", 2)
    assert row.key == "upn:J941200124001"


@pytest.mark.parametrize(
    ("surname", "forename", "born", "upn", "number", "year", "form"),
    [
        ("Last Name", "First Name", "Date of Birth", "UPN", "Admission Number", "Year Group", "Tutor Group"),
        ("Legal Surname", "Legal Forename", "DOB", "Unique Pupil Number", "Adno", "Yr", "Reg Group"),
        ("LegalLastName", "Given Name", "BirthDate", "upn", "Adm No", "NCyearActual", "Registration"),
        ("Family Name", "Preferred Forename", "D.O.B.", "U.P.N.", "Adm. No.", "year", "Form"),
        ("SURNAME", "  forename ", "date_of_birth", "Upn", "admission-number", "Year", "Reg"),
    ],
)
def test_headers_of_school_systems_are_understood(  # noqa: PLR0913, PLR0917 -- one argument for each column
    surname: str, forename: str, born: str, upn: str, number: str, year: str, form: str
) -> None:
    head = f"{surname},{forename},{born},{upn},{number},{year},{form}"
    (row,) = parse(f"{head}\nHassan,Amira,2013-05-17,J941200124001,007,8,8B\n").rows
    assert (row.surname, row.forename, row.upn, row.admission_number) == ("Hassan", "Amira", "J941200124001", "007")
    assert (row.year_group, row.form) == ("Year 8", "8B")


def test_the_mapping_names_what_was_understood_and_what_was_not() -> None:
    result = parse("Surname,Shoe size,Forename,DOB,Parent Email\nHassan,36,Amira,17/05/2013,h@example.test\n")
    assert result.mapping == (
        ("surname", "Surname"),
        ("forename", "Forename"),
        ("date_of_birth", "DOB"),
        ("email", "Parent Email"),
    )
    assert result.ignored == ("Shoe size",)


def test_the_legal_name_wins_over_a_second_name_column() -> None:
    result = parse("Surname,Legal Surname,Forename,Known As,DOB\nSmith,Jones,Alexander,Alex,17/05/2013\n")
    (row,) = result.rows
    assert (row.surname, row.forename, row.preferred_name) == ("Jones", "Alexander", "Alex")
    assert result.ignored == ("Surname",)


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16")]
)
def test_encodings_of_exports_are_read(encoding: str, named: str) -> None:
    result = parse(HEAD + "O’Brien-Müller,Zoë,17/05/2013,,\r\n", encoding)
    assert result.rows[0].surname == "O’Brien-Müller"
    assert result.rows[0].forename == "Zoë"
    assert result.encoding == named


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_found(delimiter: str) -> None:
    result = parse((HEAD + GOOD).replace(",", delimiter))
    assert result.delimiter == delimiter
    assert result.rows[0].forename == "Amira"


def test_commas_quotes_and_line_breaks_stay_inside_quoted_cells() -> None:
    head = "Surname,Forename,DOB,Address,Postcode\n"
    (row,) = parse(
        head + 'Hassan,"Amira ""Ami"" R",17/05/2013,"Flat 2, The Mill\n14 Larch Close,\nMerebridge",ls8 2qh\n'
    ).rows
    assert row.forename == 'Amira "Ami" R'
    assert row.address == "Flat 2, The Mill, 14 Larch Close, Merebridge"
    assert row.postcode == "LS8 2QH"


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = 'Okoro,Ben,17/05/2013,"1 Long\r\nLane\r\nMerebridge"\r\n\r\nHassan,Amira,99/05/2013,x\r\n'
    problem = only(parse("Surname,Forename,DOB,Address\r\n" + rows))
    assert (problem.line, problem.column, problem.what) == (6, "DOB", "99/05/2013")


def test_a_title_above_the_headings_is_passed_over() -> None:
    result = parse("Caseload report\nPrinted 1 November 2026,,\n\n" + HEAD + GOOD)
    assert result.rows[0].line == 5


def test_blank_rows_and_missing_cells_at_the_end_are_nothing() -> None:
    result = parse(HEAD + ",,,,\r\n\r\nHassan,Amira,17/05/2013\r\n")
    assert [row.surname for row in result.rows] == ["Hassan"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17/05/2013", date(2013, 5, 17)),
        ("7/5/2013", date(2013, 5, 7)),
        ("05/06/2013", date(2013, 6, 5)),
        ("17.05.2013", date(2013, 5, 17)),
        ("17-05-2013", date(2013, 5, 17)),
        ("2013-05-17", date(2013, 5, 17)),
        ("2013-05-17T00:00:00", date(2013, 5, 17)),
        ("17/05/2013 00:00", date(2013, 5, 17)),
        ("17 May 2013", date(2013, 5, 17)),
        ("17-Sept-2013", date(2013, 9, 17)),
        ("29/02/2012", date(2012, 2, 29)),
        ("", None),
    ],
)
def test_dates_are_read_day_first(written: str, meant: date | None) -> None:
    assert parse(f"Surname,Forename,DOB,Adno\nHassan,Amira,{written},1\n").rows[0].date_of_birth == meant


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31/02/2013", "There is no such day."),
        ("05/17/2013", "There is no month 17. The day comes first."),
        ("17/05/13", "The year needs four digits."),
        ("17/05/0213", "No pupil was born in 213."),
        ("soon", "This is not a date."),
        ("41411", "This is not a date."),
    ],
)
def test_a_bad_date_is_named_with_line_and_reason(written: str, reason: str) -> None:
    problem = only(parse(f"{HEAD}{GOOD}Okoro,Ben,{written},,\n"))
    assert (problem.line, problem.column, problem.what) == (3, "DOB", written)
    assert problem.reason.startswith(reason)
    assert "DD/MM/YYYY" in problem.reason
    assert problem.sentence().startswith(f"Line 3, DOB: “{written}”: {reason}")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumns, match="no column for surname or date of birth") as caught:
        parse("Forename,UPN,Adno\nAmira,,1\n")
    assert caught.value.code == "intake-missing-columns"
    assert caught.value.next_step


def test_a_table_of_something_else_names_all_that_is_missing() -> None:
    with pytest.raises(MissingColumns, match="surname or forename or date of birth"):
        parse("a,b\n1,2\n")


@pytest.mark.parametrize("upn", ["A801200005001", "Q207000016049", "I801200005001", "X80120000A001", "J94120012400"])
def test_a_wrong_upn_is_a_row_problem_that_does_not_repeat_the_number(upn: str) -> None:
    problem = only(parse(f"{HEAD}Hassan,Amira,17/05/2013,{upn},1\n"))
    assert (problem.line, problem.column, problem.what) == (2, "UPN", "")
    assert "UPN" in problem.reason
    assert upn not in problem.sentence()


def test_a_missing_upn_and_a_temporary_one_are_fine() -> None:
    rows = parse(f"{HEAD}Hassan,Amira,17/05/2013,,1\nOkoro,Ben,17/05/2013,x94120012401b,2\n").rows
    assert [row.upn for row in rows] == ["", "X94120012401B"]


def test_a_number_that_a_spreadsheet_rounded_is_refused() -> None:
    problem = only(parse(f"{HEAD}Hassan,Amira,17/05/2013,,1.2E+11\n"))
    assert problem.column == "Adno"
    assert "spreadsheet" in problem.reason


@pytest.mark.parametrize(
    "second",
    [
        "Hasan,Amirah,18/05/2013,J941200124001,9",
        "Hasan,Amirah,18/05/2013,,004507",
        "HASSAN,amira,17/05/2013,,",
    ],
)
def test_a_pupil_that_stands_twice_is_named_with_both_lines(second: str) -> None:
    problem = only(parse(HEAD + GOOD + second + "\n"))
    assert problem.line == 3
    assert "already on line 2" in problem.reason


def test_two_pupils_may_share_name_and_birthday() -> None:
    result = parse(HEAD + GOOD + "Hassan,Amira,17/05/2013,U940200124002,004508\n")
    assert len(result.rows) == 2


def test_nothing_is_imported_when_anything_is_wrong_and_all_of_it_is_named() -> None:
    result = parse(HEAD + GOOD + ",Ben,17/05/2013,,\nOkoro,,32/13/2013,A801200005001,\nBegum,Ayesha,1/1/2014,,\n")
    assert result.rows == ()
    assert [(problem.line, problem.column) for problem in result.problems] == [
        (3, "Surname"),
        (4, "DOB"),
        (4, "Forename"),
        (4, "UPN"),
    ]


def test_many_problems_are_cut_with_the_number_of_the_rest() -> None:
    bad = "".join(f"Pupil{number},X,never,,\n" for number in range(1203))
    lines = problem_lines(parse(HEAD + bad).problems)
    assert len(lines) == 21
    assert lines[0].startswith("Line 2, DOB: “never”: This is not a date.")
    assert lines[-1] == "and 1,183 more"


def test_a_line_with_more_cells_than_headings_is_named() -> None:
    problem = only(parse(HEAD + "Hassan,Amira,17/05/2013,,1,14 Larch Close,Merebridge\n"))
    assert "more cells than there are headings" in problem.reason


def test_a_quotation_mark_that_never_closes_is_named_where_it_opens() -> None:
    problem = only(parse(HEAD + GOOD + 'Okoro,"Ben,17/05/2013,,\nBegum,Ayesha,1/1/2014,,\n'))
    assert problem.line == 3
    assert "never closed" in problem.reason


def test_quotes_in_the_middle_of_a_cell_are_named() -> None:
    problem = only(parse(HEAD + GOOD + 'Okoro,"Ben"x,17/05/2013,,\n'))
    assert (problem.line, problem.reason[:24]) == (3, "The quotation marks on t")


def test_contacts_warnings_tutor_and_packs_are_read() -> None:
    head = (
        "Surname,Forename,DOB,Contact 1 Name,Contact 1 Relationship,Contact 1 Phone,Contact 1 Email,"
        "Contact 2 Name,Contact 2 Mobile,Home Phone,Warnings,Tutor Email,Packs"
    )
    row = (
        "Hassan,Amira,17/05/2013,Samira Hassan,mother,07700  900142,s@merebridge.example,"
        "Yusuf Hassan,07700 900143,0113 496 0810,"
        "two dogs in the house - ask for them to be in another room; use the side gate,"
        "S.Probert@merebridge.example,BHES-one-to-one; kes-one-to-one"
    )
    (pupil,) = parse(f"{head}\n{row}\n").rows
    assert pupil.contacts == (
        CaseloadContact("Samira Hassan", "mother", "07700 900142", "s@merebridge.example"),
        CaseloadContact("Yusuf Hassan", "", "07700 900143"),
    )
    assert pupil.warnings == (
        CaseloadWarning("Two dogs in the house", "Ask for them to be in another room"),
        CaseloadWarning("Use the side gate"),
    )
    assert pupil.phone == "0113 496 0810"
    assert pupil.tutor == "S.Probert@merebridge.example"
    assert pupil.packs == ("bhes-one-to-one", "kes-one-to-one")


def test_address_columns_are_joined_in_the_files_order() -> None:
    head = "Surname,Forename,DOB,House Number,Street,Town,Postcode"
    (row,) = parse(f"{head}\nHassan,Amira,17/05/2013,14,Larch Close,Merebridge,nowhere\n").rows
    assert row.address == "14, Larch Close, Merebridge"
    assert row.postcode == "nowhere"


def test_unknown_tutors_and_packs_are_named_when_the_known_ones_are_given() -> None:
    head = "Surname,Forename,DOB,Tutor,Packs\n"
    body = "Hassan,Amira,17/05/2013,SP1,bhes-one-to-one\nOkoro,Ben,17/05/2013,XX,moon\n"
    result = parse(head + body, tutors=frozenset({"sp1"}), packs=frozenset({"bhes-one-to-one"}))
    assert [(problem.line, problem.column, problem.what) for problem in result.problems] == [
        (3, "Packs", "moon"),
        (3, "Tutor", "XX"),
    ]


def test_a_cell_longer_than_a_record_takes_is_named() -> None:
    problem = only(parse(f"{HEAD}{'H' * 201},Amira,17/05/2013,,\n"))
    assert problem.reason == "This is longer than 200 characters."
    assert len(problem.what) == 40


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", FileIsEmpty, "nothing in the file"),
        (b"\xef\xbb\xbf \r\n\r\n", FileIsEmpty, "nothing in the file"),
        (HEAD.encode(), FileIsEmpty, "no pupils"),
        (b"PK\x03\x04....", NotCsv, "spreadsheet or a zip"),
        (b"\xd0\xcf\x11\xe0....", NotCsv, "Excel"),
        (b"%PDF-1.7", NotCsv, "PDF"),
        (b"<!doctype html><html>", NotCsv, "web page"),
        (b"BEGIN:VCALENDAR\r\n", NotCsv, "calendar"),
        (b'{"pupils": []}', NotCsv, "JSON"),
        (b"\x00\x01\x02\x03", NotCsv, "not a text file"),
        (b"Surname,Fore\x81name,DOB\n", NotCsv, "letters"),
        (b"\xff\xfea", NotCsv, "letters"),
        (b"a" * 5_000_001, FileTooBig, "5 MB"),
        (b"Surname,Forename,DOB\n" + b"A,B,\n" * 10_100, FileTooBig, "10,000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence_and_a_step(
    data: bytes, error: type[IntakeError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        parse_caseload(data, filename="x.csv")
    assert caught.value.next_step
    assert caught.value.code.startswith("intake-")


def test_a_workbook_is_told_by_its_name() -> None:
    with pytest.raises(NotCsv, match="spreadsheet"):
        parse_caseload(b"Surname,Forename,DOB\n", filename="Caseload.XLSX")


def test_two_thousand_rows_take_less_than_a_second() -> None:
    rows = "".join(
        f'Surname{number},Forename,17/05/2013,,{number:06d},"{number} Larch Close, Merebridge","a - b; c",SP1\r\n'
        for number in range(2000)
    )
    data = ("Surname,Forename,DOB,UPN,Adno,Address,Warnings,Tutor\r\n" + rows).encode("cp1252")
    before = time.process_time()
    result = parse_caseload(data, filename="big.csv")
    assert time.process_time() - before < 1
    assert len(result.rows) == 2000
