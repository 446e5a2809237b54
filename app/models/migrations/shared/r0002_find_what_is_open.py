"""Two small indexes over the few rows that are open: facts that wait for a newer build, visits that still run.

Without them each unlock and each look at Today read the whole history.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "shared_0002"
down_revision = "shared_0001"
branch_labels = None
depends_on = None

_WAITING = sa.text("standing = 'unknown'")
_RUNNING = sa.text(
    "started_at IS NOT NULL AND finished_at IS NULL AND absent_at IS NULL AND not_entered_at IS NULL"
    " AND cancelled_at IS NULL"
)


def upgrade() -> None:
    """Make the indexes."""
    for name, table, columns, where in (
        ("ix_journal_waiting", "journal", ["school_id", "ordinal"], _WAITING),
        ("ix_runs_running", "runs", ["school_id", "visit_id"], _RUNNING),
    ):
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take the indexes away."""
    op.drop_index("ix_runs_running", "runs")
    op.drop_index("ix_journal_waiting", "journal")
