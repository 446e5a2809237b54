"""What a week's register is made of. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from app.models.tables import journal
from app.models.tables.projected import log_amendments, plans, pupils, register_marks, runs, tutors


def between(conn: Connection, school: UUID, tutor: UUID | None, start: datetime, end: datetime) -> Sequence[Any]:
    """Planned visits that start in [start, end), with run, mark, pupil and tutor; of one tutor or of all."""
    fact = journal.alias("mark_fact")

    def same(table: Any) -> Any:
        return and_(table.c.school_id == plans.c.school_id, table.c.visit_id == plans.c.visit_id)

    corrections = (
        select(func.count())
        .select_from(log_amendments)
        .where(log_amendments.c.school_id == plans.c.school_id, log_amendments.c.visit_id == plans.c.visit_id)
        .scalar_subquery()
    )
    own = [c for c in runs.c if c.name not in {"school_id", "visit_id", "pupil_id"}]
    person = [
        pupils.c[name] for name in ("forename", "surname", "upn", "admission_number", "date_of_birth", "year_group")
    ]
    mark = register_marks.c
    query = (
        select(
            plans,
            *own,
            *person,
            tutors.c.name.label("tutor_name"),
            mark.day,
            mark.half_day,
            mark.attended,
            mark.seen,
            mark.minutes,
            mark.suggested_code,
            mark.rule_id,
            mark.table_version,
            mark.marked_at,
            mark.fact_id.label("mark_fact"),
            fact.c.seq.label("mark_seq"),
            corrections.label("corrections"),
        )
        .select_from(
            plans.outerjoin(runs, same(runs))
            .outerjoin(register_marks, same(register_marks))
            .outerjoin(pupils, (pupils.c.school_id == plans.c.school_id) & (pupils.c.pupil_id == plans.c.pupil_id))
            .outerjoin(tutors, (tutors.c.school_id == plans.c.school_id) & (tutors.c.tutor_id == plans.c.tutor_id))
            .outerjoin(fact, (fact.c.school_id == plans.c.school_id) & (fact.c.id == mark.fact_id))
        )
        .where(plans.c.school_id == school, plans.c.starts_at >= start, plans.c.starts_at < end)
        .order_by(pupils.c.surname, pupils.c.forename, plans.c.starts_at)
    )
    return conn.execute(query if tutor is None else query.where(plans.c.tutor_id == tutor)).all()
