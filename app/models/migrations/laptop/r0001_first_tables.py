"""The first tables of the laptop tree."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "laptop_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _drafts()
    _local_state()
    _local_secrets()
    _receipts()
    _refusals()


def downgrade() -> None:
    """Take the tables away."""
    op.drop_table("refusals")
    op.drop_table("receipts")
    op.drop_table("local_secrets")
    op.drop_table("local_state")
    op.drop_table("drafts")


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "visit_id", name=op.f("pk_drafts")),
    )


def _local_state() -> None:
    op.create_table(
        "local_state",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_local_state")),
    )


def _local_secrets() -> None:
    op.create_table(
        "local_secrets",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_local_secrets")),
    )


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(32), nullable=False),
        sa.Column("feed_position", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(64), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "device", "seq", name=op.f("pk_receipts")),
    )


def _refusals() -> None:
    op.create_table(
        "refusals",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("school_id", "fact_id", name=op.f("pk_refusals")),
    )
