"""Visits as planned and as run, with what the school has receipted of them. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from app.models.bulk import among
from app.models.tables import journal, receipts
from app.models.tables.projected import (
    doorstep_checks,
    log_amendments,
    plans,
    pupils,
    register_marks,
    runs,
    session_logs,
)

_start, _end = journal.alias("start_fact"), journal.alias("end_fact")


def _known_at(fact: Any, *, at_school: bool) -> Any:
    """When the school first knew of a fact: at the school by its own clock, on the laptop by the first receipt."""
    if at_school:
        return fact.c.received_at
    return (
        select(func.min(receipts.c.received_at))
        .where(
            receipts.c.school_id == fact.c.school_id,
            receipts.c.device == fact.c.device,
            receipts.c.seq >= fact.c.seq,
        )
        .scalar_subquery()
    )


def _cards(school: UUID, *, at_school: bool = False) -> Select[Any]:
    same = (runs.c.school_id == plans.c.school_id) & (runs.c.visit_id == plans.c.visit_id)
    pupil = (pupils.c.school_id == plans.c.school_id) & (pupils.c.pupil_id == plans.c.pupil_id)
    start = and_(_start.c.school_id == plans.c.school_id, _start.c.id == runs.c.start_fact)
    end = and_(_end.c.school_id == plans.c.school_id, _end.c.id == runs.c.end_fact)
    columns = [c for c in runs.c if c.name not in {"school_id", "visit_id", "pupil_id"}]
    return (
        select(
            plans,
            *columns,
            pupils.c.forename,
            pupils.c.surname,
            pupils.c.preferred_name,
            pupils.c.year_group,
            pupils.c.address.label("home_address"),
            pupils.c.postcode,
            pupils.c.cautions,
            pupils.c.contacts,
            pupils.c.packs,
            pupils.c.flags,
            _start.c.seq.label("start_seq"),
            _end.c.seq.label("end_seq"),
            _known_at(_start, at_school=at_school).label("start_known_at"),
            _known_at(_end, at_school=at_school).label("end_known_at"),
        )
        .select_from(plans.outerjoin(runs, same).outerjoin(pupils, pupil).outerjoin(_start, start).outerjoin(_end, end))
        .where(plans.c.school_id == school)
    )


def between(conn: Connection, school: UUID, tutor: UUID, start: datetime, end: datetime) -> Sequence[Row[Any]]:
    """A tutor's visits that start in [start, end), by their start."""
    span = plans.c.tutor_id == tutor, plans.c.starts_at >= start, plans.c.starts_at < end
    return conn.execute(_cards(school).where(*span).order_by(plans.c.starts_at, plans.c.visit_id)).all()


def still_running(conn: Connection, school: UUID, tutor: UUID) -> Sequence[Row[Any]]:
    """A tutor's visits that were started and not ended, whatever their day.

    Asked in two steps: the few that run are in an index of their own; joined at once, SQLite walks all plans instead.
    """
    running = select(runs.c.visit_id).where(
        runs.c.school_id == school,
        runs.c.started_at.is_not(None),
        runs.c.finished_at.is_(None),
        runs.c.absent_at.is_(None),
        runs.c.not_entered_at.is_(None),
        runs.c.cancelled_at.is_(None),
    )
    found = conn.execute(running).scalars().all()
    if not found:
        return []
    query = _cards(school).where(plans.c.tutor_id == tutor, among(conn, plans.c.visit_id, found))
    return conn.execute(query.order_by(runs.c.started_at.desc())).all()


def one(conn: Connection, school: UUID, visit: UUID, *, at_school: bool = False) -> Row[Any] | None:
    """One visit; None if it is in no timetable here. The school's own store has no receipts to look in."""
    return conn.execute(_cards(school, at_school=at_school).where(plans.c.visit_id == visit)).first()


def of_pupil(conn: Connection, school: UUID, pupil: UUID) -> Sequence[Row[Any]]:
    """All visits of a pupil by their start, with the mark and engagement."""
    marked = (register_marks.c.school_id == plans.c.school_id) & (register_marks.c.visit_id == plans.c.visit_id)
    logged = (session_logs.c.school_id == plans.c.school_id) & (session_logs.c.visit_id == plans.c.visit_id)
    same = (runs.c.school_id == plans.c.school_id) & (runs.c.visit_id == plans.c.visit_id)
    columns = [c for c in runs.c if c.name not in {"school_id", "visit_id", "pupil_id"}]
    query = (
        select(plans, *columns, register_marks.c.attended, register_marks.c.minutes, session_logs.c.engagement)
        .select_from(plans.outerjoin(runs, same).outerjoin(register_marks, marked).outerjoin(session_logs, logged))
        .where(plans.c.school_id == school, plans.c.pupil_id == pupil)
    )
    return conn.execute(query.order_by(plans.c.starts_at)).all()


def latest_check(conn: Connection, school: UUID, visit: UUID) -> Row[Any] | None:
    """The last doorstep check of a visit."""
    return _last(conn, doorstep_checks, doorstep_checks.c.at, school, visit)


def mark(conn: Connection, school: UUID, visit: UUID) -> Row[Any] | None:
    """The register mark of a visit."""
    return _last(conn, register_marks, register_marks.c.marked_at, school, visit)


def log(conn: Connection, school: UUID, visit: UUID) -> Row[Any] | None:
    """The session log of a visit as first written."""
    return _last(conn, session_logs, session_logs.c.logged_at, school, visit)


def amendments(conn: Connection, school: UUID, visit: UUID) -> Sequence[Row[Any]]:
    """The amendments of a visit's log, oldest first, each with the number of its fact."""
    fact = and_(journal.c.school_id == log_amendments.c.school_id, journal.c.id == log_amendments.c.fact_id)
    query = (
        select(log_amendments, journal.c.seq, journal.c.device)
        .join(journal, fact)
        .where(log_amendments.c.school_id == school, log_amendments.c.visit_id == visit)
        .order_by(journal.c.ordinal)
    )
    return conn.execute(query).all()


def _last(conn: Connection, table: Any, by: ColumnElement[Any], school: UUID, visit: UUID) -> Row[Any] | None:
    query = select(table).where(table.c.school_id == school, table.c.visit_id == visit)
    return conn.execute(query.order_by(by.desc()).limit(1)).first()
