"""The log holds what our code says, with ids and codes, and no word of an exception or a library.

Tried in a process of its own, since logging belongs to the whole process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CANARY = "Quillfeather-Ombersley"
ANOTHER_HANDLER = """
logging.getLogger("app").addHandler(logging.StreamHandler(io.StringIO()))
try:
    fault()
except ValueError:
    ours.exception("could not save")
"""
ROOT = Path(__file__).parents[2]
SETTING = f"""
import io, logging, sys, threading, warnings
from pathlib import Path
from app.bootstrap.logs import start_logging
CANARY = {CANARY!r}
start_logging(Path(sys.argv[1]))
ours, theirs = logging.getLogger("app.somewhere"), logging.getLogger("sqlalchemy.engine")
def fault():
    note = CANARY
    raise ValueError(f"{{note}} did not fit") from KeyError(CANARY)
class Dying:
    def __del__(self):
        fault()
"""


def logged(tmp_path: Path, program: str) -> tuple[str, str, int]:
    """What the log and the error output hold after a program, and its exit code."""
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SETTING + program, str(tmp_path / "logs")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    return (tmp_path / "logs" / "doorstep.log").read_text(encoding="utf-8"), ended.stderr, ended.returncode


def test_what_our_code_says_is_there(tmp_path: Path) -> None:
    log, errors, _ = logged(tmp_path, 'ours.info("a sync began: %d facts wait", 3)')
    assert "INFO app.somewhere a sync began: 3 facts wait" in log
    assert errors == ""


@pytest.mark.parametrize(
    ("program", "place"),
    [
        (
            "try:\n    fault()\nexcept ValueError:\n    ours.exception('could not save')",
            "could not save\nValueError, at:",
        ),
        ("fault()", "CRITICAL app.crash uncaught\nValueError, at:"),
        ("t = threading.Thread(target=fault); t.start(); t.join()", "CRITICAL app.crash uncaught\nValueError, at:"),
        ("Dying()", "ERROR app.crash could not be raised\nValueError, at:"),
        ("raise ExceptionGroup(CANARY, [ValueError(CANARY)])", "uncaught\nExceptionGroup, at:"),
        ("e = ValueError('x'); e.add_note(CANARY); raise e", "uncaught\nValueError, at:"),
        ("theirs.error('row %s', CANARY)", "ERROR sqlalchemy.engine (a library's message was left out)"),
        ("try:\n    fault()\nexcept ValueError:\n    theirs.exception(CANARY)", "(a library's message was left out)"),
        ("warnings.warn(CANARY)", "WARNING py.warnings (a library's message was left out)"),
        (ANOTHER_HANDLER, "could not save\nValueError, at:"),
    ],
)
def test_a_fault_leaves_its_place_and_never_its_words(tmp_path: Path, program: str, place: str) -> None:
    log, errors, _ = logged(tmp_path, program)
    assert place in log
    assert CANARY not in log
    assert CANARY not in errors


def test_an_uncaught_fault_ends_the_program_with_one_plain_line(tmp_path: Path) -> None:
    log, errors, code = logged(tmp_path, "fault()")
    assert code == 1
    assert errors == "Doorstep stopped because of a fault of its own (ValueError). The log says where.\n"
    assert "in fault" in log


def test_the_log_is_small_and_few(tmp_path: Path) -> None:
    logged(tmp_path, 'for n in range(40_000): ours.info("%06d and so many more words about nothing at all", n)')
    files = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in files] == ["doorstep.log", "doorstep.log.1", "doorstep.log.2", "doorstep.log.3"]
    assert all(file.stat().st_size <= 500_000 for file in files)
