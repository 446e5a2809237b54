"""Every key of a TOML text is found on its line, however the text is laid out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.policy.toml_lines import Path, key_lines, line_of
from tests.policy.conftest import POLICIES

AWKWARD = '''\
# a remark with [brackets] and a = sign
title = "a # in quotes, an = and a \\" too"
empty = ""

[owner."first name"] # remark
name.given = 'single [quotes]'
born = 1979-05-27 07:32:00

[[item]]
long = """
not = "a key"
ends with quotes""""
list = [
  1, # one
  { a = 1, "b c" = [2, 3] },
]
[[item.part]]
x = 1
[[item.part]]
y = \'\'\'
z = 1
\'\'\'
[[item]]
[item.part]
w = true
'''


def test_an_awkward_text_is_read_line_by_line() -> None:
    tomllib.loads(AWKWARD)
    lines = key_lines(AWKWARD)
    expected: dict[Path, int] = {
        ("title",): 2,
        ("empty",): 3,
        ("owner", "first name"): 5,
        ("owner", "first name", "name", "given"): 6,
        ("owner", "first name", "born"): 7,
        ("item", 0): 9,
        ("item", 0, "long"): 10,
        ("item", 0, "list"): 13,
        ("item", 0, "list", 0): 14,
        ("item", 0, "list", 1, "a"): 15,
        ("item", 0, "list", 1, "b c", 1): 15,
        ("item", 0, "part", 0): 17,
        ("item", 0, "part", 0, "x"): 18,
        ("item", 0, "part", 1, "y"): 20,
        ("item", 1): 23,
        ("item", 1, "part"): 24,
        ("item", 1, "part", "w"): 25,
    }
    assert {path: lines.get(path) for path in expected} == expected


def test_a_key_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    lines = key_lines(AWKWARD)
    assert line_of(lines, ("item", 0, "missing", 3)) == 9
    assert line_of(lines, ("nothing",)) == 1


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path


def test_every_value_of_the_shipped_packs_is_found_on_a_line_that_holds_it() -> None:
    for file in POLICIES.glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        lines, rows = key_lines(text), text.splitlines()
        for path in leaves(tomllib.loads(text)):
            key = next(part for part in reversed(path) if isinstance(part, str))
            assert key in rows[lines[path] - 1] or isinstance(path[-1], int)


WORDS = st.text("abc_-", min_size=1, max_size=5)
VALUES = st.one_of(
    st.integers().map(str),
    st.text("ab#=[]{},", max_size=8).map(lambda text: f'"{text}"'),
    st.lists(st.integers(0, 9), max_size=3).map(str),
    st.text("ab#=[]{}\n", max_size=8).map(lambda text: f"'''{text}'''"),
)


@given(st.lists(st.tuples(WORDS, VALUES), max_size=8, unique_by=lambda pair: pair[0]))
def test_keys_are_found_after_values_of_any_shape(pairs: list[tuple[str, str]]) -> None:
    text, expected = "", {}
    for key, value in pairs:
        expected[(key,)] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    assert set(tomllib.loads(text)) == {key for key, _ in pairs}
    assert {path: line for path, line in key_lines(text).items() if len(path) == 1} == expected
