"""Numbers that must not be passed, under all packs of the pupil. Must not measure anything.

"Lowest limits" (domain.md 2.2) means the narrowest: the lowest maximum, and the highest minimum.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.more_words import Measure
from app.policy.schema.terms import Limit
from app.policy.schema.words import Enforce, Strength
from app.policy.situation import VisitContext, holds


@dataclass(frozen=True, slots=True)
class CombinedLimit:
    """`value` None when every pack leaves it to the case; `per_case` when a pupil's own value binds as well."""

    measure: Measure
    op: str
    unit: str
    value: float | None
    per_case: bool
    enforce: Enforce
    strength: Strength
    cites: tuple[str, ...]
    pack_ids: tuple[str, ...]


def limits(combined: Combined, context: VisitContext) -> tuple[CombinedLimit, ...]:
    """One limit per measure, direction and unit, sorted. Different units stay apart: both limits bind."""
    found: dict[tuple[Measure, str, str], list[tuple[str, Limit]]] = {}
    for pack in combined.packs:
        for limit in pack.limits:
            if holds(limit.applies, context):
                found.setdefault((limit.measure, limit.op, limit.unit), []).append((pack.id, limit))
    return tuple(_merged(found[key]) for key in sorted(found))


def keeps(limit: CombinedLimit, measured: float, case_value: float | None = None) -> bool:
    """Whether `measured` (in the limit's unit) keeps the limit and, where there is one, the pupil's own value."""
    bounds = [bound for bound in (limit.value, case_value if limit.per_case else None) if bound is not None]
    return all(measured <= bound if limit.op == "max" else measured >= bound for bound in bounds)


def _merged(group: list[tuple[str, Limit]]) -> CombinedLimit:
    rules = [limit for _, limit in group]
    numbers = [float(limit.value) for limit in rules if not isinstance(limit.value, str)]
    narrowest = min if rules[0].op == "max" else max
    return CombinedLimit(
        measure=rules[0].measure,
        op=rules[0].op,
        unit=rules[0].unit,
        value=narrowest(numbers) if numbers else None,
        per_case=len(numbers) < len(rules),
        enforce=strictest(Enforce, (limit.enforce for limit in rules)),
        strength=strictest(Strength, (limit.strength for limit in rules)),
        cites=all_clauses(limit.cite for limit in rules),
        pack_ids=tuple(sorted({pack_id for pack_id, _ in group})),
    )
