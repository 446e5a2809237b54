"""A text as a table: its delimiter, its header line and its records, each with the line on which it begins.

Must not know what the columns mean beyond asking which line looks most like a header.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from app.casework.intake.columns import REQUIRED, Columns, score, understand
from app.casework.intake.problems import FileTooBig, MissingColumns, RowProblem

MAX_ROWS = 10_000
MAX_COLUMNS = 300
_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 12
"""Reports put a title and a date above the header; more than a dozen lines of it were never seen."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row's cells, trimmed, and its line in the file counted from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and the records under it; `broken` says where reading had to stop."""

    columns: Columns
    records: tuple[Record, ...]
    delimiter: str
    broken: RowProblem | None = None


class _Broken(Exception):
    """The quoting of the text went wrong; carries the problem. Never leaves this module."""

    def __init__(self, problem: RowProblem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def read_table(text: str) -> Table:
    """Find delimiter and header, then read on. MissingColumns or FileTooBig when that cannot be done."""
    delimiter, skip = _find_header(text)
    records: list[Record] = []
    broken = None
    try:
        for record in _records(text, delimiter):
            records.append(record)
            if len(records) > MAX_ROWS + _HEADER_WITHIN:
                raise FileTooBig(f"The file has more than {MAX_ROWS:,} rows.", "Split it and import the parts.")
    except _Broken as stop:
        broken = stop.problem
    return Table(understand(records[skip].cells), tuple(records[skip + 1 :]), delimiter, broken)


def _find_header(text: str) -> tuple[str, int]:
    """The delimiter and the number of records above the header."""
    best = (0, "", 0)
    nearest: Columns | None = None
    for delimiter in _DELIMITERS:
        for number, record in enumerate(_first_records(text, delimiter)):
            columns = understand(record.cells)
            if score(columns) > best[0]:
                best, nearest = (score(columns), delimiter, number), columns
    if nearest is None or nearest.missing:
        missing = nearest.missing if nearest else tuple(REQUIRED.values())
        sentence = f"The file has no column for {' or '.join(missing)}."
        raise MissingColumns(sentence, "Export it again with a line of headings that names each column.")
    return best[1], best[2]


def _first_records(text: str, delimiter: str) -> list[Record]:
    found: list[Record] = []
    try:
        found.extend(islice(_records(text, delimiter), _HEADER_WITHIN))
    except _Broken:
        return found
    return found


def _records(text: str, delimiter: str) -> Iterator[Record]:
    """Records that are not blank. A quoted field may run over lines; the record has the line where it began."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Broken(RowProblem(line, "", "", _why(error))) from error
        if len(cells) > MAX_COLUMNS:
            raise _Broken(RowProblem(line, "", "", f"The line has more than {MAX_COLUMNS} columns."))
        if any(cell.strip() for cell in cells):
            yield Record(line, tuple(cell.strip() for cell in cells))


def _why(error: csv.Error) -> str:
    if "field larger" in str(error) or "unexpected end" in str(error):
        return "A quotation mark opens here and is never closed. Nothing below it could be read."
    return "The quotation marks on this line do not match. Nothing below it could be read."
