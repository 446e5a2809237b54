"""What somebody alone on a visit must do, under all packs of the pupil. Must not run timers: the school does."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined

DEFAULT_OVERDUE_MINUTES = 15
"""When no pack speaks: silence is an alarm all the same (design.md, promise 3)."""


@dataclass(frozen=True, slots=True)
class LoneWorkingTerms:
    """The strictest of all packs. `overdue_minutes` count from the agreed finish; `aware_roles` are sorted."""

    named_contact: bool
    check_in: bool
    check_out: bool
    overdue_minutes: int
    aware_roles: tuple[str, ...]
    cites: tuple[str, ...] = ()


def lone_working_terms(combined: Combined) -> LoneWorkingTerms:
    """Any true wins, the fewest minutes win, all roles are told.

    A pupil whose packs say nothing is still checked in and out: the terms then are our own and cite nothing.
    """
    terms = [pack.lone_working for pack in combined.packs if pack.lone_working]
    if not terms:
        return LoneWorkingTerms(
            named_contact=False,
            check_in=True,
            check_out=True,
            overdue_minutes=DEFAULT_OVERDUE_MINUTES,
            aware_roles=(),
        )
    return LoneWorkingTerms(
        named_contact=any(term.named_contact for term in terms),
        check_in=any(term.check_in for term in terms),
        check_out=any(term.check_out for term in terms),
        overdue_minutes=min(term.overdue_minutes for term in terms),
        aware_roles=tuple(sorted({role for term in terms for role in term.aware_roles})),
        cites=all_clauses(term.cite for term in terms if term.cite),
    )
