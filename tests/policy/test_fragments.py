"""The schema holds all five policies: the shapes each of them needs load whole and section by section."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.policy.crossref import problems, section
from app.policy.schema import Pack
from tests.policy.packs import ROLES, base, make_pack, role

FOLDER = Path(__file__).parent / "fragments"
POLICIES = ("bhes", "kes", "oost", "npat", "olol")


def fragment(policy: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{policy}.toml").read_text(encoding="utf-8"))


def with_all_roles(sections: dict[str, Any]) -> dict[str, Any]:
    own = sections.get("role", [])
    missing = set(ROLES) - {each["id"] for each in own}
    return {**sections, "role": [*own, *(role(ident) for ident in sorted(missing))]}


SECTIONS = [(policy, name) for policy in POLICIES for name in fragment(policy)]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_in_small_is_a_whole_and_consistent_pack(policy: str) -> None:
    pack = make_pack(**with_all_roles(fragment(policy)))
    assert list(problems(pack)) == []


@pytest.mark.parametrize(("policy", "name"), SECTIONS)
def test_each_section_loads_on_its_own(policy: str, name: str) -> None:
    content = fragment(policy)[name]
    pack = make_pack(**{name: content})
    if isinstance(content, list):
        assert len(section(pack, name)) == len(content)


@pytest.mark.parametrize(("policy", "name"), SECTIONS)
def test_an_unknown_key_in_any_section_is_an_error(policy: str, name: str) -> None:
    content = fragment(policy)[name]
    spoilt: Any = [{**content[0], "surprise": 1}] if isinstance(content, list) else {**content, "surprise": 1}
    with pytest.raises(ValidationError, match="surprise"):
        make_pack(**{name: spoilt})


def test_the_fragments_and_the_smallest_pack_use_every_section_of_the_schema() -> None:
    fields = {info.alias or name for name, info in Pack.model_fields.items()}
    used = {name for _, name in SECTIONS} | set(base())
    assert fields == used


def test_what_a_pack_says_comes_back_as_it_was_written() -> None:
    for policy in POLICIES:
        sections = with_all_roles(fragment(policy))
        dumped = make_pack(**sections).model_dump(mode="json", exclude_unset=True)
        assert {name: dumped[name] for name in sections} == sections
