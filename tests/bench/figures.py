"""How a figure is taken: ours and its baseline in turn, in one run, so that a busy machine slows both.

Must not know what is measured.
"""

from __future__ import annotations

import gc
import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

Take = Callable[[], float]
"""Prepares, measures one repetition, tidies up; the value, in the figure's unit."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured how often. The smallest sizes prove that the measures still run, and nothing else."""

    facts: int = 10_000
    logs: int = 20_000
    repeats: int = 5
    quick_repeats: int = 40
    """For what takes milliseconds."""
    pupils: int = 24
    warm_up: bool = True


TINY = Sizes(facts=40, logs=20, repeats=1, quick_repeats=1, pupils=3, warm_up=False)


@dataclass(frozen=True, slots=True)
class Aim:
    """`at_most` for our median; or, with `of_baseline`, for its ratio to the baseline's."""

    at_most: float
    of_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure: our values, the baseline's, and what we aim for."""

    name: str
    unit: str
    ours: tuple[float, ...]
    baseline_name: str
    baseline: tuple[float, ...]
    aim: Aim | None
    load: float
    """Load average of the last minute when the measure ended: what else the machine was doing."""

    @property
    def median(self) -> float:
        """Our median."""
        return statistics.median(self.ours)

    @property
    def baseline_median(self) -> float:
        """The baseline's median."""
        return statistics.median(self.baseline)

    @property
    def ratio(self) -> float:
        """Ours to the baseline's: medians of the same run."""
        return self.median / self.baseline_median

    @property
    def met(self) -> bool | None:
        """Whether the aim is reached; None without an aim."""
        if self.aim is None:
            return None
        return (self.ratio if self.aim.of_baseline else self.median) <= self.aim.at_most


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measure is given: sizes, and a folder that is removed afterwards."""

    sizes: Sizes
    folder: Path

    def figure(  # noqa: PLR0913  a figure has this many parts
        self,
        name: str,
        unit: str,
        ours: Take,
        against: tuple[str, Take],
        *,
        aim: Aim | None = None,
        quick: bool = False,
    ) -> Figure:
        """Warm both up once, then take them in turn."""
        baseline_name, theirs = against
        repeats = self.sizes.quick_repeats if quick else self.sizes.repeats
        if self.sizes.warm_up:
            ours(), theirs()
        pairs = []
        for _ in range(repeats):
            gc.collect()
            pairs.append((ours(), theirs()))
        first, second = zip(*pairs, strict=True)
        return Figure(name, unit, first, baseline_name, second, aim, load())


def load() -> float:
    """Load average of the last minute; 0 where the system keeps none."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    return 1000 * seconds(work)
