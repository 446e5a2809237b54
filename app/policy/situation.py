"""What is known about a visit or an arrangement when a rule is looked up, and whether the rule then holds.

Must not guess: what is not known does not excuse, so a condition on something unknown counts as met.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.schema.shared import Applies
from app.policy.schema.words import Arrangement, Flag, Mode, ProviderStatus, SecondAdult, Venue


@dataclass(frozen=True, slots=True)
class VisitContext:
    """None means not known. `flags` is the whole set of the pupil's flags when it is known."""

    mode: Mode | None = None
    venue: Venue | None = None
    arrangement: Arrangement | None = None
    flags: frozenset[Flag] | None = None
    provider_status: ProviderStatus | None = None
    second_adult: SecondAdult | None = None


UNKNOWN = VisitContext()


def holds(applies: Applies, context: VisitContext) -> bool:
    """Whether a rule with these conditions applies: all keys must fit, an empty key or an unknown value always does."""
    return (
        _fits(applies.modes, context.mode)
        and _fits(applies.venues, context.venue)
        and _fits(applies.arrangements, context.arrangement)
        and _fits(applies.provider_status, context.provider_status)
        and (applies.second_adult is None or context.second_adult in (None, applies.second_adult))
        and (not applies.flags or context.flags is None or not context.flags.isdisjoint(applies.flags))
    )


def _fits(allowed: tuple[str, ...], value: str | None) -> bool:
    return not allowed or value is None or value in allowed
