"""A fresh store with a small school in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clock import FakeClock
from tests.support.small_school import SmallSchool, make_small_school, open_store


@pytest.fixture
def small_school(tmp_path: Path, clock: FakeClock) -> Iterator[SmallSchool]:
    engine = open_store(tmp_path / "store.db")
    yield make_small_school(engine, clock)
    engine.dispose()
