"""Choices and phone numbers kept in two small files: what is out of bounds or damaged never reaches a screen."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.preferences import load_phones, load_preferences, save_phones, save_preferences
from app.ui.ports import PhoneLine, Preferences

USUAL = Preferences()
OFFICE = PhoneLine("The office", "0113 496 0810")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "small.json"


def write(file: Path, text: str) -> None:
    """As somebody else might have left it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_what_was_chosen_is_there_the_next_time(file: Path) -> None:
    chosen = Preferences(theme="contrast", zoom=150, lock_after_minutes=15)
    save_preferences(file, chosen)
    assert load_preferences(file) == chosen


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    assert load_preferences(file) == USUAL


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "pink"},
        {"theme": ["dark"]},
        {"zoom": 99},
        {"zoom": 201},
        {"zoom": "150"},
        {"zoom": 125.5},
        {"lock_after_minutes": 0},
        {"lock_after_minutes": 16},
        {"lock_after_minutes": True},
    ],
)
def test_a_choice_out_of_bounds_gives_way_to_the_default_and_spoils_no_other(
    file: Path, wrong: dict[str, object]
) -> None:
    good = {"theme": "dark", "zoom": 120, "lock_after_minutes": 3}
    write(file, json.dumps(good | wrong))
    found = load_preferences(file)
    name = next(iter(wrong))
    assert getattr(found, name) == getattr(USUAL, name)
    assert {key: getattr(found, key) for key in good if key != name} == {k: v for k, v in good.items() if k != name}


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, "7", '"dark"'])
def test_a_file_that_is_not_ours_counts_as_none(file: Path, text: str) -> None:
    write(file, text)
    assert load_preferences(file) == USUAL
    assert load_phones(file) == ()


def test_numbers_survive_and_are_private(file: Path) -> None:
    save_phones(file, (OFFICE,))
    assert load_phones(file) == (OFFICE,)
    assert sys.platform == "win32" or stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4)))
def test_any_json_is_a_list_of_numbers_or_none(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    file = tmp_path_factory.getbasetemp() / "phones.json"
    write(file, json.dumps(value))
    assert all(isinstance(line, PhoneLine) for line in load_phones(file))


def test_the_same_numbers_are_not_written_again(file: Path) -> None:
    save_phones(file, (OFFICE,))
    before = file.stat().st_mtime_ns, file.stat().st_ino
    save_phones(file, (OFFICE,))
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before
