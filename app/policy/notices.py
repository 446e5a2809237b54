"""Who must be told about an event, under all packs of the pupil. Must not send anything.

One notice per recipient, so that nobody gets content meant for another; the deadlines of all packs bind them all.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.rules import Notify
from app.policy.schema.shared import Deadline
from app.policy.schema.words import EventId, Strength
from app.policy.situation import VisitContext, holds


@dataclass(frozen=True, slots=True)
class Notice:
    """What one role is told. The earliest of `deadlines` counts (see deadlines.earliest); lists are sorted."""

    event: EventId
    to: str
    senders: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    ack: bool
    escalate_after_minutes: int | None
    escalate_to: tuple[str, ...]
    content: tuple[str, ...]
    strength: Strength
    cites: tuple[str, ...]
    pack_ids: tuple[str, ...]


def notices_for(combined: Combined, event: EventId, context: VisitContext) -> tuple[Notice, ...]:
    """The notices for `event`, by recipient. Any acknowledgement wins; the shortest wait before escalating wins."""
    rules = [
        (pack.id, rule)
        for pack in combined.packs
        for rule in pack.notifies
        if rule.event is event and holds(rule.applies, context)
    ]
    deadlines = tuple(sorted({rule.deadline for _, rule in rules}, key=lambda each: each.model_dump_json()))
    recipients = sorted({role for _, rule in rules for role in rule.to})
    return tuple(_merged(role, [pair for pair in rules if role in pair[1].to], deadlines) for role in recipients)


def _merged(role: str, group: list[tuple[str, Notify]], deadlines: tuple[Deadline, ...]) -> Notice:
    rules = [rule for _, rule in group]
    waits = [rule.escalate_after_minutes for rule in rules if rule.escalate_after_minutes is not None]
    return Notice(
        event=rules[0].event,
        to=role,
        senders=tuple(sorted({sender for rule in rules for sender in rule.from_})),
        deadlines=deadlines,
        ack=any(rule.ack for rule in rules),
        escalate_after_minutes=min(waits, default=None),
        escalate_to=tuple(sorted({next_role for rule in rules for next_role in rule.escalate_to})),
        content=tuple(sorted({item for rule in rules for item in rule.content})),
        strength=strictest(Strength, (rule.strength for rule in rules)),
        cites=all_clauses(rule.cite for rule in rules),
        pack_ids=tuple(sorted({pack_id for pack_id, _ in group})),
    )
