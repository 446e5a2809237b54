"""Keeping other programs of the same person out of this process's memory, as far as the system lets us (D.9).

It slows down, it does not stop: see the threat table in SECURITY.md. Must not fail where a system has no such switch.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from dataclasses import dataclass
from typing import Final

_PR_SET_DUMPABLE: Final = 4


@dataclass(frozen=True)
class Hardening:
    """What was achieved: no memory dumped into a core file; no debugger or /proc access by this person's programs."""

    no_core_files: bool
    not_dumpable: bool


def harden_process(*, dumpable: bool = False) -> Hardening:
    """Switch core files off and, unless `dumpable` (tests read /proc), keep debuggers out. Says what it achieved."""
    return Hardening(no_core_files=_no_core_files(), not_dumpable=not dumpable and _not_dumpable())


def _no_core_files() -> bool:
    if sys.platform == "win32":
        return False
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0


def _not_dumpable() -> bool:
    """Linux: prctl(PR_SET_DUMPABLE, 0). The other systems need signing rights or a process DACL (installers)."""
    if not sys.platform.startswith("linux"):
        return False
    with contextlib.suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    return False
