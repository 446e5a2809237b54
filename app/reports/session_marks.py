"""Check-in and check-out on a session record: when they were made, and what the school knows of them."""

from __future__ import annotations

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from app.domain.records import ContactMark, SessionRecord
from app.reports import style, words
from app.reports.blocks import NAME_WIDTH, Cell, Grid, rules, text


def marks(record: SessionRecord, width: float) -> list[Flowable]:
    """A row for each; "The school knows" is printed only with a receipt behind it."""
    head: list[Cell] = [text(label, style.CELL_HEAD) for label in ("Message", "Made at", "Where it is")]
    rows = [head, _row("Check-in", record.check_in, record.zone), _row("Check-out", record.check_out, record.zone)]
    if record.arrived_at is not None:
        rows.insert(1, [text("At the door"), text(words.clock(record.arrived_at, record.zone)), text("")])
    looks = rules(("LINEBELOW", (0, 0), (-1, 0), 1, style.CONTROL), pad=3.5)
    return [Grid(rows, colWidths=[NAME_WIDTH, 90, width - NAME_WIDTH - 90], style=looks, repeatRows=1)]


def _row(label: str, mark: ContactMark, zone: str) -> list[Cell]:
    if mark.at is None:
        return [text(label), text("Not made", style.MUTED_BODY), text("")]
    return [text(label), text(words.clock(mark.at, zone)), text(_kept(mark, zone), _look(mark))]


def _kept(mark: ContactMark, zone: str) -> str:
    state = words.word(words.KEPT, mark.kept, "")
    if mark.kept == "school_holds" and mark.known_at is not None:
        return f"{state}, received {words.stamp(mark.known_at, zone)}"
    return state


def _look(mark: ContactMark) -> ParagraphStyle:
    return style.BODY if mark.kept == "school_holds" else style.LABEL
