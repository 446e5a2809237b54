"""The PostgreSQL fixture gives real, separate databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.support.postgres import PostgresServer, postgres_server
from tests.support.postgres_binaries import HOW_TO_GET_ONE, find_programs, program, reachable, unprivileged


def test_a_database_is_empty_and_takes_tables(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
        connection.execute("create table visit (id int)")
    assert found == (0,)


def test_sqlalchemy_opens_the_url_as_it_is(postgres_url: str) -> None:
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.execute(sa.text("select 41 + 1")).scalar_one() == 42
    engine.dispose()


def test_databases_copied_from_a_template_do_not_see_each_other(postgres: PostgresServer) -> None:
    made: list[str] = []

    def prepare(url: str) -> None:
        made.append(url)
        _create_table(url)

    template = postgres.template("one-table", prepare)
    assert postgres.template("one-table", prepare) == template
    assert len(made) == 1
    with postgres.database(template) as first, postgres.database(template) as second:
        _insert(first)
        assert (_rows(first), _rows(second)) == (1, 0)


def test_a_database_goes_even_when_a_connection_was_left_open(postgres: PostgresServer) -> None:
    with postgres.database() as url:
        left_open = psycopg.connect(url)
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("select 1")
    left_open.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_a_given_server_is_used_and_left_as_it_was(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _databases(postgres)
    monkeypatch.setenv("TEST_DATABASE_URL", postgres.url)
    with postgres_server() as server:
        assert server.url == postgres.url
        server.template("another", _create_table)
    assert _databases(postgres) == before


@pytest.fixture
def closed_folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the programs below a folder that only its owner may enter."""
    programs = find_programs()
    assert programs is not None, HOW_TO_GET_ONE
    package = programs.parent.parent
    closed = tmp_path / "closed"
    shutil.copytree(programs.parent, closed / package.name / programs.parent.name, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    closed.chmod(0o700)
    yield closed / package.name / programs.parent.name / "bin"
    shutil.rmtree(closed)


def test_programs_in_a_closed_folder_are_copied_to_where_they_can_run(closed_folder: Path, tmp_path: Path) -> None:
    runner = unprivileged()
    spare = tmp_path.parent.parent.parent / f"pg-spare-{os.getpid()}"  # above pytest's folders, which are closed too
    try:
        usable = reachable(closed_folder, runner, spare)
        assert (usable == closed_folder) == (runner.user is None)
        assert runner.can_run(Path(program(usable, "postgres")))
    finally:
        shutil.rmtree(spare, ignore_errors=True)


def _create_table(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table visit (id int)")


def _insert(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("insert into visit values (1)")


def _rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from visit").fetchone()
    assert row is not None
    return int(row[0])


def _databases(server: PostgresServer) -> list[str]:
    with psycopg.connect(server.url) as connection:
        return [str(row[0]) for row in connection.execute("select datname from pg_database order by 1")]
