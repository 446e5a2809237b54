"""In the session and after it: extend, finish, absent, cancelled, amend.

A finish writes check-out, register mark and log in one transaction (design.md 4). No rule of any pack can hold back
an absence or the end of a visit (domain.md 0.4). Must not ask the network.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

from app.casework import cards, rules
from app.casework.acts import Act, do
from app.casework.desk import Desk
from app.casework.marks import mark_attended, mark_missed
from app.casework.texts import typed_by_a_person
from app.casework.views import SessionLog, VisitCard, VisitPage
from app.casework.visit_pages import find_row, page
from app.domain.errors import DoorstepError
from app.domain.visit import VisitAction, require
from app.models.database import writing
from app.models.facts import visits as facts
from app.models.facts.base import Payload
from app.policy.schema.words import Phase

_AMENDABLE = frozenset(field.name for field in fields(SessionLog)) - {"finish_answers"}
EXTENSIONS = (15, 30, 45, 60)
"""Minutes a visit can be extended by: the lengths that the spoken code knows too (lone-working.md 4.3)."""


class AmendmentIncomplete(DoorstepError):
    """A correction without a reason or without a change."""

    code = "amendment-incomplete"


class ExtensionUnknown(DoorstepError):
    """A length that a visit cannot be extended by."""

    code = "extension-unknown"


def extend_visit(desk: Desk, visit_id: UUID, minutes: int) -> VisitCard:
    """Move the finish by `minutes` (15, 30, 45 or 60) from where it stands, or from now when that is past."""
    if minutes not in EXTENSIONS:
        raise ExtensionUnknown("A visit can be extended by 15, 30, 45 or 60 minutes.", "Choose one of these.")

    def facts_of(act: Act) -> list[Payload]:
        due = max(act.row.due_finish_at, act.now) + timedelta(minutes=minutes)
        return [facts.VisitExtended(**act.about, minutes=minutes, due_finish_at=due)]

    return do(desk, visit_id, VisitAction.EXTEND, facts_of, ends_draft=False)


def finish_visit(desk: Desk, visit_id: UUID, log: SessionLog) -> VisitCard:
    """Check out: check-out, register mark and session log together, and the draft is done."""

    def facts_of(act: Act) -> list[Payload]:
        finished = facts.VisitFinished(**act.about, late_reason=log.late_finish_reason)
        return [finished, mark_attended(act, log), _session_logged(act, log)]

    return do(desk, visit_id, VisitAction.FINISH, facts_of)


def mark_absent(  # noqa: PLR0913, PLR0917  what BHES-11 wants told: the reason, and who gave notice
    desk: Desk, visit_id: UUID, reason: str, note: str, notice_given: bool, notice_from: str
) -> VisitCard:
    """The pupil was not there, or did not come to the session."""

    def facts_of(act: Act) -> list[Payload]:
        absent = facts.PupilAbsent(
            **act.about, reason=reason, note=note, notice_given=notice_given, notice_from=notice_from
        )
        return [absent, mark_missed(act, reason)]

    return do(desk, visit_id, VisitAction.MARK_ABSENT, facts_of)


def cancel_visit(desk: Desk, visit_id: UUID, cause: str, note: str) -> VisitCard:
    """The visit is called off, with who called it off (BHES-31)."""

    def facts_of(act: Act) -> list[Payload]:
        return [facts.VisitCancelled(**act.about, cause=cause, note=note), mark_missed(act, f"cancelled_{cause}")]

    return do(desk, visit_id, VisitAction.CANCEL, facts_of)


def amend_log(desk: Desk, visit_id: UUID, changes: tuple[tuple[str, str], ...], reason: str) -> VisitPage:
    """Correct a finished log by a new fact; the first text stands. Raises AmendmentIncomplete."""
    wanted = tuple((name, value) for name, value in changes if name in _AMENDABLE)
    if not reason.strip() or not wanted:
        raise AmendmentIncomplete("A correction needs at least one change and a reason.", "Write why you change it.")
    with writing(desk.journal.engine) as conn:
        row = find_row(conn, desk, visit_id)
        require(VisitAction.AMEND, cards.state_of_row(row))
        about = {"visit_id": visit_id, "pupil_id": row.pupil_id, "at": desk.now()}
        with typed_by_a_person():
            parts = tuple(facts.FieldChange(field=name, value=value) for name, value in wanted)
            amendment = facts.LogAmended(**about, changes=parts, reason=reason.strip())
        desk.write(conn, amendment, ends_draft_of=visit_id)
        amended = page(conn, desk, visit_id)
    desk.recorded()
    return amended


def _session_logged(act: Act, log: SessionLog) -> facts.SessionLogged:
    """The log, its finish answers with the clauses that ask them. A pack that is not here holds nothing back."""
    packs = rules.packs_here(act.row, act.school, act.desk.packs)
    cites = {question.id: question.cites for question in rules.asked(act.row, packs, Phase.FINISH)}
    return facts.SessionLogged(
        **act.about,
        ready=log.ready,
        equipment=log.equipment,
        engagement=log.engagement,
        targets=log.targets,
        work_covered=log.work_covered,
        work_set=log.work_set,
        outcome=log.outcome,
        outcome_category=log.outcome_category,
        notes=log.notes,
        finish_answers=tuple(
            facts.Answer(check_id=a.check_id, value=a.value, note=a.note, cites=cites.get(a.check_id, ()))
            for a in log.finish_answers
        ),
    )
