"""A real PostgreSQL server for a test run, thrown away afterwards. Must not touch a server of this machine.

TEST_DATABASE_URL names one to use instead; its role has to be allowed to create databases. Each test gets a database
of its own, copied from a template, which takes a twentieth of a second.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.support.postgres_binaries import HOW_TO_GET_ONE, Runner, find_programs, program, reachable, unprivileged
from tests.support.waiting import wait_until

# Durability is what the product's own server must have; a server that is thrown away is quicker without.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


class PostgresServer:
    """A running server; `url` leads to its maintenance database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = count(1)
        self._templates: dict[str, str] = {}

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """A database filled once by `prepare(url)`; its name, to be copied from by `database`."""
        if name not in self._templates:
            database = self._create("template0")
            prepare(self._url_of(database))
            self._templates[name] = database
        return self._templates[name]

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The URL of a fresh database, dropped afterwards together with connections left open."""
        database = self._create(template)
        try:
            yield self._url_of(database)
        finally:
            self._run(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))

    def close(self) -> None:
        """Drop the templates; a server that someone else runs is left as it was."""
        for database in self._templates.values():
            self._run(sql.SQL("drop database {} with (force)").format(sql.Identifier(database)))
        self._templates.clear()

    def _create(self, template: str) -> str:
        database = f"doorstep_test_{os.getpid()}_{next(self._numbers)}"
        names = sql.Identifier(database), sql.Identifier(template)
        self._run(sql.SQL("create database {} template {}").format(*names))
        return database

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def _url_of(self, database: str) -> str:
        start, _, query = self.url.partition("?")
        base = start.rsplit("/", 1)[0]
        return f"{base}/{database}?{query}" if query else f"{base}/{database}"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The server of TEST_DATABASE_URL, or one of our own for as long as the context lasts."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = PostgresServer(given)
        yield server
        server.close()
        return
    programs = find_programs()
    if programs is None:
        pytest.fail(HOW_TO_GET_ONE)
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket may hold 107 bytes
    try:
        runner = unprivileged()
        runner.owns(folder)
        with _running(reachable(programs, runner, folder / "copy"), runner, folder) as url:
            yield PostgresServer(url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(programs: Path, runner: Runner, folder: Path) -> Iterator[str]:
    _initialise(programs, runner, folder)
    port = _free_port()
    url, listen = _address(folder, port)
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [program(programs, "postgres"), "-D", str(folder / "data"), "-p", str(port), *listen, *settings]
    process = runner.start(command, cwd=folder, log=folder / "log")
    try:
        wait_until(lambda: _answers(process, url, folder / "log"), "PostgreSQL to answer")
        yield url
    finally:
        _stop(process, programs, folder)


def _initialise(programs: Path, runner: Runner, folder: Path) -> None:
    options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    made = runner.run([program(programs, "initdb"), "-D", str(folder / "data"), *options], cwd=folder)
    if made.returncode:
        pytest.fail(f"initdb ended with {made.returncode}: {made.stdout}{made.stderr}")


def _address(folder: Path, port: int) -> tuple[str, list[str]]:
    """A Unix socket in our own folder where there is such a thing, else a port of this machine."""
    if os.name == "nt":
        return f"postgresql://postgres@127.0.0.1:{port}/postgres", ["-c", "listen_addresses=127.0.0.1"]
    socket_only = ["-c", "listen_addresses=", "-k", str(folder)]
    return f"postgresql://postgres@/postgres?host={folder}&port={port}", socket_only


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], url: str, log: Path) -> bool:
    if process.poll() is not None:
        pytest.fail(f"PostgreSQL ended with {process.returncode}: {log.read_text('utf-8', 'replace')}")
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _stop(process: subprocess.Popen[bytes], programs: Path, folder: Path) -> None:
    if process.poll() is None and os.name == "nt":
        stop = [program(programs, "pg_ctl"), "stop", "-m", "immediate", "-D", str(folder / "data")]
        subprocess.run(stop, check=False, capture_output=True)
    elif process.poll() is None:
        process.send_signal(signal.SIGINT)  # its word for: end now, without waiting for clients
    process.wait(20)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The run's PostgreSQL server, started when the first test asks."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The URL of an empty database that belongs to this test alone; SQLAlchemy takes it as it is (psycopg 3)."""
    with postgres.database() as url:
        yield url
