"""What a week's register is made of. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, func, select

from app.models.tables import journal
from app.models.tables.projected import log_amendments, plans, pupils, register_marks, runs, tutors

_FACT = journal.alias("mark_fact")
_PERSON = ("forename", "surname", "upn", "admission_number", "date_of_birth", "year_group")
_MARK = ("day", "half_day", "attended", "seen", "minutes", "suggested_code", "rule_id", "table_version", "marked_at")


def between(conn: Connection, school: UUID, tutor: UUID | None, start: datetime, end: datetime) -> Sequence[Any]:
    """Planned visits that start in [start, end), with run, mark, pupil and tutor; of one tutor or of all."""
    query = (
        _visits()
        .where(plans.c.school_id == school, plans.c.starts_at >= start, plans.c.starts_at < end)
        .order_by(pupils.c.surname, pupils.c.forename, plans.c.starts_at)
    )
    return conn.execute(query if tutor is None else query.where(plans.c.tutor_id == tutor)).all()


def _visits() -> Select[Any]:
    run = [column for column in runs.c if column.name not in {"school_id", "visit_id", "pupil_id"}]
    return select(
        plans,
        *run,
        *(pupils.c[name] for name in _PERSON),
        *(register_marks.c[name] for name in _MARK),
        tutors.c.name.label("tutor_name"),
        register_marks.c.fact_id.label("mark_fact"),
        _FACT.c.seq.label("mark_seq"),
        _corrections().label("corrections"),
    ).select_from(
        plans.outerjoin(runs, _same(runs, "visit_id"))
        .outerjoin(register_marks, _same(register_marks, "visit_id"))
        .outerjoin(pupils, _same(pupils, "pupil_id"))
        .outerjoin(tutors, _same(tutors, "tutor_id"))
        .outerjoin(_FACT, and_(_FACT.c.school_id == plans.c.school_id, _FACT.c.id == register_marks.c.fact_id))
    )


def _same(table: Any, key: str) -> Any:
    return and_(table.c.school_id == plans.c.school_id, table.c[key] == plans.c[key])


def _corrections() -> Any:
    """How many amendments the visit's log has."""
    count = select(func.count()).select_from(log_amendments)
    return count.where(_same(log_amendments, "visit_id")).scalar_subquery()
