"""What the scenarios share."""

from __future__ import annotations

import os
import sys

import pytest

# The kill test forks and sends SIGKILL, which Windows does not know; other systems have no /proc and no tmpfs.
collect_ignore = [] if hasattr(os, "fork") else ["test_kill.py"]
collect_ignore_glob = [] if sys.platform.startswith("linux") else ["test_*_linux.py"]

_QUICK, _SOAK = 25, 200


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often the kill test kills: a few in `dev.py test`, all of them in `dev.py soak`."""
    return _SOAK if request.config.getoption("--hypothesis-profile") == "soak" else _QUICK
