"""Silenced warnings give their reason; nothing is put off, left out or expected to fail; colours have one home."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import committed, lines_with, python_files

# The patterns are written so that they do not find themselves.
SILENCE = re.compile(r"#\s*(?:type:\s*i[g]nore(?:\[[\w, -]+\])?|n[o]qa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?)(.*)$")
BLANKET = re.compile(r"#\s*(?:type:\s*i[g]nore(?!\[)|n[o]qa(?!:\s*[A-Z]+\d)|ruff:\s*n[o]qa|mypy:\s*i[g]nore-errors)")
PUT_OFF = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
LEFT_OUT = re.compile(
    r"\bs[k]ipif\b|\bx[f]ail\b(?!_strict)|\bi[m]portorskip\b|mark\.s[k]ip\b|pytest\.s[k]ip\b|s[k]ipTest"
)
PAUSE = re.compile(r"\btime\.s[l]eep\(|\bqtbot\.w[a]it\(|QTest\.qW[a]it\(")
QT_COLOUR = re.compile(r"\bs[e]tStyleSheet\b|\bQC[o]lor\b")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def unexplained(line: str) -> bool:
    """Whether the line silences a warning without a reason, or more than it names."""
    if BLANKET.search(line):
        return True
    silences = list(SILENCE.finditer(line))
    reason = silences[-1].group(1) if silences else ""
    return bool(silences) and len(re.findall(r"\w+", reason)) < 2


def test_every_silenced_warning_has_its_reason() -> None:
    assert [place for path in python_files() for place, line in lines_with(path) if unexplained(line)] == []


def test_nothing_is_put_off() -> None:
    kept = [path for path in committed() if path.suffix not in {".txt", ".svg", ".lock"}]
    assert [place for path in kept for place, line in lines_with(path) if PUT_OFF.search(line)] == []


def test_no_test_is_left_out_or_expected_to_fail() -> None:
    assert [place for path in python_files("tests") for place, line in lines_with(path) if LEFT_OUT.search(line)] == []


def test_no_test_waits_for_a_fixed_time() -> None:
    assert [place for path in python_files("tests") for place, line in lines_with(path) if PAUSE.search(line)] == []


def test_qt_colours_and_style_sheets_are_made_in_the_theme_only() -> None:
    files = [path for path in python_files("app") if not in_theme(path)]
    assert [place for path in files for place, line in lines_with(path) if QT_COLOUR.search(line)] == []


def test_screens_name_no_colours() -> None:
    files = [path for path in python_files("app") if path.parts[1] == "ui" and not in_theme(path)]
    assert [place for path in files for place, line in lines_with(path) if HEX_COLOUR.search(line)] == []


def in_theme(path: Path) -> bool:
    """Whether the file is part of the theme, the one owner of colours."""
    return path.parts[:3] == ("app", "ui", "theme")


SILENT = ["x = 1  # no" + "qa", "x = 1  # no" + "qa: S101", "x: int = y  # type: ig" + "nore", "# ruff: no" + "qa"]
SILENT += ["x = y  # type: ig" + "nore[assignment]  # because"]
REASONED = ["x = y  # type: ig" + "nore[assignment]  # the stub lacks this overload", "x = 1  # a comment"]
REASONED += ["x = 1  # no" + "qa: S101, PLR2004 - the numbers are the specification"]


@pytest.mark.parametrize("line", SILENT)
def test_a_silence_without_a_reason_is_found(line: str) -> None:
    assert unexplained(line)


@pytest.mark.parametrize("line", REASONED)
def test_a_silence_with_a_reason_passes(line: str) -> None:
    assert not unexplained(line)
