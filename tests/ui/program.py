"""The program as a person has it who cannot see it: started as a process, read, pressed and written into by names.

Must not reach into the program: what it does not say to a screen reader is not there.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.support.atspi import AccessibilityBus, AccessibilityError, Control, FocusMoves
from tests.support.desktop import DesktopSession
from tests.support.waiting import wait_until
from tests.support.window_frame import ask_to_close

Found = TypeVar("Found")

ROOT = Path(__file__).parents[2]
LONG = 90.0
"""Seconds to wait for what must come; a program may take long to start where two cores serve everybody."""
_TO_USE = frozenset({"push button", "check box", "radio button", "toggle button", "text", "password text", "link"})
_TARGET = 44


@dataclass(frozen=True)
class Person:
    """Somebody at the window of one process. After a lock it is the window of the program that took its place."""

    desktop: DesktopSession
    reader: AccessibilityBus
    process: subprocess.Popen[bytes]

    @property
    def app(self) -> Control:
        """The window's program."""
        return self.reader.application("doorstep", pid=self.process.pid, seconds=LONG)

    def find(self, name: str, *roles: str) -> Control:
        """The first thing that shows, whose name begins so, of one of the roles, once it is there."""
        return self.find_name(re.compile("^" + re.escape(name)), *roles)

    def press(self, name: str) -> None:
        """Press a button or tick an answer."""
        self.find(name, "push button", "check box", "radio button").press()

    def write(self, name: str, text: str) -> None:
        """Fill a field."""
        self.find(name, "text", "password text").write(text)

    def see(self, words: str) -> None:
        """Wait until words are read out somewhere on the page."""
        self.find_name(re.compile(re.escape(words)))

    def find_name(self, name: re.Pattern[str], *roles: str) -> Control:
        """The first thing that shows, with a name that the pattern finds, of one of the roles, once it is there."""

        def look() -> Control | None:
            found = self.app.find_all(name=name)
            return next((control for control in found if not roles or control.role in roles), None)

        try:
            return wait_until(lambda: _unless_gone(look), f"{name.pattern!r} on the screen", seconds=LONG)
        except AssertionError as never:
            raise AssertionError(f"{never}; the screen says {self.heard()}") from None

    def heard(self, *, hidden: bool = False) -> list[str]:
        """Everything that there is to be read out, top down; `hidden`: and what is there without showing."""
        controls = self.app.walk() if hidden else iter(self.app.find_all())
        return [said for control in controls for said in _said_by(control)]

    def controls(self) -> list[Control]:
        """What can be pressed, ticked or written into on the page that shows."""
        return [control for control in self.app.find_all() if control.role in _TO_USE]

    def defects(self) -> list[str]:
        """Controls without a name, or smaller than a finger."""
        found = []
        for control in self.controls():
            _left, _top, width, height = control.extents
            if not control.name.strip() or width < _TARGET or height < _TARGET:
                found.append(f"{control.role} {control.name!r} {width}x{height}")
        return found

    def tab_round(self, moves: FocusMoves) -> list[Control]:
        """Press Tab until the focus is where the first press put it; what it went through, in order."""
        self.desktop.focus_window("^Doorstep$")
        moves.forget()
        stops: list[Control] = []
        for _ in range(100):
            self.desktop.type_keys("Tab")
            now = moves.next(seconds=LONG)
            if stops and now.place == stops[0].place:
                return stops
            stops.append(now)
        raise AssertionError(f"Tab does not come round: {[stop.name for stop in stops]}")

    def close(self) -> int:
        """Close the window as its frame would; the exit code."""
        find = ["xdotool", "search", "--onlyvisible", "--name", "^Doorstep$"]
        found = subprocess.run(find, env=self.desktop.env, check=True, timeout=30, capture_output=True, text=True)
        ask_to_close(self.desktop.env["DISPLAY"], int(found.stdout.split()[0]))
        return self.process.wait(LONG)


@contextmanager
def program(desktop: DesktopSession, reader: AccessibilityBus, profile: Path) -> Iterator[Person]:
    """`python -m app --profile …`, run as a program."""
    command = [sys.executable, "-m", "app", "--profile", str(profile)]
    with desktop.program(*command, env={"PYTHONPATH": str(ROOT)}) as process:
        yield Person(desktop, reader, process)


def _said_by(control: Control) -> list[str]:
    """A control's name and description, and its text; nothing when it goes away meanwhile."""
    try:
        said = [control.name, control.description]
        if control.role == "text":
            said.append(control.text)
    except AccessibilityError:
        return []
    return [text for text in said if text.strip()]


def _unless_gone(look: Callable[[], Found | None]) -> Found | None:
    """What it finds; nothing when a page was changed for another meanwhile."""
    try:
        return look()
    except AccessibilityError:
        return None
