"""Saying what happens and running programs. Must not decide what to run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"


def say(text: str) -> None:
    """One line for the person, in order with what the programs print."""
    print(text, flush=True)


def stop(text: str) -> NoReturn:
    """End with a sentence on standard error and exit code 1."""
    sys.exit(text)


def run(*command: str | Path, env: Mapping[str, str] | None = None, quiet: bool = False) -> int:
    """Run a program in the repository and return its exit code; the command line is shown, its output unless quiet."""
    line = [str(part) for part in command]
    say("+ " + " ".join(_shown(line)))
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(line, cwd=ROOT, env=env, stdout=output, check=False).returncode


def must_run(*command: str | Path, env: Mapping[str, str] | None = None, quiet: bool = False) -> None:
    """Run a program that has to succeed; its exit code becomes ours when it does not."""
    code = run(*command, env=env, quiet=quiet)
    if code:
        sys.exit(code)


def program(name: str) -> Path:
    """A program of the environment, such as `python` or `ruff`, by its path."""
    folder, suffix = ("Scripts", ".exe") if WINDOWS else ("bin", "")
    return VENV / folder / (name + suffix)


def _shown(line: Sequence[str]) -> list[str]:
    """The command with the repository's own path left out, as a person would type it."""
    return [part.removeprefix(str(ROOT) + os.sep) for part in line]
