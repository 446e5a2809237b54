"""The table of tasks and what each needs first. Must not hold the work itself: that is in the files beside it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from installers.devtools.checks import carry_out, static_steps, test_step, tidy
from installers.devtools.console import program, run, say
from installers.devtools.environment import clean_environment, set_up
from installers.devtools.locks import lock
from installers.devtools.needs import QT_NEEDS, TEST_NEEDS, VENV_NEEDS, WAYLAND_NEEDS, X11_NEEDS, Need
from installers.devtools.system import provide

Extra = list[str]


@dataclass(frozen=True)
class Task:
    """A task's line in the help, what the system must bring for it, and the function that does it."""

    help: str
    needs: tuple[Need, ...]
    work: Callable[[Extra], int]


def main(arguments: list[str]) -> int:
    """Carry out the task named first; whatever follows it is passed on to the program behind the task."""
    name, extra = (arguments[0], arguments[1:]) if arguments else ("help", [])
    task = TASKS.get(name)
    if task is None:
        return _help(name)
    provide(VENV_NEEDS + task.needs)
    if task.work is not lock:
        set_up()
    return task.work(extra)


def _demo(extra: Extra) -> int:
    env = clean_environment()
    if has_screen(env):
        return run(program("python"), "-m", "installers.demo", *extra, env=env)
    say("There is no screen here: the same day runs without a window and leaves its pictures and PDFs in build/demo.")
    headless = [] if "--headless" in extra else ["--headless"]
    return run(program("python"), "-m", "installers.demo", *headless, *extra, env=_offscreen(env))


def _test(extra: Extra) -> int:
    return carry_out([*static_steps(), test_step(extra)], _offscreen(clean_environment()))


def _check(_extra: Extra) -> int:
    return carry_out(static_steps(), clean_environment())


def _format(extra: Extra) -> int:
    return tidy(clean_environment(), extra)


def _soak(extra: Extra) -> int:
    options = ("-q", "-m", "hypothesis or soak", "--hypothesis-profile=soak", "--hypothesis-show-statistics")
    return run(program("python"), "-m", "pytest", *options, *extra, env=_offscreen(clean_environment()))


def _module(name: str) -> Callable[[Extra], int]:
    def work(extra: Extra) -> int:
        return run(program("python"), "-m", name, *extra, env=_offscreen(clean_environment()))

    return work


def _help(asked: str) -> int:
    say("python3 installers/dev.py TASK [more for the program behind it]\n")
    for name, task in TASKS.items():
        say(f"  {name:<10}{task.help}")
    if asked in ("help", "-h", "--help"):
        return 0
    say(f"\nThere is no task called {asked!r}.")
    return 2


def has_screen(env: Mapping[str, str]) -> bool:
    """Whether a window can be shown: always on Windows and macOS, by the display's variables elsewhere."""
    if platform.system() != "Linux":
        return True
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def _offscreen(env: Mapping[str, str]) -> dict[str, str]:
    """Qt without a screen, unless the person chose a platform; tests of real windows start a screen of their own."""
    return {"QT_QPA_PLATFORM": "offscreen", **env}


def _window_needs() -> tuple[Need, ...]:
    if os.environ.get("WAYLAND_DISPLAY"):
        return QT_NEEDS + WAYLAND_NEEDS + X11_NEEDS
    return QT_NEEDS + X11_NEEDS if has_screen(os.environ) else QT_NEEDS


_ON_A_SCREEN = QT_NEEDS + X11_NEEDS + TEST_NEEDS

TASKS: dict[str, Task] = {
    "demo": Task("a sample school and a joined laptop, opened on today's visits", _window_needs(), _demo),
    "test": Task("every check: format, lint, types, import contracts, tests", _ON_A_SCREEN, _test),
    "check": Task("the checks that run nothing: format, lint, types, import contracts", (), _check),
    "format": Task("format the tree and apply the lint's safe fixes", (), _format),
    "bench": Task("measure against the baselines; results in build/bench", _ON_A_SCREEN, _module("tests.bench")),
    "soak": Task("the property tests with many new examples, the kill test with 200 kills", _ON_A_SCREEN, _soak),
    "pictures": Task("draw the pictures of the screens into build/pictures", QT_NEEDS, _module("tests.ui.pictures")),
    "lock": Task("write installers/requirements*.txt anew from pyproject.toml (needs uv)", (), lock),
}
