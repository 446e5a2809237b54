"""The week's register on landscape A4: pupils down, half-days across (domain.md 4.5, 7.2).

Codes are suggestions and the page says so. Must not decide a code, and must not print a whole UPN.
"""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from app.domain.records import RegisterWeek
from app.reports import style, words
from app.reports.blocks import Cell, Layout, bare, summary, text
from app.reports.document import Sheet, render
from app.reports.register_sums import findings, shown_days, used_legend
from app.reports.register_table import table

_SCHOOL_WIDTH = 260
_HOW_TO_READ = (
    "Each box shows the suggested code, the planned times, the actual times, the minutes and whether the pupil was "
    "seen. An empty box means that no visit was planned or made. Codes are suggestions: the school decides them."
)


def week_register_pdf(week: RegisterWeek) -> bytes:
    """The register as a tagged PDF; the same bytes for the same week.

    Raises ValueError for a naive datetime and ZoneInfoNotFoundError for an unknown zone: mistakes of the caller.
    """
    style.register_fonts()
    sheet = Sheet(
        title=f"Register, week of {words.long_day(week.week_start)}",
        subject=f"Week's register for {week.school_name}",
        author=week.provider_name or week.tutor_name,
        made_at=week.made_at,
        foot=_foot(week),
        size=landscape(A4),
        margin=13 * mm,
    )
    return render([*_heading(week, sheet.width), *_body(week, sheet.width)], sheet)


def _foot(week: RegisterWeek) -> str:
    made = f"Made on {words.stamp(week.made_at, week.zone)}"
    version = f"Code table: {week.code_table_version}" if week.code_table_version else ""
    return "   ·   ".join(part for part in (made, version, "Confidential") if part)


def _heading(week: RegisterWeek, width: float) -> list[Flowable]:
    last = shown_days(week)[-1]
    title: Cell = [
        text("Week’s register", style.H1),
        text(f"{words.long_day(week.week_start)} to {words.long_day(last)}", style.LEAD),
    ]
    givers = ", ".join(part for part in (week.tutor_name, week.provider_name) if part)
    school: Cell = [text(week.school_name, style.RIGHT_BOLD), text(givers, style.RIGHT_MUTED)]
    head = Layout(
        [[title, school]],
        colWidths=[width - _SCHOOL_WIDTH, _SCHOOL_WIDTH],
        style=bare(("VALIGN", (1, 0), (1, 0), "BOTTOM"), ("RIGHTPADDING", (0, 0), (0, 0), 16)),
    )
    line = bare(("LINEBELOW", (0, 0), (-1, -1), 2, style.PRIMARY))
    return [head, Layout([[""]], colWidths=[width], rowHeights=[9], style=line), Spacer(0, 9)]


def _body(week: RegisterWeek, width: float) -> list[Flowable]:
    if not week.pupils:
        return [text("No visits were planned or made in this week."), *_notes(week)]
    return [table(week, width), *_notes(week), *_legend(week, width)]


def _notes(week: RegisterWeek) -> list[Flowable]:
    told = findings(week)
    lines = [text(line, style.NOTE) for line in ([_HOW_TO_READ, *told] if week.pupils else told)]
    return [Spacer(0, 8), *lines]


def _legend(week: RegisterWeek, width: float) -> list[Flowable]:
    codes = [(line.code, line.meaning) for line in used_legend(week)]
    if not codes:
        return []
    return [KeepTogether([text("Codes used", style.H2), summary(codes, width, names=44)])]
