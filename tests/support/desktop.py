"""A desktop of its own for a test: a screen nobody sees, a message bus, accessibility, and a keyring if asked.

Must not use the display, the bus, the home folder or the keyring of whoever runs the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.atspi import AccessibilityBus
from tests.support.processes import running
from tests.support.secret_service import secret_service

HOW_TO_GET_IT = "These tests need {}; `python3 installers/dev.py test` installs it or says the line that does."

# What of our own environment a program on that desktop may see. Everything else is the test's business.
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "COVERAGE_PROCESS_START")

_PICTURE = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
sys.exit(0 if QGuiApplication.primaryScreen().grabWindow(0).save(sys.argv[1]) else 1)
"""


@dataclass(frozen=True)
class DesktopSession:
    """A private desktop; `env` is the whole environment for programs on it."""

    env: Mapping[str, str]
    folder: Path

    def accessibility(self) -> AccessibilityBus:
        """A screen reader's connection; open it before the program starts, and use it in a `with`."""
        return AccessibilityBus(self.env["DBUS_SESSION_BUS_ADDRESS"])

    @contextmanager
    def program(self, *command: str | Path, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
        """A program on this desktop, ended with the context; what it says is in `said()`."""
        words = [str(word) for word in command]
        with running(words, env={**self.env, **(env or {})}, log=self.folder / "programs.log") as process:
            yield process

    def said(self) -> str:
        """Everything the programs printed."""
        return (self.folder / "programs.log").read_text("utf-8", "replace")

    def type_keys(self, *keys: str) -> None:
        """Press keys as a person would, named as xdotool names them: "Tab", "alt+a", "space"."""
        subprocess.run([_program("xdotool"), "key", *keys], env=self.env, check=True, timeout=20)

    def focus_window(self, title: str) -> None:
        """Give the keyboard to the window with that title: there is no window manager to do it."""
        find = [_program("xdotool"), "search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync"]
        subprocess.run(find, env=self.env, check=True, timeout=30)

    def picture(self, path: Path) -> None:
        """Save what the screen shows as a PNG."""
        command = [sys.executable, "-c", _PICTURE, str(path)]
        subprocess.run(command, env=self.env, check=True, timeout=30)


@contextmanager
def desktop_session(*, size: str = "1366x768", keyring: bool = False) -> Iterator[DesktopSession]:
    """A private desktop; with `keyring`, an unlocked GNOME Keyring answers as the Secret Service."""
    folder = Path(tempfile.mkdtemp(prefix="desk-"))  # short: the bus puts sockets in it, and their paths are bounded
    try:
        with ExitStack() as stack:
            env = _bare_environment(folder)
            env["DISPLAY"] = ":" + stack.enter_context(_screen(size, env, folder))
            env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(_bus(env, folder))
            if keyring:
                stack.enter_context(secret_service(_program("gnome-keyring-daemon"), env, folder))
            yield DesktopSession(env, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bare_environment(folder: Path) -> dict[str, str]:
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    places = {
        "HOME": "home",
        "XDG_RUNTIME_DIR": "run",
        "XDG_DATA_HOME": "data",
        "XDG_CONFIG_HOME": "config",
        "TMPDIR": "tmp",
    }
    for variable, place in (places | {"XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}).items():
        (folder / place).mkdir(mode=0o700)
        env[variable] = str(folder / place)
    return env | {"QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "0", "GSETTINGS_BACKEND": "memory"}


@contextmanager
def _screen(size: str, env: Mapping[str, str], folder: Path) -> Iterator[str]:
    """An X server on a display it chose itself; yields the number once it takes clients."""
    options = ["-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    with _answering([_program("Xvfb"), *options, "-displayfd", "{}"], env, folder / "screen.log") as number:
        yield number


@contextmanager
def _bus(env: Mapping[str, str], folder: Path) -> Iterator[str]:
    """A session bus; yields its address. It starts the accessibility bus when somebody asks for that."""
    command = [_program("dbus-daemon"), "--session", "--nofork", "--nopidfile", "--print-address={}"]
    with _answering([*command, f"--address=unix:path={folder / 'run' / 'bus'}"], env, folder / "bus.log") as address:
        yield address


@contextmanager
def _answering(command: list[str], env: Mapping[str, str], log: Path) -> Iterator[str]:
    """A server that writes one line to the pipe whose number replaces "{}" once it is ready; yields that line."""
    ours, theirs = os.pipe()
    filled = [word.replace("{}", str(theirs)) for word in command]
    with os.fdopen(ours) as answer, running(filled, env=env, log=log, pass_fds=(theirs,)):
        os.close(theirs)
        line = answer.readline().strip()
        if not line:
            pytest.fail(f"{command[0]} did not start: {log.read_text('utf-8', 'replace')}")
        yield line


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(HOW_TO_GET_IT.format(name))
    return found
