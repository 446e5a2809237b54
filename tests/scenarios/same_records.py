"""Whether two stores hold the same rows about the same visits. Must not know what the rows mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from app.models.database import reading
from app.models.tables import PROJECTED


def differences(one: Engine, two: Engine, visits: Iterable[UUID]) -> list[str]:
    """Every projected row about these visits that is not the same in both, named by table and visit."""
    wanted = set(visits)
    here, there = _rows(one, wanted), _rows(two, wanted)
    return sorted(
        {
            f"{table} of {key}"
            for table, key in here.keys() | there.keys()
            if here.get((table, key)) != there.get((table, key))
        }
    )


def _rows(engine: Engine, visits: set[UUID]) -> dict[tuple[str, UUID], Any]:
    found: dict[tuple[str, UUID], Any] = {}
    with reading(engine) as conn:
        for name, table in PROJECTED.items():
            if "visit_id" not in table.c:
                continue
            for row in conn.execute(select(table)).mappings():
                if row["visit_id"] in visits:
                    found.setdefault((name, row["visit_id"]), []).append(dict(row))
    for rows in found.values():
        rows.sort(key=str)
    return found
