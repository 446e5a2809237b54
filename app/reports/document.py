"""Puts a story of blocks on pages and gives the PDF back as bytes, the same ones for the same story.

Built in memory: a page about a child never lies in a temporary file (vault.md). Must not know what is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from app.reports import style
from app.reports.tagging import TaggedCanvas


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper and what stands on every page of it. Lengths in points."""

    title: str
    """The PDF's title."""
    subject: str
    author: str
    made_at: datetime
    """Aware; becomes the PDF's creation date."""
    foot: str
    """Left half of the footer's line; the page number stands at the right."""
    size: tuple[float, float] = A4
    margin: float = 18 * mm

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.size[0] - 2 * self.margin


def render(story: Sequence[Flowable], sheet: Sheet) -> bytes:
    """Lay the story out on as many pages as it needs."""
    out = BytesIO()
    doc = BaseDocTemplate(
        out,
        pagesize=sheet.size,
        title=sheet.title,
        subject=sheet.subject,
        author=sheet.author,
        creator="Doorstep",
        lang="en-GB",
        invariant=1,
        pageCompression=1,
        displayDocTitle=1,
    )
    foot_height = 12 * mm
    frame = Frame(
        sheet.margin,
        sheet.margin * 0.6 + foot_height,
        sheet.width,
        sheet.size[1] - sheet.margin * 1.6 - foot_height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    doc.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    doc.build(list(story), canvasmaker=partial(_canvas, sheet))
    return out.getvalue()


def _canvas(sheet: Sheet, *args: object, **kwargs: object) -> TaggedCanvas:
    canvas = TaggedCanvas(*args, on_page=partial(_footer, sheet), **kwargs)
    made = sheet.made_at.astimezone(UTC)
    moment = canvas._doc._timeStamp  # noqa: SLF001 -- ReportLab offers the clock or the year 2000, nothing between
    moment.t, moment.lt, moment.YMDhms = made.timestamp(), made.timetuple(), made.timetuple()[:6]
    return canvas


def _footer(sheet: Sheet, canvas: Canvas, page: int, pages: int) -> None:
    bottom = sheet.margin * 0.6
    canvas.setStrokeColor(style.LINE)
    canvas.setLineWidth(0.6)
    canvas.line(sheet.margin, bottom + 16, sheet.size[0] - sheet.margin, bottom + 16)
    canvas.setFont(style.REGULAR, 7.5)
    canvas.setFillColor(style.MUTED)
    canvas.drawString(sheet.margin, bottom + 4, sheet.foot)
    canvas.drawRightString(sheet.size[0] - sheet.margin, bottom + 4, f"Page {page} of {pages}")
