"""The attendance part of a session record, with the suggested register code and why. The school decides the code."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from app.domain.records import SessionRecord
from app.reports import style, words
from app.reports.blocks import Layout, bare, summary, text

_BOX = 74


def attendance(record: SessionRecord, width: float) -> list[Flowable]:
    """Attended, seen, punctuality and minutes; then the code's box. Nothing for a visit that has not happened."""
    if record.state in {"planned", "at_door"}:
        return []
    return [*_lines(record, width), _code(record, width)]


def _lines(record: SessionRecord, width: float) -> list[Flowable]:
    if record.state in {"not_entered", "cancelled"} and not record.attended:
        return []
    late = words.NOT_RECORDED if record.late_minutes is None else words.length(record.late_minutes)
    lines = [
        ("Attended", words.word(words.ATTENDED, record.attended)),
        ("Seen by the tutor", words.word(words.SEEN, record.seen)),
        ("Pupil was late by", "Not late" if record.late_minutes == 0 else late),
        ("Time delivered", words.length(record.minutes)),
    ]
    if record.attended == "no":
        lines = lines[:2]
    return [summary(lines, width), Spacer(0, 8)]


def _code(record: SessionRecord, width: float) -> Flowable:
    meaning = record.code_meaning or ("" if record.suggested_code else "No code can be suggested.")
    said: list[Flowable] = [text(f"Suggested code: {record.suggested_code or 'none'}", style.LABEL)]
    said += [
        text(line) for line in (meaning, record.code_rule and f"Why: {record.code_rule.replace('_', ' ')}") if line
    ]
    said.append(text("This is a suggestion. The school decides which code goes into its register.", style.MUTED_BODY))
    looks = bare(
        ("BACKGROUND", (0, 0), (0, 0), style.PRIMARY_SOFT),
        ("BOX", (0, 0), (-1, -1), 0.6, style.LINE),
        ("VALIGN", (0, 0), (0, 0), "MIDDLE"),
        ("LEFTPADDING", (1, 0), (1, 0), 14),
        ("RIGHTPADDING", (1, 0), (1, 0), 12),
        ("TOPPADDING", (1, 0), (1, 0), 8),
        ("BOTTOMPADDING", (1, 0), (1, 0), 10),
    )
    sign = text(record.suggested_code or "–", style.CODE)
    return Layout([[sign, said]], colWidths=[_BOX, width - _BOX], style=looks)
