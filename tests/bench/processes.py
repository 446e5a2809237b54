"""The other end in a process of its own: the real endpoint, or the bare server that it is compared with.

Must not end a process that it did not start.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import end

ROOT = Path(__file__).parents[2]


@contextmanager
def started(*arguments: str) -> Iterator[str]:
    """A module of this repository as a program; the first line it says."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.PIPE, env=env, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        end(process)
        process.stdout.close()


@contextmanager
def endpoint_process(database: Path) -> Iterator[str]:
    """The school's endpoint; its address."""
    with started("tests.bench.endpoint", str(database)) as address:
        yield address


@contextmanager
def bare_server(folder: Path) -> Iterator[str]:
    """A server that keeps what it is sent and hands it out again, with nothing around it; its address."""
    with started("tests.bench.bare_server", str(folder)) as address:
        yield address
