"""A caseload as a school system exports it: bytes in, checked rows or named problems out. All or nothing.

Must not write, look anything up or read a clock; which tutors and packs exist comes in as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace
from pathlib import PurePath
from typing import TypeVar

from app.casework.intake import cells
from app.casework.intake.columns import Columns
from app.casework.intake.duplicates import Seen
from app.casework.intake.encoding import decode_table
from app.casework.intake.problems import FileIsEmpty, NotCsv, RowProblem, shown
from app.casework.intake.results import CaseloadContact, CaseloadResult, CaseloadRow
from app.casework.intake.table import Record, read_table
from app.domain.phones import tidy_phone
from app.domain.postcode import tidy_postcode

_T = TypeVar("_T")
_WORKBOOKS = {".xls", ".xlsx", ".xlsm", ".ods", ".numbers"}


def parse_caseload(
    data: bytes,
    *,
    filename: str = "",
    tutors: Container[str] | None = None,
    packs: Container[str] | None = None,
) -> CaseloadResult:
    """Read a caseload file.

    `tutors` (e-mail addresses and staff codes in lower case) and `packs` (ids), when given, are checked against.
    Raises FileIsEmpty, FileTooBig, NotCsv or MissingColumns when the file as a whole cannot be read; anything wrong
    with single rows comes back as `problems`, in the file's order, and then `rows` is empty.
    """
    if PurePath(filename).suffix.lower() in _WORKBOOKS:
        raise NotCsv("This is a spreadsheet, not CSV.", "Open it and save it as CSV, then import that file.")
    decoded = decode_table(data)
    table = read_table(decoded.text)
    reader = _RowReader(table.columns, tutors, packs)
    rows = [reader.row(record) for record in table.records]
    if table.broken is not None:
        reader.problems.append(table.broken)
    if not rows and not reader.problems:
        raise FileIsEmpty("The file has headings and no pupils under them.", "Export it again.")
    problems = tuple(sorted(reader.problems))
    return CaseloadResult(
        rows=() if problems else tuple(rows),
        problems=problems,
        mapping=table.columns.mapping,
        ignored=table.columns.ignored,
        encoding=decoded.encoding,
        delimiter=table.delimiter,
    )


class _RowReader:
    """Turns records into rows and keeps what is wrong on the way."""

    def __init__(self, columns: Columns, tutors: Container[str] | None, packs: Container[str] | None) -> None:
        self.columns = columns
        self.tutors = tutors
        self.packs = packs
        self.problems: list[RowProblem] = []
        self.seen = Seen()

    def row(self, record: Record) -> CaseloadRow:
        """The record as a row; a cell that is wrong is left empty in it and noted."""
        if extra := [cell for cell in record.cells[len(self.columns.headers) :] if cell]:
            reason = "The line has more cells than there are headings. A text with a comma needs quotation marks."
            self.problems.append(RowProblem(record.line, "", shown(extra[0]), reason))
        row = self._with_details(record, self._identity(record))
        if other := self.seen.other_line(row):
            reason = f"This pupil is already on line {other}. Put everything about a pupil on one line."
            self.problems.append(RowProblem(record.line, "", "", reason))
        return row

    def _identity(self, record: Record) -> CaseloadRow:
        return CaseloadRow(
            line=record.line,
            surname=self._named(record, "surname"),
            forename=self._named(record, "forename"),
            preferred_name=self._cell(record, "preferred_name", cells.line_of, ""),
            date_of_birth=self._cell(record, "date_of_birth", cells.birth_date, None),
            upn=self._cell(record, "upn", cells.upn, ""),
            admission_number=self._cell(record, "admission_number", cells.admission_number, ""),
            year_group=self._cell(record, "year_group", cells.year_group, ""),
            form=self._cell(record, "form", cells.line_of, ""),
        )

    def _with_details(self, record: Record, row: CaseloadRow) -> CaseloadRow:
        return replace(
            row,
            address=self._address(record),
            postcode=tidy_postcode(self._cell(record, "postcode", cells.line_of, "")).text,
            phone=tidy_phone(self._cell(record, "phone", cells.line_of, "")).typed,
            email=self._cell(record, "email", cells.line_of, ""),
            contacts=self._contacts(record),
            warnings=self._cell(record, "warnings", cells.warnings, ()),
            tutor=self._cell(record, "tutor", self._tutor, ""),
            packs=self._cell(record, "packs", self._packs, ()),
        )

    def _named(self, record: Record, field: str) -> str:
        name = self._cell(record, field, cells.line_of, "")
        position = self.columns.fields[field]
        if not name and not _at(record, position):
            header = self.columns.headers[position]
            self.problems.append(RowProblem(record.line, header, "", "There is no name here."))
        return name

    def _cell(self, record: Record, field: str, read: Callable[[str], _T], empty: _T) -> _T:
        position = self.columns.fields.get(field)
        return empty if position is None else self._read(record, position, read, empty)

    def _read(self, record: Record, position: int, read: Callable[[str], _T], empty: _T) -> _T:
        text = _at(record, position)
        try:
            return read(text)
        except cells.CellWrong as wrong:
            what = shown(text) if wrong.quote else ""
            self.problems.append(RowProblem(record.line, self.columns.headers[position], what, wrong.reason))
            return empty

    def _address(self, record: Record) -> str:
        positions = [*self.columns.address_parts]
        if "address" in self.columns.fields:
            positions.insert(0, self.columns.fields["address"])
        none: tuple[str, ...] = ()
        lines = [line for at in positions for line in self._read(record, at, _lines_of_address, none)]
        return ", ".join(lines)

    def _contacts(self, record: Record) -> tuple[CaseloadContact, ...]:
        found: dict[int, dict[str, str]] = {}
        for (number, what), position in self.columns.contacts.items():
            text = self._read(record, position, cells.line_of, "")
            if text:
                found.setdefault(number, {})[what] = tidy_phone(text).typed if what == "phone" else text
        return tuple(
            CaseloadContact(one.get("name", ""), one.get("relation", ""), one.get("phone", ""), one.get("email", ""))
            for _, one in sorted(found.items())
        )

    def _tutor(self, text: str) -> str:
        tutor = cells.line_of(text)
        if tutor and self.tutors is not None and tutor.casefold() not in self.tutors:
            raise cells.CellWrong("There is no tutor with this e-mail address or code. Add the tutor first.")
        return tutor

    def _packs(self, text: str) -> tuple[str, ...]:
        ids = cells.packs(text)
        unknown = [one for one in ids if self.packs is not None and one not in self.packs]
        if unknown:
            raise cells.CellWrong(f"There is no policy pack “{shown(unknown[0])}”.")
        return ids


def _at(record: Record, position: int) -> str:
    return record.cells[position] if position < len(record.cells) else ""


def _lines_of_address(text: str) -> tuple[str, ...]:
    lines = (cells.line_of(line.strip(" ,")) for line in text.splitlines())
    return tuple(line for line in lines if line)
