"""The frozen records that reports print, built from the tables of either end. Must not lay anything out or write.

The laptop and the school build the same record from the same tables, so their papers say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from app.casework import cards, rules
from app.casework.desk import Desk, NotHere
from app.casework.views import Kept
from app.casework.visit_pages import end_reason
from app.domain.attendance import SITUATION_WORDS
from app.domain.attendance_codes import find_code
from app.domain.records import AmendmentRecord, CheckLine, ContactMark, FieldChange, SessionRecord
from app.models.database import reading
from app.models.queries import people, sync_state, visits
from app.models.queries.sync_state import KeptMarks
from app.models.tables import journal
from app.policy.checks import CheckQuestion
from app.policy.loading import PackShelf
from app.policy.schema.words import Phase


@dataclass(frozen=True)
class Source:
    """Whose tables a record is made from; without a `device` they are the school's own, which holds what it shows."""

    engine: Engine
    school: UUID
    packs: PackShelf
    now: datetime
    device: UUID | None = None

    def marks(self, conn: Connection) -> KeptMarks | None:
        """What the school has receipted of the laptop's facts."""
        return None if self.device is None else sync_state.kept_marks(conn, self.school, self.device)


def source_of(desk: Desk) -> Source:
    """The laptop's tables."""
    return Source(desk.journal.engine, desk.school, desk.packs, desk.now(), desk.journal.device)


def session_record(source: Source, visit_id: UUID) -> SessionRecord:
    """One visit on paper. Raises NotHere."""
    with reading(source.engine) as conn:
        row = visits.one(conn, source.school, visit_id, at_school=source.device is None)
        if row is None:
            raise NotHere("That visit is not among these records.", "Look it up again from the list.")
        return _record(conn, source, row)


def _record(conn: Connection, source: Source, row: Any) -> SessionRecord:
    school, tutor = people.school(conn, source.school), people.tutor(conn, source.school, row.tutor_id)
    pupil = people.pupil(conn, source.school, row.pupil_id)
    packs = rules.packs_here(row, school, source.packs)
    marks = source.marks(conn)
    check = visits.latest_check(conn, source.school, row.visit_id)
    asked = [rules.asked(row, packs, phase) for phase in (Phase.START, Phase.FINISH)]
    return SessionRecord(
        school_name=school.name if school is not None else "",
        tutor_name=tutor.name if tutor is not None else "",
        pupil_name=cards.pupil_name(row),
        visit_id=str(row.visit_id),
        fact_hash=_closing_hash(conn, source, row),
        made_at=source.now,
        planned_start=row.starts_at,
        planned_finish=row.ends_at,
        state=cards.state_of_row(row).value,
        zone=school.zone if school is not None else "Europe/London",
        upn=pupil.upn if pupil is not None else "",
        year_group=row.year_group or "",
        subject=row.lesson or "",
        mode=row.mode,
        venue=row.venue,
        packs=tuple(pack.pack.title for pack in packs),
        arrived_at=row.arrived_at,
        actual_start=row.started_at,
        actual_finish=cards.ended_at(row) if row.started_at is not None else None,
        check_in=_contact(row.started_at, row.start_fact, row.start_seq, row.start_known_at, marks),
        check_out=_contact(cards.ended_at(row), row.end_fact, row.end_seq, row.end_known_at, marks),
        adult_name=check.adult_name if check is not None else "",
        adult_relation=check.adult_relation if check is not None else "",
        adult_over_18=check.adult_over_18 if check is not None else None,
        start_checks=_lines(check.answers if check is not None else (), asked[0]),
        end_reason=end_reason(row),
        **_mark(conn, source, row),
        **_log(conn, source, row, asked[1]),
    )


def _contact(at: Any, fact: Any, seq: Any, known_at: Any, marks: KeptMarks | None) -> ContactMark:
    if at is None or fact is None:
        return ContactMark()
    if marks is None:
        return ContactMark(at, "school_holds", known_at)
    kept = cards.kept(fact, seq, marks)
    return ContactMark(at, kept.value if kept is not None else "", known_at)


def _lines(answers: Any, asked: tuple[CheckQuestion, ...]) -> tuple[CheckLine, ...]:
    """Answers with the question's words; a question that no pack here asks any more keeps its id as words."""
    texts = {question.id: question.text for question in asked}
    return tuple(
        CheckLine(
            text=texts.get(item["check_id"], item["check_id"].replace("_", " ")),
            answer=item["value"],
            clauses=tuple(item["cites"]),
            note=item["note"],
        )
        for item in answers or ()
        if rules.matter(item["check_id"]) not in rules.ADULT_MATTERS
    )


def _mark(conn: Connection, source: Source, row: Any) -> dict[str, Any]:
    mark = visits.mark(conn, source.school, row.visit_id)
    if mark is None:
        return {}
    return {
        "attended": mark.attended,
        "seen": mark.seen,
        "late_minutes": mark.late_minutes,
        "minutes": mark.minutes,
        "suggested_code": mark.suggested_code,
        "code_meaning": find_code(mark.suggested_code).meaning if mark.suggested_code else "",
        "code_rule": f"{rule_words(mark.rule_id)} (table {mark.table_version})",
    }


def rule_words(rule: str) -> str:
    """The situation behind a suggested code, in words."""
    return SITUATION_WORDS.get(rule.partition("/")[2], "As the tutor recorded it")


def _log(conn: Connection, source: Source, row: Any, asked: tuple[CheckQuestion, ...]) -> dict[str, Any]:
    log = visits.log(conn, source.school, row.visit_id)
    if log is None or log.fact_id is None:
        return {}
    texts = {name: getattr(log, name) or "" for name in _LOG_TEXTS}
    return {
        **texts,
        "ready": log.ready,
        "equipment": log.equipment,
        "engagement": log.engagement,
        "finish_checks": _lines(log.finish_answers, asked),
        "amendments": _amendments(conn, source, row, texts),
    }


_LOG_TEXTS = ("targets", "work_covered", "work_set", "outcome", "outcome_category", "notes")


def _amendments(conn: Connection, source: Source, row: Any, texts: dict[str, str]) -> tuple[AmendmentRecord, ...]:
    """Each correction with what stood just before it."""
    standing, marks = dict(texts), source.marks(conn)
    tutor = people.tutor(conn, source.school, row.tutor_id)
    found = []
    for item in visits.amendments(conn, source.school, row.visit_id):
        kept = cards.kept(item.fact_id, item.seq, marks) if marks is not None else Kept.SCHOOL_HOLDS
        changes = tuple(FieldChange(name, standing.get(name, ""), value) for name, value in item.changes)
        standing.update(dict(item.changes))
        by = tutor.name if tutor is not None else ""
        found.append(AmendmentRecord(item.amended_at, by, item.reason, changes, kept.value if kept else ""))
    return tuple(found)


def _closing_hash(conn: Connection, source: Source, row: Any) -> str:
    """The chain's hash at the fact that closed the visit, else at the start; empty before either."""
    fact = row.end_fact or row.start_fact
    if fact is None:
        return ""
    query = select(journal.c.chain_hash).where(journal.c.school_id == source.school, journal.c.id == fact)
    found = conn.execute(query).scalar()
    return "" if found is None else bytes(found).hex()
