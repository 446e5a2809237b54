"""The measures still run: each once, with hardly any records. Whether they are fast is not a test's business."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.bench.__main__ import measure
from tests.bench.figures import TINY, Aim, Figure
from tests.bench.tables import write

NAMES = {
    "start", "session-pdf", "register-pdf", "sync-nothing-new", "push", "push-cpu", "push-whole-sync", "pull",
    "pull-cpu", "unlock-to-today", "memory", "today-query", "record-a-fact", "start-visit", "finish-visit",
}  # fmt: skip


def test_every_measure_gives_its_figure() -> None:
    figures = {figure.name: figure for figure in measure([], TINY)}
    assert set(figures) == NAMES
    assert all(min(figure.ours + figure.baseline) > 0 for figure in figures.values())


def test_a_figure_is_judged_by_its_median_or_by_its_ratio() -> None:
    assert _figure(Aim(4)).met
    assert not _figure(Aim(1.5, of_baseline=True)).met
    assert _figure(None).met is None


def test_figures_are_kept_a_line_each_and_shown_in_a_table(tmp_path: Path) -> None:
    for _ in range(2):
        write(tmp_path, date(2026, 11, 23), [_figure(Aim(4))])
    kept = [json.loads(line) for line in (tmp_path / "2026-11-23.jsonl").read_text("utf-8").splitlines()]
    assert [(line["median"], line["ratio"], line["n"], line["met"]) for line in kept] == [(3, 2, 3, True)] * 2
    assert "| push | 3 s | 1 to 9 | a floor | 1.5 s | 2 | < 4 s | yes | 0.5 |" in (tmp_path / "table").with_suffix(
        ".md"
    ).read_text("utf-8")


def _figure(aim: Aim | None) -> Figure:
    return Figure("push", "s", (9, 1, 3), "a floor", (1.5, 1, 2), aim, 0.5)
