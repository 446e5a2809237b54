"""`python -m tests.bench.window WHAT [PROFILE]`: one window in a process of its own, which says what was measured.

The program is started as `python -m app` starts it; this file only watches. Must not change how it starts.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from app.ui.shell.window import MainWindow

_PATIENCE = 60.0


def main(what: str, profile: str = "") -> None:
    """Do one thing, say one line, end."""
    {
        "bare": lambda: _bare(lambda: "painted"),
        "bare-memory": lambda: _bare(_resident),
        "start": lambda: _start(profile),
        "unlock": lambda: _unlock(profile, _seconds_since_key),
        "memory": lambda: _unlock(profile, _resident_after_sync),
    }[what]()


def _bare(words: Any) -> None:
    from PySide6.QtWidgets import QApplication, QLabel

    app = QApplication([])
    window = QLabel("Bare")
    window.resize(1180, 760)
    window.show()
    app.processEvents()
    _say(words())


def _start(profile: str) -> None:
    """As the program starts; the first thing it does after its first paint is to say so."""
    import app.bootstrap.window as program
    from app.__main__ import main as run_program

    program._warm_up = lambda: _say("painted")
    run_program(["--profile", profile])


def _unlock(profile: str, then: Any) -> None:
    """Unlock as a person would who typed slowly enough for the imports after the first paint."""
    from pathlib import Path

    import app.vault.vault as vaults
    from app.bootstrap.keyring import KeyringFinder
    from app.bootstrap.places import places_in
    from app.bootstrap.services import Laptop
    from app.ui.application import run

    marks: list[float] = []
    opening = vars(vaults)["open_vault"]

    def open_vault(*parts: Any) -> Any:
        marks.append(perf_counter())
        return opening(*parts)

    vars(vaults)["open_vault"] = open_vault  # called with the key that was just derived
    laptop = Laptop(places_in(Path(profile)), KeyringFinder(lambda: None))

    def drive(window: MainWindow) -> None:
        _open_today(window)
        _say(then(window, marks))

    run(laptop.services(), painted=_import_the_rest, shown=drive)


def _import_the_rest() -> None:
    """What the program does after its first paint, here to the end before anything is measured."""
    import_module("app.bootstrap.desk_calls")


def _open_today(window: MainWindow) -> None:
    from tests.bench.schools import PASSPHRASE

    assert window.unlock is not None
    window.unlock.unlock(PASSPHRASE)
    _wait_for(lambda: _is_loaded(window))
    window.repaint()


def _is_loaded(window: MainWindow) -> bool:
    state = getattr(window.shell.page, "state", None) if window.shell is not None else None
    return bool(getattr(state, "rows", ()) or getattr(state, "next", None))


def _seconds_since_key(_: MainWindow, marks: list[float]) -> str:
    return str(perf_counter() - marks[-1])


def _resident_after_sync(window: MainWindow, _: list[float]) -> str:
    _wait_for(lambda: window.shell is not None and window.shell.sync.reachable and not window.shell.sync.working)
    window.repaint()
    return _resident()


def _resident() -> str:
    import psutil

    return str(psutil.Process().memory_info().rss)


def _wait_for(ready: Any) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    end = perf_counter() + _PATIENCE
    while not ready():
        assert perf_counter() < end, "the window did not get there"
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _say(words: str) -> NoReturn:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
