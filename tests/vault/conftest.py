"""What every vault test starts from: a laptop, a vault that is open or locked. Must not reach a real keyring."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.vault.vault import NewVault, OpenVault
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.randomness import SeededBytes
from tests.vault.support import Laptop

# Tests of /proc, tmpfs and the Secret Service are in files named so: only Linux has these.
collect_ignore_glob = [] if sys.platform.startswith("linux") else ["test_*_linux.py"]


@pytest.fixture
def laptop(tmp_path: Path, keyring: FakeKeyring, clock: FakeClock, random_bytes: SeededBytes) -> Laptop:
    """A laptop without a vault; the folder does not exist yet."""
    return Laptop(tmp_path / "vaults" / "one", keyring, clock, random_bytes)


@pytest.fixture
def made(laptop: Laptop) -> Iterator[NewVault]:
    """A vault that was just made, still open, with its recovery key."""
    new = laptop.create()
    yield new
    new.vault.lock()


@pytest.fixture
def vault(made: NewVault) -> OpenVault:
    """An open vault."""
    return made.vault


@pytest.fixture
def locked(made: NewVault, laptop: Laptop) -> Laptop:
    """A laptop whose vault was made and locked again."""
    made.vault.lock()
    return laptop


@pytest.fixture
def keyring_line(locked: Laptop, keyring: FakeKeyring) -> str:
    """The keyring's one item as a line for another process's standard input: no argument, no environment."""
    assert locked.keyring is keyring
    [((service, item), secret)] = keyring.items.items()
    return f"{service} {item} {secret}\n"
