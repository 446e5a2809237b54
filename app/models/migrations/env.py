"""Runs revisions on the connection it is handed. Must not open a database: there may be a key in the way."""

from __future__ import annotations

from alembic import context

_attributes = context.config.attributes

context.configure(
    connection=_attributes["connection"],
    version_table=_attributes["version_table"],
    target_metadata=_attributes["metadata"],
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
