"""What follows from the facts, as ordinary tables. Only the fold of `app.models.projections` writes here.

Columns other than the key may be null: each writer fills its own group of columns, in any order.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, Text, text

from app.models.tables.meta import metadata, school_key
from app.models.types import Ident, Instant

schools = Table(
    "schools",
    metadata,
    school_key(),
    Column("name", String(200)),
    Column("urn", String(200)),
    Column("office_phone", String(200)),
    Column("duty_phone", String(200)),
    Column("zone", String(200)),
    Column("afternoon_from", String(5)),
    Column("packs", JSON),
)

tutors = Table(
    "tutors",
    metadata,
    school_key(),
    Column("tutor_id", Ident, primary_key=True),
    Column("name", String(200)),
    Column("email", String(200)),
    Column("phone", String(200)),
    Column("code", String(200)),
)

pupils = Table(
    "pupils",
    metadata,
    school_key(),
    Column("pupil_id", Ident, primary_key=True),
    Column("forename", String(200)),
    Column("surname", String(200)),
    Column("preferred_name", String(200)),
    Column("date_of_birth", Date),
    Column("upn", String(200)),
    Column("admission_number", String(200)),
    Column("year_group", String(200)),
    Column("school_form", String(200)),
    Column("address", Text),
    Column("postcode", String(200)),
    Column("phone", String(200)),
    Column("contacts", JSON),
    Column("cautions", JSON),
    Column("packs", JSON),
    Column("flags", JSON),
)

allocations = Table(
    "allocations",
    metadata,
    school_key(),
    Column("pupil_id", Ident, primary_key=True),
    Column("tutor_id", Ident, primary_key=True),
    Column("allocated_at", Instant),
)

plans = Table(
    "plans",
    metadata,
    school_key(),
    Column("visit_id", Ident, primary_key=True),
    Column("pupil_id", Ident),
    Column("tutor_id", Ident),
    Column("starts_at", Instant),
    Column("ends_at", Instant),
    Column("lesson", String(200)),
    Column("mode", String(64)),
    Column("venue", String(64)),
    Column("address", Text),
    Column("grace_minutes", Integer),
    Column("source_uid", String(200)),
    Column("withdrawn_at", Instant),
    Column("withdrawn_reason", Text),
    Index("ix_plans_school_id_tutor_id_starts_at", "school_id", "tutor_id", "starts_at"),
    Index("ix_plans_school_id_starts_at", "school_id", "starts_at"),
    Index("ix_plans_school_id_pupil_id_starts_at", "school_id", "pupil_id", "starts_at"),
)
"""The timetable: the school's columns of a visit."""

_RUNNING = text(
    "started_at IS NOT NULL AND finished_at IS NULL AND absent_at IS NULL AND not_entered_at IS NULL"
    " AND cancelled_at IS NULL"
)

runs = Table(
    "runs",
    metadata,
    school_key(),
    Column("visit_id", Ident, primary_key=True),
    Column("pupil_id", Ident),
    Column("arrived_at", Instant),
    Column("started_at", Instant),
    Column("due_finish_at", Instant),
    Column("finished_at", Instant),
    Column("not_entered_at", Instant),
    Column("absent_at", Instant),
    Column("cancelled_at", Instant),
    Column("end_reason", String(64)),
    Column("end_note", Text),
    Column("notice_given", Boolean),
    Column("notice_from", String(200)),
    Column("start_fact", Ident),
    Column("end_fact", Ident),
    Index("ix_runs_running", "school_id", "visit_id", sqlite_where=_RUNNING, postgresql_where=_RUNNING),
)
"""What happened on a visit: the tutor's columns."""

doorstep_checks = Table(
    "doorstep_checks",
    metadata,
    school_key(),
    Column("fact_id", Ident, primary_key=True),
    Column("visit_id", Ident),
    Column("at", Instant),
    Column("clear", Boolean),
    Column("answers", JSON),
    Column("adult_name", String(200)),
    Column("adult_relation", String(200)),
    Column("adult_over_18", Boolean),
    Column("packs", JSON),
    Index("ix_doorstep_checks_school_id_visit_id", "school_id", "visit_id"),
)

register_marks = Table(
    "register_marks",
    metadata,
    school_key(),
    Column("visit_id", Ident, primary_key=True),
    Column("pupil_id", Ident),
    Column("day", Date),
    Column("half_day", String(2)),
    Column("attended", String(64)),
    Column("seen", String(64)),
    Column("late_minutes", Integer),
    Column("minutes", Integer),
    Column("started_at", Instant),
    Column("ended_at", Instant),
    Column("reason", String(64)),
    Column("suggested_code", String(200)),
    Column("rule_id", String(200)),
    Column("table_version", String(200)),
    Column("fact_id", Ident),
    Column("marked_at", Instant),
    Index("ix_register_marks_school_id_day", "school_id", "day"),
)

session_logs = Table(
    "session_logs",
    metadata,
    school_key(),
    Column("visit_id", Ident, primary_key=True),
    Column("pupil_id", Ident),
    Column("logged_at", Instant),
    Column("ready", Boolean),
    Column("equipment", Boolean),
    Column("engagement", Integer),
    Column("targets", Text),
    Column("work_covered", Text),
    Column("work_set", Text),
    Column("outcome", Text),
    Column("outcome_category", String(64)),
    Column("notes", Text),
    Column("finish_answers", JSON),
    Column("late_reason", Text),
    Column("fact_id", Ident),
)

log_amendments = Table(
    "log_amendments",
    metadata,
    school_key(),
    Column("fact_id", Ident, primary_key=True),
    Column("visit_id", Ident),
    Column("amended_at", Instant),
    Column("reason", Text),
    Column("changes", JSON),
    Index("ix_log_amendments_school_id_visit_id", "school_id", "visit_id"),
)

devices = Table(
    "devices",
    metadata,
    school_key(),
    Column("device_id", Ident, primary_key=True),
    Column("tutor_id", Ident),
    Column("public_key", String(64)),
    Column("label", String(200)),
    Column("enrolled_at", Instant),
    Column("revoked_at", Instant),
    Column("revoked_reason", Text),
)

calls_for_help = Table(
    "calls_for_help",
    metadata,
    school_key(),
    Column("sos_id", Ident, primary_key=True),
    Column("device", Ident),
    Column("visit_id", Ident),
    Column("at", Instant),
    Column("cancelled", Boolean),
)

PROJECTED: dict[str, Table] = {
    table.name: table
    for table in (
        schools,
        tutors,
        pupils,
        allocations,
        plans,
        runs,
        doorstep_checks,
        register_marks,
        session_logs,
        log_amendments,
        devices,
        calls_for_help,
    )
}
