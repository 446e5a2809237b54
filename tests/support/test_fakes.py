"""The fakes behave as the real things do where the product relies on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.clock import Clock
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.randomness import SeededBytes
from tests.support.waiting import wait_until


def test_the_clock_stands_until_it_is_moved(clock: FakeClock) -> None:
    as_port: Clock = clock
    before = as_port.now(), as_port.monotonic()
    clock.advance(timedelta(minutes=1), hours=1, seconds=1)
    assert clock.now() - before[0] == timedelta(hours=1, minutes=1, seconds=1)
    assert clock.monotonic() - before[1] == 3661.0


def test_a_clock_that_is_set_back_leaves_monotonic_time_alone(clock: FakeClock) -> None:
    before = clock.monotonic()
    clock.jump_to(datetime(2020, 1, 1, 12, tzinfo=timezone(timedelta(hours=1))))
    assert clock.now() == datetime(2020, 1, 1, 11, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert clock.monotonic() == before


def test_the_clock_refuses_what_no_clock_does() -> None:
    with pytest.raises(ValueError, match="forward"):
        FakeClock().advance(seconds=-1)
    with pytest.raises(ValueError, match="aware"):
        FakeClock(datetime(2026, 1, 1))  # noqa: DTZ001 - the naive time is the point


def test_the_keyring_keeps_and_deletes(keyring: FakeKeyring) -> None:
    keyring.set("doorstep:1", "device", "s3cret")
    assert keyring.get("doorstep:1", "device") == "s3cret"
    keyring.delete("doorstep:1", "device")
    keyring.delete("doorstep:1", "device")
    assert keyring.get("doorstep:1", "device") is None
    assert "s3cret" not in str(keyring.calls)


def test_the_keyring_forgets_and_fails_on_demand(keyring: FakeKeyring) -> None:
    keyring.forgets = True
    keyring.set("doorstep:1", "device", "s3cret")
    assert keyring.get("doorstep:1", "device") is None
    keyring.error = PermissionError("locked")
    with pytest.raises(PermissionError):
        keyring.get("doorstep:1", "device")


def test_random_bytes_repeat_for_a_seed_and_differ_between_seeds() -> None:
    assert SeededBytes(7)(16) == SeededBytes(7)(16) != SeededBytes(8)(16)


def test_waiting_returns_the_answer_or_says_what_never_came() -> None:
    looks = iter([None, "", "there"])
    assert wait_until(lambda: next(looks), "an answer") == "there"
    with pytest.raises(AssertionError, match="a bus that never comes"):
        wait_until(lambda: None, "a bus that never comes", seconds=0.05)
