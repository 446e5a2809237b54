"""Argon2id: the right function, bounded before it runs, cheaper only where memory is short."""

from __future__ import annotations

import pytest

from app.vault import kdf
from app.vault.errors import NotEnoughMemory
from app.vault.kdf import DEFAULT_COST, FLOOR_COST, SHORT_OF_MEMORY, KdfCost, stretch, stretch_within_memory

SALT = b"somesalt12345678"


@pytest.mark.parametrize(
    ("passphrase", "cost", "expected"),
    [
        (b"password", SHORT_OF_MEMORY, "64d388aeb007b664336c2357dfdd47c496340c12d8ee87dd33f05ae923aa5718"),
        (b"a kettle under amber rain", FLOOR_COST, "a9ab3e2f98c2144ce5949fa79546864fd323e8053b93f90d9dee20cce740adab"),
    ],
)
def test_it_is_argon2id_version_19(passphrase: bytes, cost: KdfCost, expected: str) -> None:
    """The expected values come from another implementation: argon2-cffi 25.1.0, `hash_secret_raw`, version 19."""
    assert stretch(bytearray(passphrase), SALT, cost).hex() == expected


@pytest.mark.parametrize(
    "parameters",
    [(8, 3, 4), (64 << 20, 3, 4), (65536, 0, 4), (65536, 17, 4), (65536, 3, 0), (65536, 3, 17), (65536, True, 4)],
)
def test_parameters_out_of_bounds_never_reach_the_function(parameters: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of bounds"):
        KdfCost(*parameters)


def _short_of(memory_kib: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A machine on which Argon2id cannot take more than this; returns the list of what was asked of it."""
    asked: list[int] = []

    def limited(_passphrase: bytearray, _salt: bytes, cost: KdfCost) -> bytearray:
        asked.append(cost.memory_kib)
        if cost.memory_kib > memory_kib:
            raise NotEnoughMemory
        return bytearray(32)

    monkeypatch.setattr(kdf, "stretch", limited)
    return asked


def test_memory_is_halved_until_it_suffices(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _short_of(100 * 1024, monkeypatch)
    _, cost = stretch_within_memory(bytearray(b"x"), SALT, DEFAULT_COST)
    assert cost == SHORT_OF_MEMORY
    assert asked == [256 * 1024, 128 * 1024, 64 * 1024]


def test_it_never_goes_below_64_mib_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _short_of(32 * 1024, monkeypatch)
    with pytest.raises(NotEnoughMemory):
        stretch_within_memory(bytearray(b"x"), SALT, DEFAULT_COST)
    assert min(asked) == 64 * 1024


def test_a_cost_is_raised_to_a_floor_in_each_parameter() -> None:
    assert KdfCost(19 * 1024, 8, 1).at_least(SHORT_OF_MEMORY) == KdfCost(64 * 1024, 8, 4)
    assert KdfCost(256 * 1024, 2, 4).at_most(SHORT_OF_MEMORY) == KdfCost(64 * 1024, 2, 4)
