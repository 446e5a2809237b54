"""Everything that must hold before a change lands. Must not fix anything except under `format`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from installers.devtools.console import ROOT, program, run, say

Step = tuple[str, tuple[str | Path, ...]]


def static_steps() -> list[Step]:
    """Format, lint, types and import contracts, quickest first."""
    return [
        ("format", (program("ruff"), "format", "--check", ".")),
        ("lint", (program("ruff"), "check", ".")),
        ("import contracts", (program("lint-imports"), "--no-cache")),
        ("types", (program("mypy"), "--strict", "app", "tests", "installers")),
    ]


def test_step(extra: list[str]) -> Step:
    """The tests; what follows the task on the command line goes to pytest."""
    return ("tests", (program("python"), "-m", "pytest", "-q", *extra))


def carry_out(steps: list[Step], env: Mapping[str, str]) -> int:
    """Run every step even after one failed, so that one run tells all; 0 only when all held."""
    failed = [name for name, command in steps if _carry_out_one(name, command, env)]
    say("Failed: " + ", ".join(failed) + "." if failed else "All checks hold.")
    return 1 if failed else 0


def tidy(env: Mapping[str, str], extra: list[str]) -> int:
    """Format the tree and apply the lint's safe fixes."""
    where = extra or [str(ROOT)]
    return run(program("ruff"), "check", "--fix", *where, env=env) | run(program("ruff"), "format", *where, env=env)


def _carry_out_one(name: str, command: tuple[str | Path, ...], env: Mapping[str, str]) -> bool:
    say(f"== {name}")
    return run(*command, env=env) != 0
