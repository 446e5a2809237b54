"""The one metadata of the shared and the laptop's tables, with names for every constraint (Alembic needs them)."""

from __future__ import annotations

from sqlalchemy import Column, MetaData

from app.models.types import Ident

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def school_key() -> Column[object]:
    """The first part of every key: whose row this is."""
    return Column("school_id", Ident, primary_key=True)
