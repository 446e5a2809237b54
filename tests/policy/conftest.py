"""Packs for the policy tests: the shelf as shipped, and small packs made of fragments."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.policy.loading import PackShelf, load_shelf

POLICIES = Path(__file__).resolve().parents[2] / "resources" / "policies"


@pytest.fixture(scope="session")
def shelf() -> PackShelf:
    return load_shelf(POLICIES)
