"""The building blocks of a page: tagged text, tables and call-outs. Must not know what is being reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from app.reports import style, words
from app.reports.tagging import TaggedCanvas

# XML knows no control characters, and lone surrogates cannot be encoded; a reader of the page loses nothing.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Cell = Flowable | Sequence[Flowable] | str

NAME_WIDTH = 132.0
"""Width of the column of names, so that all lists of a page stand under each other."""
_BAR = 4.0
_TALL = 300.0


class Text(Paragraph):
    """A paragraph that tells the canvas what it is; its style's `role` is 'P', 'H1' or 'H2'."""

    canv: TaggedCanvas

    def draw(self) -> None:
        """Draw between marks."""
        self.canv.begin_text(getattr(self.style, "role", "P"))
        super().draw()
        self.canv.end_text()


def text(words: str, look: ParagraphStyle = style.BODY) -> Text:
    """Plain words as a paragraph; line breaks are kept, nothing in them is read as mark-up."""
    clean = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", words.replace("\r\n", "\n").replace("\r", "\n").strip())
    clean = clean.replace("\N{REPLACEMENT CHARACTER}", "?")  # Inter has no drawing for the replacement character
    return Text(escape(clean).replace("\t", "    ").replace("\n", "<br/>"), look)


class Layout(Table):
    """A table that only places things: its lines are artifacts, its cells are read one after the other."""

    canv: TaggedCanvas

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "renderCB": _while_drawing})

    def mark(self, event: str, *where: Any) -> None:
        """Nothing to say for a layout."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break between rows; inside a row only where much of a page is free and the row is longer still."""
        self.splitInRow = int(height >= _TALL)
        return super().split(width, height)


def _while_drawing(table: Layout, event: str, *where: Any) -> None:
    """ReportLab calls this at each step of drawing a table."""
    if event in {"startBG", "startLines"}:
        table.canv.begin_artifact()
    elif event in {"endBG", "endLines"}:
        table.canv.end_artifact()
    else:
        table.mark(event, *where)


class Grid(Layout):
    """A table of data, tagged as one. Its header rows repeat on each page; its first column may be headers too."""

    row_headers = False

    def mark(self, event: str, *where: Any) -> None:
        """Open and close table, rows and cells as they are drawn."""
        if event == "startTable":
            self.canv.open("Table")
        elif event == "startRow":
            self.canv.open("TR")
        elif event == "startCell":
            self._open_cell(where[0], where[1])
        else:
            self.canv.close()

    def _open_cell(self, row: int, column: int) -> None:
        if row < int(self.repeatRows or 0):
            self.canv.open("TH", "Column")
        elif column == 0 and self.row_headers:
            self.canv.open("TH", "Row")
        else:
            self.canv.open("TD")


class NamedRows(Grid):
    """A table of data whose first column names each row."""

    row_headers = True


def rules(*more: tuple[Any, ...], pad: float = 4) -> TableStyle:
    """The common look: top aligned, no side padding, a thin line under each row."""
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), pad),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, style.LINE),
            *more,
        ]
    )


def bare(*more: tuple[Any, ...]) -> TableStyle:
    """The look of a layout: top aligned, no padding, no lines."""
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            *more,
        ]
    )


def callout(lines: Sequence[Flowable], width: float, *, bar: Color, paper: Color) -> Table:
    """Lines on a tint behind a thick bar; goes on over the page when they do not fit."""
    gaps = [("TOPPADDING", (0, row), (-1, row), line.getSpaceBefore()) for row, line in enumerate(lines)]
    looks = bare(
        ("BACKGROUND", (0, 0), (0, -1), bar),
        ("BACKGROUND", (1, 0), (1, -1), paper),
        ("LEFTPADDING", (1, 0), (1, -1), 12),
        ("RIGHTPADDING", (1, 0), (1, -1), 12),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        *gaps,
        ("TOPPADDING", (0, 0), (-1, 0), 8),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
    )
    rows = [["", line] for line in lines]
    return Layout(rows, colWidths=[_BAR, width - _BAR], style=looks, spaceBefore=8, spaceAfter=6)


def summary(lines: Sequence[tuple[str, str]], width: float, *, names: float = NAME_WIDTH) -> Table:
    """Names at the left, values at the right, a thin line between: the form of every short list in a report.

    An empty value is printed as "Not recorded"; a long one goes on over the page.
    """
    rows = [[text(name, style.LABEL), _value(value)] for name, value in lines]
    return NamedRows(rows, colWidths=[names, width - names], style=rules(pad=3.5))


def _value(value: str) -> Text:
    if value in {"", words.NOT_RECORDED}:
        return text(words.NOT_RECORDED, style.MUTED_BODY)
    return text(value)
