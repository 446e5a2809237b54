"""The doorstep and finish checks of a session record: each question, its answer, its clauses."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer

from app.domain.records import CheckLine, SessionRecord
from app.reports import style, words
from app.reports.blocks import Cell, Grid, rules, text

_ANSWER, _CLAUSES = 108, 92


def checks(record: SessionRecord, width: float) -> list[Flowable]:
    """One table for both checks, each under its own header; nothing when neither was asked."""
    parts = [("At the door", record.start_checks), ("At the finish", record.finish_checks)]
    tables = [_table(title, lines, width) for title, lines in parts if lines]
    return tables if len(tables) < len(parts) else [tables[0], Spacer(0, 8), tables[1]]


def _table(title: str, lines: Sequence[CheckLine], width: float) -> Flowable:
    head: list[Cell] = [text(words_, style.CELL_HEAD) for words_ in (title, "Answer", "Clause")]
    rows = [head, *(_row(line) for line in lines)]
    columns = [width - _ANSWER - _CLAUSES, _ANSWER, _CLAUSES]
    looks = rules(("LINEBELOW", (0, 0), (-1, 0), 1, style.CONTROL), pad=3.5)
    return Grid(rows, colWidths=columns, style=looks, repeatRows=1)


def _row(line: CheckLine) -> list[Cell]:
    question: list[Flowable] = [text(line.text)]
    if line.note:
        question.append(text(line.note, style.SMALL))
    answer = words.ANSWERS.get(line.answer, line.answer)
    look = style.BODY if line.answer == "yes" else style.LABEL  # what is not a plain yes should catch the eye
    return [question, text(answer, look), text(", ".join(line.clauses), style.SMALL)]
