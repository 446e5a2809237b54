"""A served school for each test, on SQLite, or on SQLite and PostgreSQL in turn."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.models.database import open_school_database
from app.school.app import bare_app
from app.school.endpoint import prepare_database
from app.school.running import running
from tests.school.driver import Laptop, Place, Server, make_endpoint, make_place
from tests.support.clock import FakeClock
from tests.support.postgres import PostgresServer


def _prepare(url: str) -> None:
    engine = open_school_database(url)
    prepare_database(engine)
    engine.dispose()


@cache
def _empty_store() -> bytes:
    """A database that was migrated once, to be copied."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = open_school_database(f"sqlite:///{path}")
        prepare_database(engine)
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The run's one server; each test puts its own endpoint behind it."""
    app = bare_app()
    with running(app) as base:
        yield Server(app, base)


@pytest.fixture
def place(server: Server, tmp_path: Path, clock: FakeClock) -> Iterator[Place]:
    """A school on SQLite."""
    path = tmp_path / "school.db"
    path.write_bytes(_empty_store())
    engine = open_school_database(f"sqlite:///{path}")
    yield server.serve(make_place(make_endpoint(engine, clock), clock))
    engine.dispose()


@pytest.fixture
def on_postgres(server: Server, postgres: PostgresServer, clock: FakeClock) -> Iterator[Place]:
    """A school on PostgreSQL."""
    with postgres.database(postgres.template("school", _prepare)) as url:
        engine = open_school_database(url)
        yield server.serve(make_place(make_endpoint(engine, clock), clock))
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Place:
    """A school on each database in turn."""
    found: Place = request.getfixturevalue("place" if request.param == "sqlite" else "on_postgres")
    return found


@pytest.fixture
def laptop(place: Place) -> Iterator[Laptop]:
    """A laptop that is joined."""
    made = Laptop(place).join()
    yield made
    made.session.close()
