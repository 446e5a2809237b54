"""At the door: arrive, check, start, or do not go in (design.md 4).

A start needs a clear check; nothing here can hold back a tutor who does not go in. Must not ask the network.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.casework import rules
from app.casework.acts import Act, do
from app.casework.desk import Desk
from app.casework.marks import mark_missed
from app.casework.views import AdultAtHome, CheckAnswer, StartBlocked, Started, VisitCard
from app.domain.errors import DoorstepError
from app.domain.visit import VisitAction
from app.models.facts import visits as facts
from app.models.facts.base import Payload
from app.policy.checks import ADULT_NAME, ADULT_OVER_18, ADULT_RELATION, CheckQuestion, evaluate
from app.policy.combine import combine
from app.policy.gates import needs_before
from app.policy.schema.more_words import Evidence
from app.policy.schema.pack import Pack
from app.policy.schema.words import Enforce, Moment, Phase


class NoNamedContact(DoorstepError):
    """A pack asks for a named contact before a start, and the school has given none."""

    code = "no-named-contact"


def arrive(desk: Desk, visit_id: UUID) -> VisitCard:
    """The tutor stands at the door. Raises NotPossible when the visit is past that."""
    return do(desk, visit_id, VisitAction.ARRIVE, lambda act: [facts.TutorArrived(**act.about)], ends_draft=False)


def start_visit(
    desk: Desk, visit_id: UUID, adult: AdultAtHome | None, answers: tuple[CheckAnswer, ...]
) -> Started | StartBlocked:
    """Check in: the check and the start are one transaction, and the finish time is fixed.

    Nothing is recorded when the check does not allow a start. Raises NotPossible, NotHere, PackUnknown, NoNamedContact.
    """
    blocked: StartBlocked | None = None

    def facts_of(act: Act) -> list[Payload]:
        nonlocal blocked
        packs = rules.packs_of(act.row, act.school, desk.packs)
        _require_named_contact(act, packs)
        asked = rules.asked(act.row, packs, Phase.START)
        given = _with_adult(asked, adult, answers)
        result = evaluate(asked, given)
        if result.blocks:
            blocked = StartBlocked(_adult_once(result.missing), _adult_once(result.failed), bool(result.ends_session))
            return []
        check = _check(act.about, asked, given, adult, answers, packs, clear=True)
        due = due_finish(act.row.starts_at, act.row.ends_at, act.now)
        return [check, facts.VisitStarted(**act.about, due_finish_at=due)]

    card = do(desk, visit_id, VisitAction.START, facts_of, ends_draft=False)
    return blocked or Started(card)


def not_enter(desk: Desk, visit_id: UUID, reason: str, note: str, answers: tuple[CheckAnswer, ...] = ()) -> VisitCard:
    """The tutor does not go in: one tap, never blamed, and the school is told at once."""

    def facts_of(act: Act) -> list[Payload]:
        check = [_check_of_answers(act, answers)] if answers else []
        return [*check, facts.VisitNotEntered(**act.about, reason=reason, note=note), mark_missed(act, reason)]

    return do(desk, visit_id, VisitAction.NOT_ENTER, facts_of)


def _require_named_contact(act: Act, packs: tuple[Pack, ...]) -> None:
    """Where a pack holds back a start without somebody to ring (KES-33), the school must have given a number."""
    needs = needs_before(combine(packs), Moment.START_SESSION, rules.context_of(act.row))
    blocks = any(n.evidence is Evidence.NAMED_CONTACT and n.enforce is Enforce.BLOCK for n in needs)
    if blocks and not (act.school is not None and (act.school.duty_phone or act.school.office_phone)):
        raise NoNamedContact(
            "The school has not given a number for you to ring during the visit.",
            "Ring the school and ask whom to call. Do not go in before you know.",
        )


def due_finish(starts_at: datetime, ends_at: datetime, started_at: datetime) -> datetime:
    """The finish that a start fixes: the planned end, or the planned length from now when that has passed already."""
    if started_at < ends_at:
        return ends_at
    return started_at + max(ends_at - starts_at, timedelta(minutes=15))


def _with_adult(
    asked: tuple[CheckQuestion, ...], adult: AdultAtHome | None, answers: tuple[CheckAnswer, ...]
) -> dict[str, str]:
    """All answers by question id, the named adult's fields among them."""
    given = {answer.check_id: answer.value for answer in answers}
    if adult is None:
        return given
    fields = {
        ADULT_NAME: adult.name,
        ADULT_RELATION: adult.relation,
        ADULT_OVER_18: "yes" if adult.over_18 else "no",
    }
    return given | {q.id: fields[rules.matter(q.id)] for q in asked if rules.matter(q.id) in fields}


def _adult_once(ids: tuple[str, ...]) -> tuple[str, ...]:
    """The three questions about the adult are one thing on the screen."""
    return tuple(dict.fromkeys("adult" if rules.matter(i) in rules.ADULT_MATTERS else i for i in ids))


def _check(  # noqa: PLR0913, PLR0917  the parts of one record
    about: dict[str, Any],
    asked: tuple[CheckQuestion, ...],
    given: dict[str, str],
    adult: AdultAtHome | None,
    answers: tuple[CheckAnswer, ...],
    packs: tuple[Pack, ...],
    *,
    clear: bool,
) -> facts.DoorstepChecked:
    notes = {answer.check_id: answer.note for answer in answers}
    return facts.DoorstepChecked(
        **about,
        clear=clear,
        answers=tuple(
            facts.Answer(check_id=q.id, value=given[q.id].strip(), note=notes.get(q.id, ""), cites=q.cites)
            for q in asked
            if q.id in given
        ),
        adult_name=adult.name.strip() if adult is not None else "",
        adult_relation=adult.relation.strip() if adult is not None else "",
        adult_over_18=adult.over_18 if adult is not None else None,
        packs=tuple(facts.PackUsed(pack_id=p.id, version=p.pack.pack_version) for p in packs),
    )


def _check_of_answers(act: Act, answers: tuple[CheckAnswer, ...]) -> facts.DoorstepChecked:
    """What had been answered when the tutor turned away. A pack that is not here must not hold this back."""
    packs = rules.packs_here(act.row, act.school, act.desk.packs)
    given = {answer.check_id: answer.value for answer in answers}
    return _check(act.about, rules.asked(act.row, packs, Phase.START), given, None, answers, packs, clear=False)
