"""What intake says about a file: problems with rows, and the errors for a file that cannot be read at all.

A problem names a line of the file as a text editor counts it, so that a person can find it. Must not hold a whole row:
problems are shown, and may be printed, while the rest of the row is none of the reader's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.errors import DoorstepError

SHOWN_PROBLEMS = 20
SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True, order=True)
class RowProblem:
    """One thing that stops a file from being imported."""

    line: int
    """Line of the file, from 1, as an editor counts them; 0 when the problem is the file's as a whole."""
    column: str
    """The column's header as the file writes it, or a calendar property's name; '' when it is the whole row."""
    what: str
    """What is there, cut to 40 characters; '' when nothing is."""
    reason: str
    """A whole sentence: what is wrong and what to write instead."""

    def sentence(self) -> str:
        """The problem as one line for the person: "Line 7, Date of Birth: …"."""
        place = ", ".join(part for part in (f"Line {self.line}" if self.line else "", self.column) if part)
        quoted = f"“{self.what}”: " if self.what else ""
        return f"{place}: {quoted}{self.reason}" if place else f"{quoted}{self.reason}"


def problem_lines(problems: Sequence[RowProblem], *, most: int = SHOWN_PROBLEMS) -> tuple[str, ...]:
    """The first `most` problems as sentences, then "and X more" when there are more."""
    lines = [problem.sentence() for problem in problems[:most]]
    if len(problems) > most:
        lines.append(f"and {len(problems) - most:,} more")
    return tuple(lines)


def shown(text: str) -> str:
    """Text of a file cut to 40 characters on one line, so that it can stand in a sentence."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text[:200]).split())
    return flat if len(flat) <= SHOWN_CHARS else f"{flat[: SHOWN_CHARS - 1]}…"


class IntakeError(DoorstepError):
    """A file could not be read as what it was given for."""

    code = "intake"


class FileIsEmpty(IntakeError):
    """There is nothing in the file."""

    code = "intake-empty"


class FileTooBig(IntakeError):
    """The file is larger than any real one, or would unfold into more than any real one."""

    code = "intake-too-big"


class NotCsv(IntakeError):
    """The file is not a table of text."""

    code = "intake-not-csv"


class MissingColumns(IntakeError):
    """The table lacks columns that an import cannot do without."""

    code = "intake-missing-columns"


class NotIcs(IntakeError):
    """The file is not an iCalendar file."""

    code = "intake-not-ics"
