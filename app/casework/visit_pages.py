"""A visit opened: everything its three steps show. Must not write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.casework import cards, rules
from app.casework.desk import Desk, NotHere
from app.casework.views import AdultAtHome, Amendment, CheckAnswer, Kept, SessionLog, VisitCard, VisitPage
from app.domain import reasons
from app.domain.visit import VisitState
from app.models.database import reading
from app.models.local import load_draft
from app.models.queries import people, sync_state, visits
from app.policy.checks import ADULT_NAME, ADULT_RELATION
from app.policy.schema.words import Phase


def open_visit(desk: Desk, visit_id: UUID) -> VisitPage:
    """One visit with its questions, contacts, log and draft. Raises NotHere, PackUnknown."""
    with reading(desk.journal.engine) as conn:
        return page(conn, desk, visit_id)


def find_row(conn: Connection, desk: Desk, visit_id: UUID) -> Any:
    """The visit's row. Raises NotHere."""
    row = visits.one(conn, desk.school, visit_id)
    if row is None:
        raise NotHere("That visit is not on this laptop.", "Go to Outbox and press Sync now, then look again.")
    return row


def card_of(conn: Connection, desk: Desk, visit_id: UUID) -> VisitCard:
    """The visit's card as this transaction sees it."""
    marks = sync_state.kept_marks(conn, desk.school, desk.journal.device)
    return cards.card(find_row(conn, desk, visit_id), marks)


def page(conn: Connection, desk: Desk, visit_id: UUID) -> VisitPage:
    """As `open_visit`, in the caller's transaction."""
    row = find_row(conn, desk, visit_id)
    school = people.school(conn, desk.school)
    marks = sync_state.kept_marks(conn, desk.school, desk.journal.device)
    packs = rules.packs_of(row, school, desk.packs)
    start = rules.asked(row, packs, Phase.START)
    adult = {rules.matter(q.id): q for q in start if rules.matter(q.id) in rules.ADULT_MATTERS}
    check = visits.latest_check(conn, desk.school, visit_id)
    return VisitPage(
        card=cards.card(row, marks),
        school=cards.school_line(school, rules.overdue_minutes(packs)),
        contacts=cards.contacts(row.contacts),
        start_questions=rules.shown(start),
        finish_questions=rules.shown(rules.asked(row, packs, Phase.FINISH)),
        outcome_categories=rules.outcome_categories(packs),
        adult_asked=ADULT_NAME in adult,
        adult_text=adult[ADULT_NAME].text if ADULT_NAME in adult else "",
        adult_help=adult[ADULT_NAME].help if ADULT_NAME in adult else "",
        adult_relations=adult[ADULT_RELATION].options if ADULT_RELATION in adult else (),
        adult=_adult(check),
        start_answers=_answers(check.answers if check is not None else ()),
        log=_log(conn, desk, visit_id),
        amendments=_amendments(conn, desk, visit_id, marks),
        draft=load_draft(conn, desk.school, visit_id),
        end_reason=end_reason(row),
    )


def _adult(check: Any) -> AdultAtHome | None:
    if check is None or not check.adult_name:
        return None
    return AdultAtHome(check.adult_name, check.adult_relation, bool(check.adult_over_18))


def _answers(items: Any) -> tuple[CheckAnswer, ...]:
    return tuple(CheckAnswer(item["check_id"], item["value"], item["note"]) for item in items or ())


def _log(conn: Connection, desk: Desk, visit_id: UUID) -> SessionLog | None:
    row = visits.log(conn, desk.school, visit_id)
    if row is None or row.fact_id is None:
        return None
    mark = visits.mark(conn, desk.school, visit_id)
    return SessionLog(
        attended=mark.attended if mark is not None else "yes",
        seen=mark.seen if mark is not None else "in_person",
        late_minutes=mark.late_minutes if mark is not None else 0,
        ready=row.ready,
        equipment=row.equipment,
        engagement=row.engagement,
        targets=row.targets,
        work_covered=row.work_covered,
        work_set=row.work_set,
        outcome=row.outcome,
        outcome_category=row.outcome_category,
        notes=row.notes,
        finish_answers=_answers(row.finish_answers),
        late_finish_reason=row.late_reason or "",
    )


def _amendments(conn: Connection, desk: Desk, visit_id: UUID, marks: sync_state.KeptMarks) -> tuple[Amendment, ...]:
    return tuple(
        Amendment(
            amended_at=row.amended_at,
            reason=row.reason,
            changes=tuple((name, value) for name, value in row.changes),
            kept=cards.kept(row.fact_id, row.seq, marks) or Kept.LAPTOP,
        )
        for row in visits.amendments(conn, desk.school, visit_id)
    )


def end_reason(row: Any) -> str:
    """Why it ended early, in words, with the tutor's note."""
    words = {
        VisitState.NOT_ENTERED: reasons.NOT_ENTERED,
        VisitState.ABSENT: reasons.ABSENT,
        VisitState.CANCELLED: reasons.CANCELLED,
    }.get(cards.state_of_row(row), {})
    if row.withdrawn_at is not None and row.end_reason is None:
        return f"The school took this visit out of the timetable. {row.withdrawn_reason or ''}".strip()
    reason = words.get(row.end_reason, "")
    return f"{reason}. {row.end_note}".strip(". ") if row.end_note else reason
