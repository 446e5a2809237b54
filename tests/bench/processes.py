"""The other end in a process of its own: the real endpoint, or the bare server that it is compared with.

Must not end a process that it did not start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import end

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Other:
    """A process at the other end: the first line it said, for a server its address."""

    line: str
    pid: int


@contextmanager
def started(*arguments: str) -> Iterator[Other]:
    """A module of this repository as a program."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, env=env, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield Other(process.stdout.readline().decode().strip(), process.pid)
    finally:
        end(process)
        process.stdout.close()


@contextmanager
def endpoint_process(database: Path) -> Iterator[Other]:
    """The school's endpoint."""
    with started("tests.bench.endpoint", str(database)) as other:
        yield other


@contextmanager
def bare_server(folder: Path) -> Iterator[Other]:
    """A server that keeps what it is sent and hands it out again, with nothing around it."""
    with started("tests.bench.bare_server", str(folder)) as other:
        yield other
