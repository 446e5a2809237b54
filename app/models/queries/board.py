"""What the school's board is made of: the day's visits as planned, as run and as received. Must not write or judge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from app.models.tables import journal
from app.models.tables.projected import calls_for_help, devices, plans, pupils, runs, tutors

_start, _end = journal.alias("start_fact"), journal.alias("end_fact")
_unended = and_(
    runs.c.finished_at.is_(None),
    runs.c.absent_at.is_(None),
    runs.c.not_entered_at.is_(None),
    runs.c.cancelled_at.is_(None),
)
_RUN = [c for c in runs.c if c.name not in {"school_id", "visit_id", "pupil_id"}]
_PUPIL = [pupils.c[name] for name in ("forename", "surname", "preferred_name", "packs")]
_TUTOR = [tutors.c.name.label("tutor_name"), tutors.c.phone.label("tutor_phone")]
_RECEIVED = [_start.c.received_at.label("start_received_at"), _end.c.received_at.label("end_received_at")]


def planned(conn: Connection, school: UUID, start: datetime, end: datetime) -> Sequence[Row[Any]]:
    """Visits that start in [start, end), by their start."""
    query = _visits(school).where(plans.c.starts_at >= start, plans.c.starts_at < end)
    return conn.execute(query.order_by(plans.c.starts_at, tutors.c.name, plans.c.visit_id)).all()


def left_open(conn: Connection, school: UUID, start: datetime, end: datetime) -> Sequence[Row[Any]]:
    """Visits of [start, end) that have no ending: begun, or never begun although they were planned in time.

    A visit that the school put into the timetable only afterwards was nobody's to report.
    """
    known_at = (
        select(func.min(journal.c.received_at))
        .where(
            journal.c.school_id == plans.c.school_id,
            journal.c.subject == plans.c.visit_id,
            journal.c.kind == "visit_planned",
        )
        .scalar_subquery()
    )
    begun = or_(runs.c.started_at.is_not(None), runs.c.arrived_at.is_not(None))
    silent = and_(plans.c.withdrawn_at.is_(None), known_at < plans.c.starts_at)
    span = plans.c.starts_at >= start, plans.c.starts_at < end
    query = _visits(school).where(*span, _unended, or_(begun, silent))
    return conn.execute(query.order_by(plans.c.starts_at, plans.c.visit_id)).all()


def unplanned(conn: Connection, school: UUID, since: datetime) -> Sequence[Row[Any]]:
    """Visits that a tutor reports and no timetable has, received since an instant; the tutor by the laptop."""
    first = journal.alias("first_fact")
    found = func.coalesce(runs.c.start_fact, runs.c.end_fact)
    query = (
        select(runs, *_PUPIL, *_TUTOR, *_RECEIVED)
        .select_from(
            runs.outerjoin(plans, _same(plans, runs, "visit_id"))
            .join(first, and_(first.c.school_id == runs.c.school_id, first.c.id == found))
            .outerjoin(devices, and_(devices.c.school_id == runs.c.school_id, devices.c.device_id == first.c.device))
            .outerjoin(tutors, _same(tutors, devices, "tutor_id"))
            .outerjoin(pupils, _same(pupils, runs, "pupil_id"))
            .outerjoin(_start, and_(_start.c.school_id == runs.c.school_id, _start.c.id == runs.c.start_fact))
            .outerjoin(_end, and_(_end.c.school_id == runs.c.school_id, _end.c.id == runs.c.end_fact))
        )
        .where(runs.c.school_id == school, plans.c.visit_id.is_(None), first.c.received_at >= since)
    )
    return conn.execute(query.order_by(first.c.received_at)).all()


def calls(conn: Connection, school: UUID, since: datetime) -> Sequence[Row[Any]]:
    """Calls for help that came as facts since an instant, with the tutor and the receipt time; newest first."""
    first = (
        select(func.min(journal.c.received_at))
        .where(journal.c.school_id == calls_for_help.c.school_id, journal.c.subject == calls_for_help.c.sos_id)
        .scalar_subquery()
    )
    owner = and_(devices.c.school_id == calls_for_help.c.school_id, devices.c.device_id == calls_for_help.c.device)
    query = (
        select(calls_for_help, *_TUTOR, first.label("received_at"))
        .select_from(calls_for_help.outerjoin(devices, owner).outerjoin(tutors, _same(tutors, devices, "tutor_id")))
        .where(calls_for_help.c.school_id == school, first >= since)
    )
    return conn.execute(query.order_by(first.desc())).all()


def _visits(school: UUID) -> Select[Any]:
    start = and_(_start.c.school_id == plans.c.school_id, _start.c.id == runs.c.start_fact)
    end = and_(_end.c.school_id == plans.c.school_id, _end.c.id == runs.c.end_fact)
    return (
        select(plans, *_RUN, *_PUPIL, *_TUTOR, *_RECEIVED)
        .select_from(
            plans.outerjoin(runs, _same(runs, plans, "visit_id"))
            .outerjoin(pupils, _same(pupils, plans, "pupil_id"))
            .outerjoin(tutors, _same(tutors, plans, "tutor_id"))
            .outerjoin(_start, start)
            .outerjoin(_end, end)
        )
        .where(plans.c.school_id == school)
    )


def _same(table: Any, other: Any, key: str) -> Any:
    return and_(table.c.school_id == other.c.school_id, table.c[key] == other.c[key])
