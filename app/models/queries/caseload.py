"""What the school's imports compare with: its tutors, pupils, allocations and plans. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from app.models.tables.projected import allocations, plans, pupils, runs, tutors


def all_tutors(conn: Connection, school: UUID) -> Sequence[Row[Any]]:
    """The school's tutors, by name."""
    return conn.execute(select(tutors).where(tutors.c.school_id == school).order_by(tutors.c.name)).all()


def all_pupils(conn: Connection, school: UUID) -> Sequence[Row[Any]]:
    """The school's pupils, by surname."""
    query = select(pupils).where(pupils.c.school_id == school)
    return conn.execute(query.order_by(pupils.c.surname, pupils.c.forename)).all()


def all_allocations(conn: Connection, school: UUID) -> set[tuple[UUID, UUID]]:
    """Who may hold whose record: (pupil, tutor)."""
    query = select(allocations.c.pupil_id, allocations.c.tutor_id).where(allocations.c.school_id == school)
    return {(row.pupil_id, row.tutor_id) for row in conn.execute(query)}


def imported_plans(conn: Connection, school: UUID) -> Sequence[Row[Any]]:
    """Every visit that came from a calendar, withdrawn ones too, with its start where it was begun."""
    same = (runs.c.school_id == plans.c.school_id) & (runs.c.visit_id == plans.c.visit_id)
    query = select(plans, runs.c.started_at, runs.c.end_fact).outerjoin(runs, same)
    return conn.execute(query.where(plans.c.school_id == school, plans.c.source_uid > "")).all()
