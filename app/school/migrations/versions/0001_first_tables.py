"""The first tables of the school tree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "school_0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.BigInteger()


def upgrade() -> None:
    """Make the tables."""
    _school_identity()
    _people()
    _console_sessions()
    _enrol_codes()
    _laptops()
    _nonces()
    _sos_calls()
    _throttle()


def downgrade() -> None:
    """Take the tables away."""
    for name in ("throttle", "sos_calls", "nonces", "laptops", "enrol_codes", "console_sessions", "people"):
        op.drop_table(name)
    op.drop_table("school_identity")


def _school_identity() -> None:
    op.create_table(
        "school_identity",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("school_device", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(32), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_school_identity")),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sign_in", sa.String(200), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("disabled_at", _INSTANT),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people")),
        sa.UniqueConstraint("sign_in", name=op.f("uq_people_sign_in")),
    )


def _console_sessions() -> None:
    op.create_table(
        "console_sessions",
        sa.Column("id_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("last_seen_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_console_sessions")),
    )


def _enrol_codes() -> None:
    op.create_table(
        "enrol_codes",
        sa.Column("secret_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
        sa.Column("used_by", sa.Uuid()),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_enrol_codes")),
    )


def _laptops() -> None:
    op.create_table(
        "laptops",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("sos_hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_laptops")),
    )


def _nonces() -> None:
    op.create_table(
        "nonces",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("device_id", "nonce", name=op.f("pk_nonces")),
    )


def _sos_calls() -> None:
    op.create_table(
        "sos_calls",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("sos_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid()),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "sos_id", name=op.f("pk_sos_calls")),
    )
    op.create_index("ix_sos_calls_school_id_received_at", "sos_calls", ["school_id", "received_at"])


def _throttle() -> None:
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.LargeBinary(32), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle")),
    )
