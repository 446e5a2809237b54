"""What comes round, under all packs of the pupil: the shortest cycle, all invitees, all outputs.

Must not compute dates of windows: half_terms.py has them. A term of six is a half-term of three (domain.md 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.more_words import CycleKind, Evidence
from app.policy.schema.pack import Pack
from app.policy.schema.shared import Cadence
from app.policy.schema.terms import Cycle
from app.policy.schema.words import Strength
from app.policy.situation import VisitContext, holds

_YEAR = Fraction(365)
_DAYS: dict[str, Fraction] = {
    "school_day": Fraction(7, 5),
    "day": Fraction(1),
    "week": Fraction(7),
    "month": _YEAR / 12,
    "half_term": _YEAR / 6,
    "year": _YEAR,
}


@dataclass(frozen=True, slots=True)
class Invitee:
    """A party of a cycle; `contribution` is what every pack that limits it allows."""

    role: str
    invite: bool
    contribution: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CombinedCycle:
    """One kind of cycle. `terms_per_year` says what "term" means in `cadence`; lists are sorted."""

    what: CycleKind
    cadence: Cadence
    terms_per_year: int
    organisers: tuple[str, ...]
    invitees: tuple[Invitee, ...]
    outputs: tuple[str, ...]
    close_needs: tuple[Evidence, ...]
    strength: Strength
    cites: tuple[str, ...]
    pack_ids: tuple[str, ...]


def nominal_days(cadence: Cadence, terms_per_year: int) -> Fraction:
    """How long one round lasts on average, in days: only to compare cadences, never to set a date."""
    unit = _YEAR / terms_per_year if cadence.unit == "term" else _DAYS[cadence.unit]
    return cadence.every * unit


def cycles(combined: Combined, context: VisitContext) -> tuple[CombinedCycle, ...]:
    """One cycle per kind, sorted by kind."""
    found: dict[CycleKind, list[tuple[Pack, Cycle]]] = {}
    for pack in combined.packs:
        for cycle in pack.cycles:
            if holds(cycle.applies, context):
                found.setdefault(cycle.what, []).append((pack, cycle))
    return tuple(_merged(what, found[what]) for what in sorted(found))


def _merged(what: CycleKind, group: list[tuple[Pack, Cycle]]) -> CombinedCycle:
    cadence, terms = min(((cycle.cadence, pack.calendar.terms_per_year) for pack, cycle in group), key=_by_length)
    return CombinedCycle(
        what=what,
        cadence=cadence,
        terms_per_year=terms,
        organisers=tuple(sorted({cycle.organiser for _, cycle in group})),
        invitees=_invitees([cycle for _, cycle in group]),
        outputs=tuple(sorted({output for _, cycle in group for output in cycle.outputs})),
        close_needs=tuple(sorted({need for _, cycle in group for need in cycle.close_needs})),
        strength=strictest(Strength, (cycle.strength for _, cycle in group)),
        cites=all_clauses(cycle.cite for _, cycle in group),
        pack_ids=tuple(sorted({pack.id for pack, _ in group})),
    )


def _by_length(pair: tuple[Cadence, int]) -> tuple[Fraction, int, str, int]:
    """Shortest first, then the smaller tolerance, then anything that is the same whatever the order of packs."""
    cadence, terms = pair
    return nominal_days(cadence, terms), cadence.tolerance_days, cadence.model_dump_json(), terms


def _invitees(group: list[Cycle]) -> tuple[Invitee, ...]:
    found: dict[str, list[tuple[bool, frozenset[str]]]] = {}
    for cycle in group:
        for participant in cycle.participants:
            ways = frozenset(participant.contribution)
            found.setdefault(participant.role, []).append((participant.invite, ways))
    return tuple(
        Invitee(role, any(invite for invite, _ in said), tuple(sorted(_common([ways for _, ways in said]))))
        for role, said in sorted(found.items())
    )


def _common(ways: list[frozenset[str]]) -> frozenset[str]:
    """What all allow; when they have nothing in common, all that any allows, so that there is a way at all."""
    return frozenset.intersection(*ways) or frozenset[str]().union(*ways)
