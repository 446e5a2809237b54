"""The window's start and end: one laptop, one window, and right after the first paint the log and the hardening.

Must import little before the first paint, and must have hardened the process before anybody can type a passphrase.
"""

from __future__ import annotations

import gc
import importlib
import threading
from collections.abc import Sequence

from app.bootstrap.keyring import system_keyring
from app.bootstrap.places import Places
from app.bootstrap.services import Laptop
from app.ui.application import run
from app.ui.ports import Handover

_FEW_COLLECTIONS = (50_000, 20, 50)
"""A batch of a thousand facts makes some ten thousand objects: walking all others for each would cost a quarter."""


def open_window(places: Places, arguments: Sequence[str], left: Handover | None) -> int:
    """Run the window until it is closed; the exit code. `left`: what the process before this one handed over."""
    gc.disable()  # nothing made before the first paint is garbage
    laptop = Laptop(places, system_keyring(places.vault), arguments=tuple(arguments))
    try:
        return run(laptop.services(left), painted=lambda: _after_the_paint(places))
    finally:
        laptop.close()


def _after_the_paint(places: Places) -> None:
    from app.bootstrap.logs import start_logging
    from app.bootstrap.viewer import forget_opened
    from app.vault.hardening import harden_process

    harden_process()
    start_logging(places.logs)
    forget_opened(places.opened)
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()


def _warm_up() -> None:
    """Import what unlocking needs while the person types, so that Today comes at once."""
    try:
        importlib.import_module("app.bootstrap.desk_calls")
    finally:
        gc.freeze()
        gc.set_threshold(*_FEW_COLLECTIONS)
        gc.enable()
