"""`python -m tests.bench [names]`: measure, say, and leave the figures in build/bench. Must not judge: it reports.

Names: start, unlock, everyday, push, pull, idle, papers, memory; none means all. `--tiny` only proves that they run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests.bench.everyday import everyday
from tests.bench.exchange import nothing_to_do, pull, push
from tests.bench.figures import TINY, Bench, Figure, Sizes, load
from tests.bench.histories import make_history
from tests.bench.papers import papers
from tests.bench.schools import MadeSchool, make_school
from tests.bench.tables import as_json, as_table, write
from tests.bench.windows import memory, start, unlock

RESULTS = Path(__file__).parents[2] / "build" / "bench"
_HARDLY_ANY = 5


def measures(bench: Bench) -> dict[str, Callable[[], list[Figure]]]:
    """Every measure by its name. Long histories are made when the first measure asks for one."""

    @cache
    def base() -> MadeSchool:
        return make_school(bench.folder / "base", bench.sizes.pupils)

    @cache
    def history(logs: int) -> MadeSchool:
        return make_history(bench, base(), logs)

    return {
        "start": lambda: start(bench, base()),
        "papers": lambda: papers(bench),
        "idle": lambda: nothing_to_do(bench, base()),
        "push": lambda: push(bench, base()),
        "pull": lambda: pull(bench, base()),
        "unlock": lambda: unlock(bench, history(bench.sizes.logs), history(_HARDLY_ANY)),
        "memory": lambda: memory(bench, history(bench.sizes.logs)),
        "everyday": lambda: everyday(bench, history(bench.sizes.logs)),
    }


def measure(names: list[str], sizes: Sizes) -> Iterator[Figure]:
    """The figures of these measures, one after another."""
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as folder:
        known = measures(Bench(sizes, Path(folder)))
        for name in names or known:
            yield from known[name]()


def main() -> int:
    """Measure what was asked for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--tiny", action="store_true", help="small sizes, one repetition, nothing kept")
    parser.add_argument("--repeats", type=int, default=Sizes().repeats, help="of what takes seconds")
    asked = parser.parse_args()
    sys.stdout.write(f"{os.cpu_count()} cores, load {load():.1f} at the start\n")
    figures = []
    for figure in measure(asked.names, TINY if asked.tiny else Sizes(repeats=asked.repeats)):
        sys.stdout.write(f"{as_json(figure)}\n")
        sys.stdout.flush()
        figures.append(figure)
    if not asked.tiny:
        write(RESULTS, datetime.now(UTC).date(), figures)
    sys.stdout.write(f"\n{as_table(figures)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
