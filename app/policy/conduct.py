"""How sessions are held and logged, under all packs of the pupil: log, online, contact, recording, plans.

Must not judge a session. Wherever packs differ the stricter word stands; how long recordings are kept is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.combine import Combined
from app.policy.merging import strictest
from app.policy.schema.more_words import PlanKind, PlanNeed
from app.policy.schema.terms import PlanRule
from app.policy.schema.words import Enforce
from app.policy.situation import VisitContext, holds

_ACCOUNTS = ("any", "provider", "school")


@dataclass(frozen=True, slots=True)
class SessionTerms:
    """What a session log must hold. Categories keep the packs' order; a warned category of one pack warns."""

    require_target: bool
    require_outcome: bool
    outcome_categories: tuple[str, ...]
    warn_categories: tuple[str, ...]
    seen_definitions: tuple[str, ...]
    minutes_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnlineTerms:
    """`platforms` None: no list; an empty tuple: the packs' lists have nothing in common, so none is allowed."""

    platforms: tuple[str, ...] | None
    accounts: str
    devices: str
    on_site: bool
    invite: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanNeeded:
    """One thing a kind of plan must hold."""

    plan: PlanKind
    needs: PlanNeed
    enforce: Enforce
    cites: tuple[str, ...]


def session_terms(combined: Combined) -> SessionTerms:
    """All that any pack requires of a log; every pack has a [session]."""
    sessions = [pack.session for pack in combined.packs]
    return SessionTerms(
        require_target=any(session.require_target for session in sessions),
        require_outcome=any(session.require_outcome for session in sessions),
        outcome_categories=_once(item for session in sessions for item in session.outcome_categories),
        warn_categories=_once(item for session in sessions for item in session.warn_categories),
        seen_definitions=_once(session.seen_definition for session in sessions),
        minutes_types=_once(item for session in sessions for item in session.minutes_types),
    )


def online_terms(combined: Combined) -> OnlineTerms | None:
    """The narrowest of all packs that speak about online sessions; None when none does."""
    said = [pack.online for pack in combined.packs if pack.online]
    if not said:
        return None
    lists = [frozenset(online.platforms) for online in said if online.platforms]
    return OnlineTerms(
        platforms=tuple(sorted(frozenset.intersection(*lists))) if lists else None,
        accounts=max((online.accounts for online in said), key=_ACCOUNTS.index),
        devices=max((online.devices for online in said), key=_ACCOUNTS.index),
        on_site=any(online.staff_location == "on_site" for online in said),
        invite=tuple(sorted({role for online in said for role in online.invite})),
    )


def may_contact_pupil(combined: Combined) -> bool:
    """Whether a tutor may contact the pupil outside sessions: only when a pack says so and none says no."""
    said = [pack.contact.pupil_direct for pack in combined.packs if pack.contact]
    return bool(said) and all(said)


def contacts_allowed(combined: Combined) -> tuple[str, ...] | None:
    """The roles that every pack with a [contact] allows, sorted; None when no pack restricts them."""
    said = [frozenset(pack.contact.allowed) for pack in combined.packs if pack.contact]
    return tuple(sorted(frozenset.intersection(*said))) if said else None


def must_record(combined: Combined) -> bool:
    """Whether any pack has sessions recorded."""
    return any(pack.recording.required for pack in combined.packs if pack.recording)


def plan_needs(combined: Combined, context: VisitContext) -> tuple[PlanNeeded, ...]:
    """The union of what plans must hold, with the strictest enforcement, sorted."""
    found: dict[tuple[PlanKind, PlanNeed], list[PlanRule]] = {}
    for pack in combined.packs:
        for rule in pack.plan_rules:
            if holds(rule.applies, context):
                found.setdefault((rule.plan, rule.needs), []).append(rule)
    return tuple(
        PlanNeeded(plan, needs, strictest(Enforce, (r.enforce for r in rules)), all_clauses(r.cite for r in rules))
        for (plan, needs), rules in sorted(found.items())
    )


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
