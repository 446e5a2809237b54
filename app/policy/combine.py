"""A pupil under one or several packs: the set of them, and what the packs leave to a person.

The rules of several packs are merged matter by matter where they are asked for: checks.py (questions), gates.py,
notices.py, cycles.py, limits.py, people.py, conduct.py and lone_working.py. Every merge depends on the set of packs
alone, not on their order, and is never laxer than any one of them (domain.md 2.2). Must not settle what only people
may settle: retention, consent, charging and ending come back as conflicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.schema.more_words import Evidence
from app.policy.schema.pack import Pack

_CONSENT = frozenset({Evidence.PARENT_CONSENT_WRITTEN, Evidence.PARENT_PERMISSION_SCOPE, Evidence.PARENT_AGREEMENT})


@dataclass(frozen=True)
class Combined:
    """The packs of one pupil, each once, in the order of their ids."""

    packs: tuple[Pack, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(pack.id for pack in self.packs)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one pack says about a matter in conflict."""

    pack_id: str
    says: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A matter that the lead decides, with the choice recorded. `matter` names it and stays the same over versions."""

    matter: str
    choices: tuple[Choice, ...]


def combine(packs: Iterable[Pack]) -> Combined:
    """The set of `packs`. ValueError when two different packs carry one id: a shelf never holds such a pair."""
    by_id: dict[str, Pack] = {}
    for pack in packs:
        if by_id.setdefault(pack.id, pack) != pack:
            raise ValueError(f"two different packs are called {pack.id}")
    return Combined(tuple(by_id[pack_id] for pack_id in sorted(by_id)))


def conflicts(combined: Combined) -> tuple[Conflict, ...]:
    """Every matter on which the packs differ and that is never settled by rule, sorted by matter."""
    said: dict[str, list[Choice]] = {}
    for pack in combined.packs:
        for matter, choice in _statements(pack):
            said.setdefault(matter, []).append(choice)
    return tuple(Conflict(matter, tuple(choices)) for matter, choices in sorted(said.items()) if _differ(choices))


def _differ(choices: list[Choice]) -> bool:
    """Two packs that say the same leave nothing to ask; nor does one pack alone, however often it speaks."""
    by_pack: dict[str, set[str]] = {}
    for choice in choices:
        by_pack.setdefault(choice.pack_id, set()).add(choice.says)
    first, *others = by_pack.values()
    return any(other != first for other in others)


def _statements(pack: Pack) -> Iterable[tuple[str, Choice]]:
    yield from _about_keeping(pack)
    yield from _about_consent(pack)
    yield from _about_money_and_endings(pack)


def _about_keeping(pack: Pack) -> Iterable[tuple[str, Choice]]:
    for rule in pack.retentions:
        says = f"{rule.keep.amount} {rule.keep.unit} from {rule.keep.from_}, then {rule.then}"
        yield f"retention:{rule.class_}", Choice(pack.id, says, all_clauses([rule.cite]))
    if pack.recording:
        keep = pack.recording.keep
        says = f"{keep.amount} {keep.unit} from {keep.from_}"
        yield "retention:session_recording", Choice(pack.id, says, all_clauses([pack.recording.cite]))


def _about_consent(pack: Pack) -> Iterable[tuple[str, Choice]]:
    for gate in pack.gates:
        if asked := sorted(set(gate.needs) & _CONSENT):
            yield f"consent:{gate.before}", Choice(pack.id, ", ".join(asked), all_clauses([gate.cite]))


def _about_money_and_endings(pack: Pack) -> Iterable[tuple[str, Choice]]:
    if pack.charge:
        charge = pack.charge
        says = f"per {charge.unit}, {charge.part_unit}, within {charge.within}, when {charge.condition}"
        yield "charge", Choice(pack.id, says, all_clauses([charge.cite] if charge.cite else []))
    for rule in pack.end_rules:
        says = f"when {rule.trigger}: {rule.decide} decides"
        yield "ending", Choice(pack.id, says, all_clauses([rule.cite]))
