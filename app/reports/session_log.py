"""What was done in the session: readiness, engagement and the tutor's texts, as first saved."""

from __future__ import annotations

from reportlab.platypus import Flowable

from app.domain.records import SessionRecord
from app.reports import words
from app.reports.blocks import summary


def log(record: SessionRecord, width: float) -> list[Flowable]:
    """The log of a finished session; a visit that was not taught has none."""
    if record.state != "finished":
        return []
    lines = [
        ("Ready to start", words.yes_no(record.ready)),
        ("Right equipment", words.yes_no(record.equipment)),
        ("Engagement", _engagement(record.engagement)),
        ("Targets worked on", record.targets),
        ("Work covered", record.work_covered),
        ("Work set", record.work_set),
        ("Outcome", record.outcome),
        ("Kind of outcome", record.outcome_category.replace("_", " ").capitalize()),
        ("Notes", record.notes),
    ]
    if record.end_reason:
        lines.append(("Why it finished late", record.end_reason))
    return [summary(lines, width)]


def _engagement(level: int | None) -> str:
    if level is None:
        return ""
    return f"{words.ENGAGEMENT.get(level, 'Level')} ({level} of 5)"
