"""Locking replaces the process (vault.md D.9, D.15): what the next one may know goes through a pipe.

Times and numbers to ring, never a name, a place or a key. Must not write to a file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NoReturn

from app.ui.ports import Handover, PhoneLine

FLAG = "--after-lock"
_MOST = 16_384
"""Below what a pipe takes without a reader."""


def encode(handover: Handover | None) -> bytes:
    """The handover as JSON; `null` when no visit runs."""
    return json.dumps(None if handover is None else asdict(handover), default=_stamp).encode()


def decode(raw: bytes) -> Handover | None:
    """The handover that another process wrote; None for none and for anything else."""
    from app.domain import zones  # reads the list of zones, which a start without a handover can do without

    try:
        found: dict[str, Any] = json.loads(raw)
        times = {name: _instant(found[name]) for name in _TIMES}
        lines = tuple(PhoneLine(str(line["who"]), str(line["phone"])) for line in found["lines"])
        name = zones.zone(found["zone"]).key
        return Handover(**times, school_knows=bool(found["school_knows"]), lines=lines, zone=name)
    except (ValueError, TypeError, KeyError, RecursionError, zones.ZoneUnknown):
        return None


_TIMES = ("started_at", "due_finish_at", "school_acts_at")


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant has a zone")
    return found


def command_of(arguments: Sequence[str]) -> list[str]:
    """How this program is started again, frozen or not, with `arguments`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "app", *arguments]


def replace_process(handover: Handover | None, arguments: Sequence[str] = ()) -> NoReturn:
    """Become a fresh process that shows the lock screen; nothing of this one's memory stays."""
    command, raw = command_of([*arguments, FLAG]), encode(handover)
    assert len(raw) < _MOST, "a handover fits into a pipe"
    if sys.platform == "win32":
        import subprocess

        child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603  this very program
        assert child.stdin is not None
        child.stdin.write(raw)
        child.stdin.close()
        os._exit(0)
    read_end, write_end = os.pipe()
    os.write(write_end, raw)
    os.close(write_end)
    os.dup2(read_end, 0)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    os.execv(command[0], command)  # noqa: S606  no shell, this very program


def receive() -> Handover | None:
    """What the process before this one left in the pipe at standard input."""
    return decode(os.read(0, _MOST))


def _stamp(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
