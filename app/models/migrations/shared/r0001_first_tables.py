"""The first tables of the shared tree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "shared_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _journal()
    _feed()
    _heads()
    _schools()
    _tutors()
    _pupils()
    _allocations()
    _plans()
    _runs()
    _doorstep_checks()
    _register_marks()
    _session_logs()
    _log_amendments()
    _devices()
    _calls_for_help()


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("calls_for_help")
    op.drop_table("devices")
    op.drop_table("log_amendments")
    op.drop_table("session_logs")
    op.drop_table("register_marks")
    op.drop_table("doorstep_checks")
    op.drop_table("runs")
    op.drop_table("plans")
    op.drop_table("allocations")
    op.drop_table("pupils")
    op.drop_table("tutors")
    op.drop_table("schools")
    op.drop_table("heads")
    op.drop_table("feed")
    op.drop_table("journal")


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("ordinal", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=True),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("drift_ms", sa.BigInteger()),
        sa.Column("payload_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("salt", sa.LargeBinary(16)),
        sa.Column("payload", sa.LargeBinary()),
        sa.Column("chain_hash", sa.LargeBinary(32)),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_journal")),
        sa.UniqueConstraint("school_id", "device", "seq", name=op.f("uq_journal_school_id_device_seq")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_journal_school_id_id")),
    )
    op.create_index("ix_journal_school_id_subject", "journal", ["school_id", "subject"])


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "tutor_id", "position", name=op.f("pk_feed")),
        sa.UniqueConstraint("school_id", "tutor_id", "fact_id", name=op.f("uq_feed_school_id_tutor_id_fact_id")),
    )


def _heads() -> None:
    op.create_table(
        "heads",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("log", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "log", name=op.f("pk_heads")),
    )


def _schools() -> None:
    op.create_table(
        "schools",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("urn", sa.String(200)),
        sa.Column("office_phone", sa.String(200)),
        sa.Column("duty_phone", sa.String(200)),
        sa.Column("zone", sa.String(200)),
        sa.Column("afternoon_from", sa.String(5)),
        sa.Column("packs", sa.JSON()),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_schools")),
    )


def _tutors() -> None:
    op.create_table(
        "tutors",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("email", sa.String(200)),
        sa.Column("phone", sa.String(200)),
        sa.Column("code", sa.String(200)),
        sa.PrimaryKeyConstraint("school_id", "tutor_id", name=op.f("pk_tutors")),
    )


def _pupils() -> None:
    op.create_table(
        "pupils",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("forename", sa.String(200)),
        sa.Column("surname", sa.String(200)),
        sa.Column("preferred_name", sa.String(200)),
        sa.Column("date_of_birth", sa.Date()),
        sa.Column("upn", sa.String(200)),
        sa.Column("admission_number", sa.String(200)),
        sa.Column("year_group", sa.String(200)),
        sa.Column("school_form", sa.String(200)),
        sa.Column("address", sa.Text()),
        sa.Column("postcode", sa.String(200)),
        sa.Column("phone", sa.String(200)),
        sa.Column("contacts", sa.JSON()),
        sa.Column("cautions", sa.JSON()),
        sa.Column("packs", sa.JSON()),
        sa.Column("flags", sa.JSON()),
        sa.PrimaryKeyConstraint("school_id", "pupil_id", name=op.f("pk_pupils")),
    )


def _allocations() -> None:
    op.create_table(
        "allocations",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("allocated_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("school_id", "pupil_id", "tutor_id", name=op.f("pk_allocations")),
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid()),
        sa.Column("tutor_id", sa.Uuid()),
        sa.Column("starts_at", sa.BigInteger()),
        sa.Column("ends_at", sa.BigInteger()),
        sa.Column("lesson", sa.String(200)),
        sa.Column("mode", sa.String(64)),
        sa.Column("venue", sa.String(64)),
        sa.Column("address", sa.Text()),
        sa.Column("grace_minutes", sa.Integer()),
        sa.Column("source_uid", sa.String(200)),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.Column("withdrawn_reason", sa.Text()),
        sa.PrimaryKeyConstraint("school_id", "visit_id", name=op.f("pk_plans")),
    )
    op.create_index("ix_plans_school_id_pupil_id_starts_at", "plans", ["school_id", "pupil_id", "starts_at"])
    op.create_index("ix_plans_school_id_starts_at", "plans", ["school_id", "starts_at"])
    op.create_index("ix_plans_school_id_tutor_id_starts_at", "plans", ["school_id", "tutor_id", "starts_at"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid()),
        sa.Column("arrived_at", sa.BigInteger()),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("due_finish_at", sa.BigInteger()),
        sa.Column("finished_at", sa.BigInteger()),
        sa.Column("not_entered_at", sa.BigInteger()),
        sa.Column("absent_at", sa.BigInteger()),
        sa.Column("cancelled_at", sa.BigInteger()),
        sa.Column("end_reason", sa.String(64)),
        sa.Column("end_note", sa.Text()),
        sa.Column("notice_given", sa.Boolean()),
        sa.Column("notice_from", sa.String(200)),
        sa.Column("start_fact", sa.Uuid()),
        sa.Column("end_fact", sa.Uuid()),
        sa.PrimaryKeyConstraint("school_id", "visit_id", name=op.f("pk_runs")),
    )


def _doorstep_checks() -> None:
    op.create_table(
        "doorstep_checks",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid()),
        sa.Column("at", sa.BigInteger()),
        sa.Column("clear", sa.Boolean()),
        sa.Column("answers", sa.JSON()),
        sa.Column("adult_name", sa.String(200)),
        sa.Column("adult_relation", sa.String(200)),
        sa.Column("adult_over_18", sa.Boolean()),
        sa.Column("packs", sa.JSON()),
        sa.PrimaryKeyConstraint("school_id", "fact_id", name=op.f("pk_doorstep_checks")),
    )
    op.create_index("ix_doorstep_checks_school_id_visit_id", "doorstep_checks", ["school_id", "visit_id"])


def _register_marks() -> None:
    op.create_table(
        "register_marks",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid()),
        sa.Column("day", sa.Date()),
        sa.Column("half_day", sa.String(2)),
        sa.Column("attended", sa.String(64)),
        sa.Column("seen", sa.String(64)),
        sa.Column("late_minutes", sa.Integer()),
        sa.Column("minutes", sa.Integer()),
        sa.Column("started_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("reason", sa.String(64)),
        sa.Column("suggested_code", sa.String(200)),
        sa.Column("rule_id", sa.String(200)),
        sa.Column("table_version", sa.String(200)),
        sa.Column("fact_id", sa.Uuid()),
        sa.Column("marked_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("school_id", "visit_id", name=op.f("pk_register_marks")),
    )
    op.create_index("ix_register_marks_school_id_day", "register_marks", ["school_id", "day"])


def _session_logs() -> None:
    op.create_table(
        "session_logs",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid()),
        sa.Column("logged_at", sa.BigInteger()),
        sa.Column("ready", sa.Boolean()),
        sa.Column("equipment", sa.Boolean()),
        sa.Column("engagement", sa.Integer()),
        sa.Column("targets", sa.Text()),
        sa.Column("work_covered", sa.Text()),
        sa.Column("work_set", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("outcome_category", sa.String(64)),
        sa.Column("notes", sa.Text()),
        sa.Column("finish_answers", sa.JSON()),
        sa.Column("late_reason", sa.Text()),
        sa.Column("fact_id", sa.Uuid()),
        sa.PrimaryKeyConstraint("school_id", "visit_id", name=op.f("pk_session_logs")),
    )


def _log_amendments() -> None:
    op.create_table(
        "log_amendments",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid()),
        sa.Column("amended_at", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("changes", sa.JSON()),
        sa.PrimaryKeyConstraint("school_id", "fact_id", name=op.f("pk_log_amendments")),
    )
    op.create_index("ix_log_amendments_school_id_visit_id", "log_amendments", ["school_id", "visit_id"])


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid()),
        sa.Column("public_key", sa.String(64)),
        sa.Column("label", sa.String(200)),
        sa.Column("enrolled_at", sa.BigInteger()),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("revoked_reason", sa.Text()),
        sa.PrimaryKeyConstraint("school_id", "device_id", name=op.f("pk_devices")),
    )


def _calls_for_help() -> None:
    op.create_table(
        "calls_for_help",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("sos_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid()),
        sa.Column("visit_id", sa.Uuid()),
        sa.Column("at", sa.BigInteger()),
        sa.Column("cancelled", sa.Boolean()),
        sa.PrimaryKeyConstraint("school_id", "sos_id", name=op.f("pk_calls_for_help")),
    )
