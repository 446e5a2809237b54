"""The fold: many facts to few statements. Must keep the effect of applying the facts one by one, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.models.bulk import upsert_many
from app.models.projections import school as _school  # noqa: F401  registers its projectors
from app.models.projections import visits as _visits  # noqa: F401  registers its projectors
from app.models.projections.rows import Fact, rows_of
from app.models.tables import PROJECTED

Rows = dict[tuple[str, tuple[Any, ...]], dict[str, Any]]
"""(table name, key) -> all columns set so far, the key's among them."""


def fold(school: UUID, facts: Iterable[Fact], into: Rows | None = None) -> Rows:
    """What the facts, in their order, set in which rows."""
    rows: Rows = {} if into is None else into
    for fact in facts:
        for row in rows_of(fact):
            key = (school, *row.key.values())
            target = rows.setdefault((row.table.name, key), {"school_id": school, **row.key})
            target.update(row.values)
    return rows


def write(conn: Connection, rows: Rows) -> None:
    """Set the folded columns: one statement for each table and group of columns."""
    groups: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
    for (table, _), values in rows.items():
        groups[table, tuple(sorted(values))].append(values)
    for (name, columns), batch in groups.items():
        upsert_many(conn, PROJECTED[name], columns, batch)
