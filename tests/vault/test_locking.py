"""One process at a time, however the other one ends."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from app.vault.errors import VaultInUse
from app.vault.locking import held_or_joined, hold
from app.vault.vault import NewVault, OpenVault
from tests.vault.support import Laptop

HOLDER = """
import sys
from pathlib import Path
from app.vault.errors import VaultInUse
from app.vault.locking import hold
try:
    lock = hold(Path(sys.argv[1]))
except VaultInUse as error:
    print(error, flush=True)
else:
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(locked: Laptop) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the vault's folder."""
    with _holder(locked) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def _holder(laptop: Laptop) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLDER, str(laptop.folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.usefixtures("vault")
def test_a_second_process_is_refused_with_a_sentence(laptop: Laptop) -> None:
    with _holder(laptop) as process:
        said, _ = process.communicate(timeout=30)
    assert said.startswith("Doorstep is already open on these records.")
    assert process.returncode == 0


@pytest.mark.usefixtures("holder")
def test_while_another_process_holds_it_nothing_opens_or_changes(locked: Laptop, made: NewVault) -> None:
    before = locked.header.read_bytes()
    for attempt in (
        locked.unlock,
        locked.change,
        locked.create,
        locked.issue,
        lambda: locked.recover(made.recovery_key),
    ):
        with pytest.raises(VaultInUse):
            attempt()
    assert locked.header.read_bytes() == before


def test_a_killed_process_leaves_the_vault_free(locked: Laptop, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    locked.unlock().lock()


def test_the_same_process_does_not_open_a_vault_twice(vault: OpenVault, laptop: Laptop) -> None:
    with pytest.raises(VaultInUse):
        laptop.unlock()
    vault.lock()
    laptop.unlock().lock()


def test_a_folder_can_be_held_again_after_its_release(locked: Laptop) -> None:
    lock = hold(locked.folder)
    with pytest.raises(VaultInUse):
        hold(locked.folder / ".." / locked.folder.name)
    lock.release()
    lock.release()
    hold(locked.folder).release()


def test_two_threads_changing_the_passphrase_take_turns(locked: Laptop) -> None:
    order: list[str] = []
    inside = threading.Event()

    def second() -> None:
        inside.wait()
        with held_or_joined(locked.folder):
            order.append("second")

    thread = threading.Thread(target=second)
    with held_or_joined(locked.folder):
        thread.start()
        inside.set()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
