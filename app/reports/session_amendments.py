"""Later corrections of a session record. Each is a block of its own: who, when, why, what was and what is now."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether

from app.domain.records import AmendmentRecord, FieldChange, SessionRecord
from app.reports import style, words
from app.reports.blocks import callout, text

_STANDS = "Everything above is as it was first saved and still stands. These corrections were added later."


def amendments(record: SessionRecord, width: float) -> list[Flowable]:
    """The blocks in the order in which they were made."""
    if not record.amendments:
        return []
    blocks = [_block(number, item, record.zone, width) for number, item in enumerate(record.amendments, start=1)]
    return [text(_STANDS, style.BODY_AFTER), *blocks]


def _block(number: int, item: AmendmentRecord, zone: str, width: float) -> Flowable:
    lines: list[Flowable] = [
        text(f"Amendment {number}, {words.stamp(item.amended_at, zone)}, by {item.by}", style.LABEL),
        text(f"Reason: {item.reason}"),
    ]
    for change in item.changes:
        lines += _change(change)
    if item.kept and item.kept != "school_holds":
        lines.append(text(f"{words.word(words.KEPT, item.kept)}.", style.MUTED_BODY))
    return KeepTogether([callout(lines, width, bar=style.PRIMARY, paper=style.SURFACE_ALT)])


def _change(change: FieldChange) -> list[Flowable]:
    label = words.FIELDS.get(change.field, change.field.replace("_", " ").capitalize())
    before = words.field_value(change.field, change.before) or "nothing recorded"
    after = words.field_value(change.field, change.after) or "nothing recorded"
    return [
        text(label, style.LABEL_ABOVE),
        text(f"Before: {before}", style.MUTED_BODY),
        text(f"Now: {after}"),
    ]
