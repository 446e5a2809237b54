"""Migrations make just the tables that the code uses, on every database, up and down, without losing a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, insert, inspect, select, text

from app.models import migrate
from app.models.database import open_school_database, reading, writing
from app.models.migrate import LAPTOP, SHARED, NewerDatabase, Tree, upgrade
from app.models.tables import local_state
from app.models.tables.laptop import LAPTOP_TABLES
from app.school.endpoint import SCHOOL
from app.vault.vault import FLOOR_COST, create_vault
from tests.support.clock import FakeClock
from tests.support.randomness import SeededBytes

TREES = {"shared": SHARED, "laptop": LAPTOP, "school": SCHOOL}


@contextmanager
def _sqlite(folder: Path) -> Iterator[Engine]:
    engine = open_school_database(f"sqlite:///{folder / 'school.db'}")
    yield engine
    engine.dispose()


@contextmanager
def _sqlcipher(folder: Path) -> Iterator[Engine]:
    phrase = "lantern pebble orchard thimble meadow"
    made = create_vault(folder / "v", phrase, keyring=None, clock=FakeClock(), random=SeededBytes(3), cost=FLOOR_COST)
    with made.vault as vault, vault.migration_engine() as engine:
        yield engine


@pytest.fixture(params=["sqlite", "sqlcipher", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "postgresql":
        made = open_school_database(request.getfixturevalue("postgres_url"))
        yield made
        made.dispose()
        return
    with (_sqlite if request.param == "sqlite" else _sqlcipher)(tmp_path) as made:
        yield made


def _differences(engine: Engine, metadata: MetaData, names: set[str]) -> list[object]:
    """What Alembic would change to make the database like the code, for these tables."""
    with reading(engine) as conn:
        options = {"include_object": lambda _, name, kind, *__: kind != "table" or name in names}
        return list(compare_metadata(MigrationContext.configure(conn, opts=options), metadata))


def test_the_migrated_tables_are_the_ones_the_code_uses(engine: Engine) -> None:
    upgrade(engine, SHARED, LAPTOP, SCHOOL)
    for metadata in (SHARED.metadata, SCHOOL.metadata):
        assert _differences(engine, metadata, set(metadata.tables)) == []


def test_the_school_has_none_of_the_laptops_tables(engine: Engine) -> None:
    upgrade(engine, SHARED, SCHOOL)
    assert LAPTOP_TABLES.isdisjoint(inspect(engine).get_table_names())


@pytest.mark.parametrize("name", TREES)
def test_every_tree_goes_down_to_nothing_and_up_again(engine: Engine, name: str) -> None:
    tree = TREES[name]
    upgrade(engine, tree)
    with writing(engine) as conn:
        config = _config(tree)
        config.attributes.update(connection=conn, version_table=tree.version_table, metadata=tree.metadata)
        command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {tree.version_table}
    upgrade(engine, tree)
    assert len(inspect(engine).get_table_names()) > 1


def test_upgrading_again_changes_nothing_and_loses_nothing(engine: Engine) -> None:
    upgrade(engine, SHARED, LAPTOP)
    with writing(engine) as conn:
        conn.execute(insert(local_state).values(name="epoch", value="7"))
    upgrade(engine, SHARED, LAPTOP)
    with reading(engine) as conn:
        assert conn.execute(select(local_state.c.value)).scalar_one() == "7"


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(engine: Engine) -> None:
    upgrade(engine, SHARED)
    with writing(engine) as conn:
        conn.execute(text("UPDATE version_shared SET version_num = 'shared_9999'"))
    with pytest.raises(NewerDatabase, match="newer version"):
        upgrade(engine, SHARED)
    with reading(engine) as conn:
        assert migrate.revision(conn, SHARED) == "shared_9999"


def test_a_migration_that_fails_leaves_no_half_of_itself(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> None:
        raise RuntimeError("cut")

    monkeypatch.setattr("alembic.op.create_index", cut)
    with pytest.raises(RuntimeError, match="cut"):
        upgrade(engine, SHARED)
    assert inspect(engine).get_table_names() == []


@pytest.mark.parametrize("name", TREES)
def test_the_newest_revision_is_the_one_the_code_names(name: str) -> None:
    assert ScriptDirectory.from_config(_config(TREES[name])).get_heads() == [TREES[name].newest]


@pytest.mark.parametrize("name", TREES)
def test_revisions_do_not_import_the_application(name: str) -> None:
    for file in TREES[name].folder.glob("r*.py"):
        assert "import app" not in file.read_text()
        assert "from app" not in file.read_text()


def _config(tree: Tree) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("version_locations", str(tree.folder))
    config.set_main_option("path_separator", "newline")
    return config
