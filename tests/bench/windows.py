"""The window, each time in a process of its own: start to painted unlock screen, unlock to painted Today, memory.

The floor is a bare PySide6 window in such a process. Must not be asked for without Qt's offscreen platform or a screen.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from tests.bench.figures import Aim, Bench, Figure, Take
from tests.bench.histories import point_to
from tests.bench.processes import endpoint_process, started
from tests.bench.schools import WRITER, MadeSchool

_CHILD = "tests.bench.window"
_MEGABYTE = 1 << 20


def start(bench: Bench, made: MadeSchool) -> list[Figure]:
    """From the start of the process to the painted unlock screen."""
    bare = "a bare PySide6 window", lambda: _until_painted("bare")
    ours = _until_painted_of(made.folder / WRITER)
    return [bench.figure("start", "s", ours, bare, aim=Aim(1.5, of_baseline=True))]


def unlock(bench: Bench, full: MadeSchool, empty: MadeSchool) -> list[Figure]:
    """From the derived key to the painted Today."""
    bare = "the same with hardly any records", lambda: _told("unlock", empty.folder / WRITER)
    ours = full.folder / WRITER
    return [bench.figure("unlock-to-today", "s", lambda: _told("unlock", ours), bare, aim=Aim(0.5))]


def memory(bench: Bench, made: MadeSchool) -> list[Figure]:
    """Resident memory with Today shown, after a sync with a school that answers."""
    bare = "a bare PySide6 window", lambda: _told("bare-memory") / _MEGABYTE
    with endpoint_process(made.database) as school:
        point_to(made, school.line)
        ours = bench.figure(
            "memory", "MB", lambda: _told("memory", made.folder / WRITER) / _MEGABYTE, bare, aim=Aim(200)
        )
    return [ours]


def _until_painted_of(profile: Path) -> Take:
    return lambda: _until_painted("start", profile)


def _until_painted(what: str, *where: Path) -> float:
    begun = perf_counter()
    with started(_CHILD, what, *map(str, where)) as child:
        assert child.line == "painted", child.line
        return perf_counter() - begun


def _told(what: str, *where: Path) -> float:
    with started(_CHILD, what, *map(str, where)) as child:
        return float(child.line)
