"""The top of a session record: whose, when, how it ended, and who and where. Must not print a whole UPN."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from app.domain.records import SessionRecord
from app.reports import style, words
from app.reports.blocks import Cell, Layout, bare, callout, summary, text

_TONES = {"finished": "ok", "not_entered": "warn", "absent": "warn", "cancelled": "neutral"}
_ENDINGS = {
    "not_entered": "The tutor did not go in.",
    "absent": "The pupil was absent.",
    "cancelled": "The visit was cancelled.",
    "planned": "The visit has not started.",
    "at_door": "The visit has not started: the tutor is at the doorstep check.",
    "in_session": "The visit is still running. This page is not the final record.",
}
_NOT_TAUGHT = {"not_entered", "absent", "cancelled"}
_TAG_WIDTH = 118


def heading(record: SessionRecord, width: float) -> list[Flowable]:
    """Title, pupil and day at the left; the state's tag at the right."""
    day = words.long_day(words.local(record.planned_start, record.zone).date())
    what = " · ".join(part for part in (record.pupil_name, record.subject, day) if part)
    tone = _TONES.get(record.state, "neutral")
    tag = text(words.word(words.STATES, record.state), style.TAGS[tone])
    tag_box = Layout([[tag]], colWidths=[_TAG_WIDTH], style=bare(*_tag_look(tone)))
    title = Layout(
        [[[text("Session record", style.H1), text(what, style.LEAD)], tag_box]],
        colWidths=[width - _TAG_WIDTH, _TAG_WIDTH],
        style=bare(("RIGHTPADDING", (0, 0), (0, 0), 16), ("TOPPADDING", (1, 0), (1, 0), 3)),
    )
    line = bare(("LINEBELOW", (0, 0), (-1, -1), 2, style.PRIMARY))
    rule = Layout([[""]], colWidths=[width], rowHeights=[12], style=line)
    return [title, rule, Spacer(0, 12)]


def _tag_look(tone: str) -> list[tuple[object, ...]]:
    return [
        ("BACKGROUND", (0, 0), (-1, -1), style.TONES[tone][1]),
        ("ROUNDEDCORNERS", [6, 6, 6, 6]),
        ("TOPPADDING", (0, 0), (-1, -1), 5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
    ]


def facts(record: SessionRecord, width: float) -> list[Flowable]:
    """The four things a reader looks for first, side by side on a tint."""
    planned = words.clock_range(record.planned_start, record.planned_finish, record.zone)
    cells: list[Cell] = [
        _fact("Planned", planned, words.length(words.minutes_between(record.planned_start, record.planned_finish))),
        _fact("Actual", *_actual(record)),
        _fact("Attended", words.word(words.ATTENDED, record.attended), _late(record.late_minutes)),
        _fact("Seen", words.word(words.SEEN, record.seen), "By the tutor" if record.seen not in {"", "no"} else ""),
    ]
    looks = bare(
        ("BACKGROUND", (0, 0), (-1, -1), style.SURFACE_ALT),
        ("BOX", (0, 0), (-1, -1), 0.6, style.LINE),
        ("LINEAFTER", (0, 0), (-2, -1), 0.6, style.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 12),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
    )
    return [Layout([cells], colWidths=[width / 4] * 4, style=looks), Spacer(0, 8)]


def _fact(label: str, value: str, below: str) -> list[Flowable]:
    return [text(label, style.FACT_LABEL), text(value, style.FACT), text(below or " ", style.SMALL)]


def _actual(record: SessionRecord) -> tuple[str, str]:
    if record.actual_start is not None and record.state == "in_session":
        return f"From {words.clock(record.actual_start, record.zone)}", "Still running"
    times = words.clock_range(record.actual_start, record.actual_finish, record.zone)
    if times:
        return times, words.length(record.minutes)
    return ("–", "No session took place") if record.state in _NOT_TAUGHT else (words.NOT_RECORDED, "")


def _late(minutes: int | None) -> str:
    if minutes is None:
        return ""
    return f"{words.length(minutes)} late" if minutes else "On time"


def ending(record: SessionRecord, width: float) -> list[Flowable]:
    """For every visit that did not run to its end: what happened, and the reason in the tutor's words."""
    sentence = _ENDINGS.get(record.state)
    if sentence is None:
        return []
    lines: list[Flowable] = [text(sentence, style.LABEL)]
    if record.end_reason:
        lines.append(text(f"Reason: {record.end_reason}"))
    elif record.state in _NOT_TAUGHT:
        lines.append(text("No reason was recorded.", style.MUTED_BODY))
    return [callout(lines, width, bar=style.WARN_LINE, paper=style.WARN_SOFT), Spacer(0, 6)]


def people(record: SessionRecord, width: float) -> list[Flowable]:
    """Pupil, school, tutor and place as a two-column list; lines without a value are left out, but for the tutor's."""
    venue = words.word(words.VENUES, record.venue, "")
    place = ", ".join(
        part for part in (words.word(words.MODES, record.mode, ""), venue[:1].lower() + venue[1:]) if part
    )
    lines = [
        ("Pupil", ", ".join(part for part in (record.pupil_name, record.year_group) if part)),
        ("UPN", words.upn_tail(record.upn)),
        ("School", record.school_name),
        ("Tutor", ", ".join(part for part in (record.tutor_name, record.provider_name) if part)),
        ("Where", place),
        ("Adult at home", _adult(record)),
        ("Policies", "; ".join(record.packs)),
    ]
    return [summary([(name, value) for name, value in lines if value], width)]


def _adult(record: SessionRecord) -> str:
    if not record.adult_name:
        return ""
    age = {True: "over 18", False: "not over 18", None: ""}[record.adult_over_18]
    return ", ".join(part for part in (record.adult_name, record.adult_relation, age) if part)
