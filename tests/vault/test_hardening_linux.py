"""Process hardening, seen from outside in /proc."""

from __future__ import annotations

import subprocess
import sys

import pytest

HARDENED = """
import ctypes, resource, sys
from app.vault.hardening import harden_process
print(harden_process(dumpable=sys.argv[1] == "dumpable"))
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("closed", ["Hardening(no_core_files=True, not_dumpable=True)", "(0, 0) 0"]),
        ("dumpable", ["Hardening(no_core_files=True, not_dumpable=False)", "(0, 0) 1"]),
    ],
)
def test_core_files_are_off_and_debuggers_are_kept_out_unless_a_test_asks(word: str, said: list[str]) -> None:
    """PR_GET_DUMPABLE (3) asks the kernel what it took."""
    process = subprocess.run([sys.executable, "-c", HARDENED, word], capture_output=True, text=True, check=True)
    assert process.stdout.splitlines() == said
