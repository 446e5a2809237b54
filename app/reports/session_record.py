"""The session record: one visit on one or two A4 pages (domain.md 7.1). Must not decide what may be printed.

The original log stands as it was first saved; amendments follow as dated blocks of their own with their reasons.
"""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from app.domain.records import SessionRecord
from app.reports import style, words
from app.reports.blocks import text
from app.reports.document import Sheet, render
from app.reports.session_amendments import amendments
from app.reports.session_attendance import attendance
from app.reports.session_checks import checks
from app.reports.session_head import ending, facts, heading, people
from app.reports.session_log import log
from app.reports.session_marks import marks

_ROOM_FOR_A_START = 80
"""Points under a title, so that no title stands alone at the foot of a page."""


def session_record_pdf(record: SessionRecord) -> bytes:
    """The record as a tagged PDF; the same bytes for the same record.

    Raises ValueError for a naive datetime and ZoneInfoNotFoundError for an unknown zone: mistakes of the caller.
    """
    style.register_fonts()
    sheet = _sheet(record)
    return render(_story(record, sheet.width), sheet)


def _sheet(record: SessionRecord) -> Sheet:
    day = words.long_day(words.local(record.planned_start, record.zone).date())
    trail = [f"Visit {record.visit_id[-8:]}"]
    if record.fact_hash:
        trail.append(f"Fact {record.fact_hash[:12]}")
    trail.append(f"Made on {words.stamp(record.made_at, record.zone)}")
    trail.append("Confidential")
    return Sheet(
        title=f"Session record, {day}",
        subject=f"Session record for {record.school_name}",
        author=record.tutor_name,
        made_at=record.made_at,
        foot="   ·   ".join(trail),
    )


def _story(record: SessionRecord, width: float) -> list[Flowable]:
    story = [*heading(record, width), *facts(record, width), *ending(record, width), *people(record, width)]
    story += _section("Checks", checks(record, width))
    story += _section("Attendance", attendance(record, width), together=True)
    story += _section("The session", log(record, width))
    story += _section("Check-in and check-out", marks(record, width), together=True)
    return story + _section("Amendments", amendments(record, width))


def _section(title: str, body: list[Flowable], *, together: bool = False) -> list[Flowable]:
    if not body:
        return []
    if together:
        return [KeepTogether([text(title, style.H2), *body])]
    return [CondPageBreak(_ROOM_FOR_A_START), text(title, style.H2), *body]
