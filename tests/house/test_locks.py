"""The lock files are complete, hashed and agree with pyproject.toml and with what is installed."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT

FILES = {
    "installers/requirements-dev.txt": ("laptop", "school", "dev"),
    "installers/requirements.txt": ("laptop",),
    "installers/requirements-school.txt": ("school",),
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
HASH = re.compile(r"^ +--hash=sha256:[0-9a-f]{64}\s*\\?$")
# Put into an environment by the tools that make it, not by the lock.
MAKERS = {"pip", "setuptools", "uv", "wheel"}


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_or_its_hash_and_every_pin_has_one(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []
    followed = zip(lines, [*lines[1:], ""], strict=True)
    assert [line for line, after in followed if PIN.match(line) and not HASH.match(after)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_range_of_the_project_is_met_by_a_pin(name: str) -> None:
    locked = pins(name)
    wanted = [requirement for requirement in project_requirements(FILES[name]) if requirement.name != "doorstep"]
    unmet = [str(need) for need in wanted if not meets(need, locked.get(canonicalize_name(need.name)))]
    assert unmet == []


@pytest.mark.parametrize("name", ["installers/requirements.txt", "installers/requirements-school.txt"])
def test_what_is_shipped_is_what_was_tested(name: str) -> None:
    tested = pins("installers/requirements-dev.txt")
    assert {package: version for package, version in pins(name).items() if tested.get(package) != version} == {}


def test_a_schools_server_does_without_qt_and_the_cipher() -> None:
    assert {"pyside6-essentials", "shiboken6", "sqlcipher3", "keyring"}.isdisjoint(pins(FILES_SCHOOL))


def test_what_is_installed_is_what_is_locked() -> None:
    locked = pins("installers/requirements-dev.txt")
    installed = {canonicalize_name(each.name): each.version for each in importlib.metadata.distributions()}
    strangers = {name: version for name, version in installed.items() if name not in MAKERS and name != "doorstep"}
    assert {name: version for name, version in strangers.items() if locked.get(name) != version} == {}


def test_everything_that_a_locked_package_needs_is_locked_too() -> None:
    locked = pins("installers/requirements-dev.txt")
    lacking = {
        f"{distribution.name} needs {need}"
        for distribution in importlib.metadata.distributions()
        if canonicalize_name(distribution.name) in locked
        for need in needs_of(distribution)
        if not meets(need, locked.get(canonicalize_name(need.name)))
    }
    assert lacking == set()


FILES_SCHOOL = "installers/requirements-school.txt"


@cache
def pins(name: str) -> dict[str, str]:
    """Package name to version, of one lock file."""
    matches = [PIN.match(line) for line in (ROOT / name).read_text("utf-8").splitlines()]
    return {canonicalize_name(match.group(1)): match.group(2) for match in matches if match}


def project_requirements(extras: tuple[str, ...]) -> Iterator[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    project = tomllib.loads(Path(ROOT, "pyproject.toml").read_text("utf-8"))["project"]
    optional = [line for extra in extras for line in project["optional-dependencies"][extra]]
    return (Requirement(line) for line in [*project["dependencies"], *optional])


def needs_of(distribution: importlib.metadata.Distribution) -> list[Requirement]:
    """What an installed package needs here, without its own extras."""
    here: dict[str, str] = {name: str(value) for name, value in default_environment().items()} | {"extra": ""}
    needs = [Requirement(line) for line in distribution.requires or []]
    return [need for need in needs if need.marker is None or need.marker.evaluate(here)]


def meets(need: Requirement, version: str | None) -> bool:
    """Whether the locked version, if any, lies in the range."""
    return version is not None and need.specifier.contains(Version(version), prereleases=True)
