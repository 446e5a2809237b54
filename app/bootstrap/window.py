"""The window's start and end: log, hardening, one laptop, one window. Must import little before the first paint."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence

from app.bootstrap.keyring import system_keyring
from app.bootstrap.logs import start_logging
from app.bootstrap.places import Places
from app.bootstrap.services import Laptop
from app.bootstrap.viewer import forget_opened
from app.ui.application import run
from app.ui.ports import Handover
from app.vault.hardening import harden_process


def open_window(places: Places, arguments: Sequence[str], left: Handover | None) -> int:
    """Run the window until it is closed; the exit code. `left`: what the process before this one handed over."""
    start_logging(places.logs)
    harden_process()
    forget_opened(places.opened)
    laptop = Laptop(places, system_keyring(places.vault), arguments=tuple(arguments))
    try:
        return run(laptop.services(left), painted=_warm_up)
    finally:
        laptop.close()


def _warm_up() -> None:
    """Import what unlocking needs while the person types, so that Today comes at once."""
    threading.Thread(
        target=importlib.import_module, args=("app.bootstrap.desk_calls",), name="warm-up", daemon=True
    ).start()
