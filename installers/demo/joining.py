"""Makes a laptop's records, joins the school and waits for the first sync."""

from __future__ import annotations

import threading

from app.bootstrap.services import Laptop
from app.ui.ports import DeskCalls

_LONGEST = 60.0


def join(laptop: Laptop, passphrase: str, address: str, code: str) -> DeskCalls:
    """The open desk of a laptop whose caseload and timetable have arrived."""
    desk = laptop.create(passphrase).desk
    laptop.confirm_recovery()
    arrived = threading.Event()
    end = desk.subscribe(lambda state: arrived.set() if _settled(laptop, desk, working=state.working) else None)
    desk.join_school(address, code)
    if not arrived.wait(_LONGEST):
        raise SystemExit("The sample school did not answer. Look into the log beside the records.")
    end()
    return desk


def _settled(laptop: Laptop, desk: DeskCalls, *, working: bool) -> bool:
    opened = laptop.opened
    return opened is not None and opened.joined and not working and desk.today().as_of is not None
