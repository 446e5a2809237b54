"""Schools, tutors and pupils. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from app.models.tables.projected import plans, pupils, schools, tutors


def school(conn: Connection, school_id: UUID) -> Row[Any] | None:
    """The school's card; None before its first fact has arrived."""
    return conn.execute(select(schools).where(schools.c.school_id == school_id)).first()


def tutor(conn: Connection, school_id: UUID, tutor_id: UUID) -> Row[Any] | None:
    """One tutor."""
    return conn.execute(select(tutors).where(tutors.c.school_id == school_id, tutors.c.tutor_id == tutor_id)).first()


def pupil(conn: Connection, school_id: UUID, pupil_id: UUID) -> Row[Any] | None:
    """One pupil."""
    return conn.execute(select(pupils).where(pupils.c.school_id == school_id, pupils.c.pupil_id == pupil_id)).first()


def pupils_with_next_visit(conn: Connection, school_id: UUID, after: datetime) -> Sequence[Row[Any]]:
    """All pupils here, by surname, each with the start of the next planned visit after `after`."""
    upcoming = (
        select(plans.c.pupil_id, func.min(plans.c.starts_at).label("next_visit_at"))
        .where(plans.c.school_id == school_id, plans.c.starts_at > after, plans.c.withdrawn_at.is_(None))
        .group_by(plans.c.pupil_id)
        .subquery()
    )
    query = (
        select(pupils, upcoming.c.next_visit_at)
        .outerjoin(upcoming, upcoming.c.pupil_id == pupils.c.pupil_id)
        .where(pupils.c.school_id == school_id)
        .order_by(pupils.c.surname, pupils.c.forename)
    )
    return conn.execute(query).all()
