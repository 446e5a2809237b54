"""What must be there before a moment, under all packs of the pupil. Must not look evidence up: callers know it.

Safety rule: `open_gates` never returns a requirement that blocks an ending (domain.md 0.4; the schema forbids it too).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.more_words import Evidence
from app.policy.schema.rules import Gate
from app.policy.schema.words import Enforce, Moment, Strength
from app.policy.situation import VisitContext, holds


@dataclass(frozen=True, slots=True)
class Requirement:
    """One piece of evidence. `override_by`: roles that every blocking pack lets override; empty means nobody may."""

    evidence: Evidence
    enforce: Enforce
    strength: Strength
    override_by: tuple[str, ...]
    cites: tuple[str, ...]
    pack_ids: tuple[str, ...]


def needs_before(combined: Combined, moment: Moment, context: VisitContext) -> tuple[Requirement, ...]:
    """The union of what the packs need before `moment`, one requirement per evidence, with the strictest word."""
    found: dict[Evidence, list[tuple[str, Gate]]] = {}
    for pack in combined.packs:
        for gate in pack.gates:
            if gate.before is moment and holds(gate.applies, context):
                for evidence in gate.needs:
                    found.setdefault(evidence, []).append((pack.id, gate))
    return tuple(_merged(evidence, found[evidence]) for evidence in sorted(found))


def open_gates(requirements: Collection[Requirement], there: Collection[Evidence]) -> tuple[Requirement, ...]:
    """The requirements whose evidence is not there yet."""
    return tuple(requirement for requirement in requirements if requirement.evidence not in there)


def _merged(evidence: Evidence, group: list[tuple[str, Gate]]) -> Requirement:
    enforce = strictest(Enforce, (gate.enforce for _, gate in group))
    keys = [set(gate.override.by) if gate.override else set() for _, gate in group if gate.enforce is enforce]
    return Requirement(
        evidence=evidence,
        enforce=enforce,
        strength=strictest(Strength, (gate.strength for _, gate in group)),
        override_by=tuple(sorted(set.intersection(*keys))),
        cites=all_clauses(gate.cite for _, gate in group),
        pack_ids=tuple(sorted({pack_id for pack_id, _ in group})),
    )
