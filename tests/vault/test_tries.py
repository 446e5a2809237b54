"""Slowing down whoever guesses: the delays, where the counter is kept, and clocks that are moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.vault import folders
from app.vault.errors import TooManyTries, WrongPassphrase
from app.vault.keyring_errors import KeyringFailed
from app.vault.tries import Count, Tries
from tests.support.keyring import FakeKeyring
from tests.vault.support import OTHER_PASSPHRASE, Laptop


def waits(laptop: Laptop, count: int) -> list[int]:
    """The waits after each of so many wrong passphrases, each tried as soon as it may be."""
    found = []
    for _ in range(count):
        with pytest.raises(WrongPassphrase) as caught:
            laptop.unlock(OTHER_PASSPHRASE)
        assert type(caught.value) is WrongPassphrase
        found.append(caught.value.wait_seconds)
        laptop.clock.advance(seconds=caught.value.wait_seconds)
    return found


def test_three_tries_are_free_and_then_each_doubles_the_wait(locked: Laptop) -> None:
    assert waits(locked, 6) == [0, 0, 1, 2, 4, 8]


def test_the_wait_never_exceeds_five_minutes() -> None:
    delays = [Count(wrong).delay() for wrong in range(16)]
    assert delays == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


def test_even_the_right_passphrase_waits_its_time_and_an_early_try_costs_nothing(locked: Laptop) -> None:
    waits(locked, 4)
    with pytest.raises(WrongPassphrase):
        locked.unlock(OTHER_PASSPHRASE)
    for _ in range(3):
        with pytest.raises(TooManyTries) as caught:
            locked.unlock()
        assert caught.value.wait_seconds == 4
        assert "4 seconds" in str(caught.value)
    locked.clock.advance(seconds=4)
    locked.unlock().lock()


def test_the_right_passphrase_ends_the_counting(locked: Laptop, keyring: FakeKeyring) -> None:
    waits(locked, 5)
    locked.unlock().lock()
    assert len(keyring.items) == 1
    assert waits(locked, 3) == [0, 0, 1]


def test_the_counter_lies_in_the_keyring_and_not_in_the_folder(locked: Laptop, keyring: FakeKeyring) -> None:
    waits(locked, 1)
    assert len(keyring.items) == 2
    assert not (locked.folder / folders.TRIES).exists()


def test_without_a_keyring_the_counter_is_a_file(laptop: Laptop) -> None:
    laptop.folder.mkdir(parents=True)
    tries = Tries(laptop.folder, "00" * 16, None)
    delays = [tries.begin(laptop.clock.advance(minutes=10)) for _ in range(5)]
    assert delays == [0, 0, 1, 2, 4]
    tries.forget()
    assert tries.begin(laptop.clock.now()) == 0


def test_a_keyring_that_fails_half_way_leaves_the_count_to_the_file(laptop: Laptop, keyring: FakeKeyring) -> None:
    laptop.folder.mkdir(parents=True)
    tries = Tries(laptop.folder, "00" * 16, keyring)
    keyring.error = KeyringFailed()
    for _ in range(3):
        tries.begin(laptop.clock.now())
    keyring.error = None
    with pytest.raises(TooManyTries):
        tries.begin(laptop.clock.now())


@pytest.mark.parametrize("moved", [timedelta(days=-400), timedelta(hours=-1)])
def test_a_clock_that_was_put_back_costs_one_full_wait_at_most(locked: Laptop, moved: timedelta) -> None:
    waits(locked, 4)
    with pytest.raises(WrongPassphrase):
        locked.unlock(OTHER_PASSPHRASE)
    locked.clock.jump_to(locked.clock.now() + moved)
    with pytest.raises(TooManyTries) as caught:
        locked.unlock()
    assert caught.value.wait_seconds == 4


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"wrong": "many", "last": 1}', '{"wrong": -5, "last": NaN}', '{"wrong": 1e999, "last": 0}']
)
def test_a_counter_that_makes_no_sense_never_keeps_the_owner_out(locked: Laptop, text: str) -> None:
    (locked.folder / folders.TRIES).write_text(text)
    locked.unlock().lock()


def test_a_full_disk_never_keeps_the_owner_out(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop.folder.mkdir(parents=True)

    def full(*_arguments: object) -> int:
        raise OSError(28, "no room")

    monkeypatch.setattr("os.write", full)
    assert Tries(laptop.folder, "00" * 16, None).begin(laptop.clock.now()) == 0


def test_a_killed_try_has_been_counted(locked: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    def kill_while_stretching(patch: Callable[..., None]) -> None:
        patch("app.vault.ways_in.open_with_passphrase", killed)
        with pytest.raises(KeyboardInterrupt):
            locked.unlock(OTHER_PASSPHRASE)

    for _ in range(3):
        with monkeypatch.context() as patch:
            kill_while_stretching(patch.setattr)
    with pytest.raises(TooManyTries):
        locked.unlock()
