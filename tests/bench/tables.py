"""The figures on paper: a JSON line each, and one Markdown table. Must not measure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.bench.figures import Figure

HEAD = "| Measure | Ours (median) | Least to most | Baseline of the same run | Its median | Ratio | Aim | Met | Load |"


def as_json(figure: Figure) -> str:
    """One line."""
    return json.dumps(
        {
            "name": figure.name,
            "unit": figure.unit,
            "median": figure.median,
            "min": min(figure.ours),
            "max": max(figure.ours),
            "n": len(figure.ours),
            "baseline": figure.baseline_name,
            "baseline_median": figure.baseline_median,
            "ratio": figure.ratio,
            "aim": aim_of(figure),
            "met": figure.met,
            "load": figure.load,
        }
    )


def as_table(figures: Sequence[Figure]) -> str:
    """All of them, for a reader."""
    return "\n".join([HEAD, "|" + " --- |" * HEAD[1:].count("|"), *map(_row, figures)]) + "\n"


def aim_of(figure: Figure) -> str:
    """The aim in words; '' where there is none."""
    if figure.aim is None:
        return ""
    return f"≤ {figure.aim.at_most:g}x" if figure.aim.of_baseline else f"< {figure.aim.at_most:g} {figure.unit}"


def write(folder: Path, day: date, figures: Sequence[Figure]) -> None:
    """`<day>.jsonl` gets another line for each; a table beside it shows the last run."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{day.isoformat()}.jsonl").open("a", encoding="utf-8") as lines:
        lines.writelines(f"{as_json(figure)}\n" for figure in figures)
    (folder / "table").with_suffix(".md").write_text(as_table(figures), encoding="utf-8")


def _row(figure: Figure) -> str:
    met = {True: "yes", False: "**no**", None: ""}[figure.met]
    cells = (
        figure.name,
        f"{figure.median:.3g} {figure.unit}",
        f"{min(figure.ours):.3g} to {max(figure.ours):.3g}",
        figure.baseline_name,
        f"{figure.baseline_median:.3g} {figure.unit}",
        f"{figure.ratio:.2g}",
        aim_of(figure),
        met,
        f"{figure.load:.1f}",
    )
    return f"| {' | '.join(cells)} |"
