"""Rows written in bulk are the rows that SQLAlchemy itself would have written, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, insert, select

from app.models.bulk import among, insert_many, upsert_many
from app.models.database import open_school_database, reading, writing
from app.models.migrate import SHARED, upgrade
from app.models.tables.projected import pupils, runs

_SCHOOL, _PUPIL = UUID(int=1), UUID(int=2)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/s.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = open_school_database(url)
    upgrade(made, SHARED)
    yield made
    made.dispose()


def _row(number: int) -> dict[str, Any]:
    return {
        "school_id": _SCHOOL,
        "pupil_id": UUID(int=number),
        "surname": "O’Neill % :x ?",
        "date_of_birth": date(2012, 2, 29),
        "contacts": [{"name": "Ann", "over_18": True}],
        "flags": None,
        "packs": [],
    }


def test_bulk_rows_equal_ordinary_rows(engine: Engine) -> None:
    with writing(engine) as conn:
        insert_many(conn, pupils, [_row(1), _row(2)])
        conn.execute(insert(pupils), [_row(3), _row(4)])
    with reading(engine) as conn:
        found = [dict(row) for row in conn.execute(select(pupils).order_by(pupils.c.pupil_id)).mappings()]
    for row in found:
        row.pop("pupil_id")
    assert len(found) == 4
    assert found[0] == found[1] == found[2] == found[3]


def test_an_upsert_sets_the_named_columns_and_leaves_the_others(engine: Engine) -> None:
    start, end = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 23, 10, 0, 0, 1, tzinfo=UTC)
    key = {"school_id": _SCHOOL, "visit_id": UUID(int=7), "pupil_id": _PUPIL}
    with writing(engine) as conn:
        upsert_many(conn, runs, (*key, "started_at"), [key | {"started_at": start}])
        upsert_many(conn, runs, (*key, "finished_at"), [key | {"finished_at": end}])
        upsert_many(conn, runs, (), [])
    with reading(engine) as conn:
        row = conn.execute(select(runs)).one()
    assert (row.started_at, row.finished_at) == (start, end)


def test_among_finds_the_ids_and_no_others(engine: Engine) -> None:
    with writing(engine) as conn:
        insert_many(conn, pupils, [_row(n) for n in range(1, 6)])
        wanted = [UUID(int=2), UUID(int=4), UUID(int=99)]
        found = set(conn.execute(select(pupils.c.pupil_id).where(among(conn, pupils.c.pupil_id, wanted))).scalars())
        none = conn.execute(select(pupils.c.pupil_id).where(among(conn, pupils.c.pupil_id, []))).scalars().all()
    assert found == {UUID(int=2), UUID(int=4)}
    assert list(none) == []
