"""What staff must have shown, learnt and read, under all packs of the pupil. Must not know any member of staff."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.more_words import VettingCheck
from app.policy.schema.people import Document, Training, Vetting
from app.policy.schema.words import Enforce, Moment, Strength


@dataclass(frozen=True, slots=True)
class NeededCheck:
    """One check of a person, before every moment that any pack names."""

    check: VettingCheck
    before: tuple[Moment, ...]
    enforce: Enforce
    strength: Strength
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeededTraining:
    """One course with the modules of all packs; `refresh_months` is the shortest, None when none refreshes."""

    id: str
    title: str
    modules: tuple[str, ...]
    refresh_months: int | None
    before: tuple[Moment, ...]
    enforce: Enforce
    cites: tuple[str, ...]


def vetting_needed(combined: Combined) -> tuple[NeededCheck, ...]:
    """Every check that any pack asks for, once, with the strictest enforcement."""
    found: dict[VettingCheck, list[Vetting]] = {}
    for pack in combined.packs:
        for rule in pack.vettings:
            found.setdefault(rule.check, []).append(rule)
    return tuple(
        NeededCheck(
            check=check,
            before=tuple(sorted({rule.before for rule in rules})),
            enforce=strictest(Enforce, (rule.enforce for rule in rules)),
            strength=strictest(Strength, (rule.strength for rule in rules)),
            cites=all_clauses(rule.cite for rule in rules),
        )
        for check, rules in sorted(found.items())
    )


def training_needed(combined: Combined) -> tuple[NeededTraining, ...]:
    """Every course by its id; packs that share an id mean the same course."""
    found: dict[str, list[Training]] = {}
    for pack in combined.packs:
        for rule in pack.trainings:
            found.setdefault(rule.id, []).append(rule)
    return tuple(_course(course, rules) for course, rules in sorted(found.items()))


def _course(course: str, rules: list[Training]) -> NeededTraining:
    refreshes = [rule.refresh_months for rule in rules if rule.refresh_months is not None]
    return NeededTraining(
        id=course,
        title=rules[0].title,
        modules=tuple(sorted({module for rule in rules for module in rule.modules})),
        refresh_months=min(refreshes, default=None),
        before=tuple(sorted({rule.before for rule in rules})),
        enforce=strictest(Enforce, (rule.enforce for rule in rules)),
        cites=all_clauses(rule.cite for rule in rules),
    )


def documents_needed(combined: Combined) -> tuple[tuple[str, Document], ...]:
    """Every document with the pack that names it: papers of different publishers are never the same paper."""
    return tuple((pack.id, document) for pack in combined.packs for document in pack.documents)
