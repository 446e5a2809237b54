"""What the packs ask of one visit. Must not know rows of other things, nor write."""

from __future__ import annotations

from typing import Any

from app.casework.views import Question
from app.policy.checks import ADULT_NAME, ADULT_OVER_18, ADULT_RELATION, CheckQuestion, questions
from app.policy.combine import combine
from app.policy.loading import PackShelf
from app.policy.lone_working import lone_working_terms
from app.policy.schema.pack import Pack
from app.policy.schema.words import Flag, Mode, Phase, Venue
from app.policy.situation import VisitContext

ADULT_MATTERS = frozenset({ADULT_NAME, ADULT_RELATION, ADULT_OVER_18})


def packs_of(row: Any, school: Any, shelf: PackShelf) -> tuple[Pack, ...]:
    """The packs a pupil is under, else the school's own. Raises PackUnknown."""
    return tuple(shelf.get(pack_id) for pack_id in pack_ids(row, school))


def packs_here(row: Any, school: Any, shelf: PackShelf) -> tuple[Pack, ...]:
    """As `packs_of`, leaving out packs that are not on this laptop: for what a missing pack must not hold back."""
    return tuple(shelf.get(pack_id) for pack_id in pack_ids(row, school) if pack_id in shelf)


def pack_ids(row: Any, school: Any) -> tuple[str, ...]:
    """The ids of a pupil's packs, else the school's."""
    return tuple(row.packs or (school.packs if school is not None else None) or ())


def context_of(row: Any) -> VisitContext:
    """What is known about a visit when a rule is looked up."""
    known = {flag.value for flag in Flag}
    return VisitContext(
        mode=Mode(row.mode),
        venue=Venue(row.venue) if row.venue in {venue.value for venue in Venue} else None,
        flags=frozenset(Flag(flag) for flag in row.flags or () if flag in known),
    )


def asked(row: Any, packs: tuple[Pack, ...], phase: Phase) -> tuple[CheckQuestion, ...]:
    """The questions of a phase for this visit."""
    return questions(packs, phase, context_of(row))


def matter(question_id: str) -> str:
    """A question's matter: its id without the packs that tell two of them apart."""
    return question_id.partition("@")[0]


def shown(items: tuple[CheckQuestion, ...]) -> tuple[Question, ...]:
    """Questions as a screen asks them; the named adult has fields of its own."""
    return tuple(
        Question(q.id, q.text, q.help, q.answer, q.options, q.on_fail, q.cites)
        for q in items
        if matter(q.id) not in ADULT_MATTERS
    )


def overdue_minutes(packs: tuple[Pack, ...]) -> int:
    """Minutes after the finish at which the school acts: the fewest that any pack asks for."""
    return lone_working_terms(combine(packs)).overdue_minutes


def outcome_categories(packs: tuple[Pack, ...]) -> tuple[str, ...]:
    """What an outcome can be about, in the packs' order."""
    return tuple(dict.fromkeys(category for pack in packs for category in pack.session.outcome_categories))
