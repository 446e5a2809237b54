"""Every package we install has a licence that lets a school use and pass on Doorstep under Apache-2.0."""

from __future__ import annotations

import importlib.metadata
import re
from importlib.metadata import Distribution

import pytest

from tests.house.allowed import LICENCES, STATED_ELSEWHERE
from tests.house.tree import ROOT

GOOD = re.compile("|".join(LICENCES), re.IGNORECASE)
# AGPL binds those who offer a service; GPL binds the whole program. LGPL and a choice that includes it are neither.
REFUSED = re.compile(r"\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def test_every_installed_package_is_licensed_for_our_use() -> None:
    licences = {each.name: licence_of(each) for each in importlib.metadata.distributions() if each.name != "doorstep"}
    refused = {name: text for name, text in licences.items() if not acceptable(text) and name not in STATED_ELSEWHERE}
    assert refused == {}


def test_no_reason_is_kept_for_a_package_that_went() -> None:
    installed = {each.name for each in importlib.metadata.distributions()}
    assert set(STATED_ELSEWHERE) <= installed


def test_our_own_licence_is_the_whole_text() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert text.lstrip().startswith("Apache License\n")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert text.count("\n") == 202


@pytest.mark.parametrize("text", ["MIT", "LGPL-3.0-only OR GPL-2.0-only", "BSD License", "Apache-2.0 OR BSD-3-Clause"])
def test_a_free_choice_or_a_library_licence_passes(text: str) -> None:
    assert acceptable(text)


@pytest.mark.parametrize(
    "text", ["AGPL-3.0-or-later", "GPL-2.0-only", "GNU General Public License v3", "", "Proprietary"]
)
def test_what_would_bind_the_whole_program_does_not(text: str) -> None:
    assert not acceptable(text)


def acceptable(text: str) -> bool:
    """Whether one of the licences offered is on the list, and none of them is the network copyleft."""
    choices = re.split(r"\bOR\b|;", text)
    return any(GOOD.search(choice) and not REFUSED.search(choice.replace("LGPL", "")) for choice in choices)


def licence_of(distribution: Distribution) -> str:
    """What the package's metadata says: the expression, else classifiers, else the first line of the old field."""
    metadata = distribution.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [line for line in metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    stated = "; ".join(line.rsplit("::", 1)[-1].strip() for line in classifiers if not line.endswith("OSI Approved"))
    return stated or (metadata["License"].split("\n", 1)[0] if "License" in metadata else "")
