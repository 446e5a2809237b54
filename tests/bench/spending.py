"""CPU seconds of both ends of an exchange. A busy machine stretches the time on the wall far more than these.

Must not count what happened before or after the work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import psutil

from tests.bench.figures import Figure
from tests.bench.processes import Other


@dataclass(slots=True)
class Spending:
    """What each repetition cost this process and the other one."""

    cpu: list[float] = field(default_factory=list)

    def seconds(self, other: Other, work: Callable[[], object]) -> float:
        """Do the work and note its CPU; the seconds on the wall."""
        both = psutil.Process(), psutil.Process(other.pid)
        before, start = sum(map(_spent, both)), perf_counter()
        work()
        taken = perf_counter() - start
        self.cpu.append(sum(map(_spent, both)) - before)
        return taken


def cpu_of(figure: Figure, ours: Spending, floor: Spending) -> Figure:
    """The CPU beside a figure that was taken with these; the warm-up is left out."""
    count = len(figure.ours)
    spent = tuple(ours.cpu[-count:])
    # The system counts in hundredths of a second: the least it can see, where a tiny run spent less.
    least = tuple(max(value, 0.01) for value in floor.cpu[-count:])
    return replace(figure, name=f"{figure.name}-cpu", unit="CPU s", ours=spent, baseline=least, aim=None)


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
