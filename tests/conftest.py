"""What every test gets: no screen, no network, no unexpected log, the same random choices. Must not hold helpers.

The helpers live in tests/support; warnings are errors by pyproject.toml, and so are Qt's.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.loggers import LogWatch
from tests.support.randomness import SeededBytes
from tests.support.sockets import SocketGuard

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of PySide6

pytest_plugins = ["pytester", "tests.support.postgres"]

# Real windows are opened on an X screen of the tests' own, which only Linux has. Such tests are in files named so.
_ON_LINUX = sys.platform.startswith("linux")
collect_ignore_glob = [] if _ON_LINUX else ["**/test_*desktop.py"]

# `test`: the same examples on every run, so that a red run is about the change. `soak`: new ones each time, and many.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]  # two shared cores; time is measured by bench
settings.register_profile("test", derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW_IS_FINE)
settings.register_profile(
    "soak",
    max_examples=5000,
    stateful_step_count=200,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.load_profile("test")  # --hypothesis-profile=soak, read later, wins

_GUARD = SocketGuard()
_GUARD.install()


def pytest_report_header() -> list[str]:
    """Say what this system cannot run, so that a green run is not taken for more than it is."""
    return [] if _ON_LINUX else ["tests of real windows (test_*desktop.py) run on Linux only and are left out here"]


@pytest.fixture(autouse=True)
def socket_guard() -> Iterator[SocketGuard]:
    """Sockets to this machine only; a refused call fails the test even where the code swallowed the refusal."""
    with _GUARD.watching() as guard:
        yield guard
    if guard.refused:
        pytest.fail("reached beyond this machine: " + "; ".join(guard.refused))


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[LogWatch]:
    """Announce a warning that the test provokes: `expect_log("app.sync", "school not reached")`."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    if complaints := watch.complaints():
        pytest.fail("unexpected log: " + "; ".join(complaints))


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands at 08:30 on Monday 23 November 2026 until the test moves it."""
    return FakeClock()


@pytest.fixture
def keyring() -> FakeKeyring:
    """An empty keyring in memory."""
    return FakeKeyring()


@pytest.fixture
def random_bytes() -> SeededBytes:
    """Random bytes that are the same in every run."""
    return SeededBytes()
