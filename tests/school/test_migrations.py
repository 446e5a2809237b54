"""The school's revisions make exactly the tables that the code uses, on both databases, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, inspect, text

from app.models.database import open_school_database, writing
from app.models.migrate import SHARED, NewerDatabase, upgrade
from app.models.tables import metadata as shared_metadata
from app.school.endpoint import SCHOOL, prepare_database
from app.school.tables import metadata as own_metadata

_LAPTOP_ONLY = {"drafts", "local_state", "local_secrets", "receipts", "refusals"}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/s.db" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = open_school_database(url)
    prepare_database(made)
    yield made
    made.dispose()


def test_the_migrated_database_is_what_the_code_describes(engine: Engine) -> None:
    wanted = MetaData(naming_convention=own_metadata.naming_convention)
    for source in (shared_metadata, own_metadata):
        for table in source.tables.values():
            if table.name not in _LAPTOP_ONLY:
                table.to_metadata(wanted)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        differences = [d for d in compare_metadata(context, wanted) if "version_" not in str(d)]
    assert differences == []


def test_preparing_again_changes_nothing(engine: Engine) -> None:
    before = set(inspect(engine).get_table_names())
    prepare_database(engine)
    assert set(inspect(engine).get_table_names()) == before
    assert not before & _LAPTOP_ONLY


def test_a_database_of_a_newer_version_is_refused_and_left_alone(engine: Engine) -> None:
    with writing(engine) as conn:
        conn.execute(text("UPDATE version_school SET version_num = 'school_9999'"))
    with pytest.raises(NewerDatabase):
        upgrade(engine, SHARED, SCHOOL)
