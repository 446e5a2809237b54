"""Stretching a passphrase with Argon2id, within bounds that are checked before any memory is taken.

Must not know what the result is for: `slots` turns it into a key. Parameters: `vault.md` A.4 and D.15.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.vault.errors import NotEnoughMemory

SALT_BYTES: Final = 16
KEY_BYTES: Final = 32


@dataclass(frozen=True)
class KdfCost:
    """What one guess costs: memory in KiB, passes over it, lanes. Refuses to exist outside the bounds."""

    memory_kib: int
    iterations: int
    lanes: int

    def __post_init__(self) -> None:
        for value, (low, high) in zip(
            (self.memory_kib, self.iterations, self.lanes), (MEMORY_KIB, ITERATIONS, LANES), strict=True
        ):
            if type(value) is not int or not low <= value <= high:
                raise ValueError("Argon2id parameters are out of bounds")

    def at_least(self, floor: KdfCost) -> KdfCost:
        """This cost, raised where it lies below `floor`."""
        return KdfCost(
            max(self.memory_kib, floor.memory_kib), max(self.iterations, floor.iterations), max(self.lanes, floor.lanes)
        )

    def at_most(self, ceiling: KdfCost) -> KdfCost:
        """This cost, lowered where it lies above `ceiling`."""
        return KdfCost(
            min(self.memory_kib, ceiling.memory_kib),
            min(self.iterations, ceiling.iterations),
            min(self.lanes, ceiling.lanes),
        )


# A forged header may ask for any figure: 64 GiB would end the program, 8 KiB would make guessing free.
MEMORY_KIB: Final = (19 * 1024, 2 * 1024 * 1024)
ITERATIONS: Final = (1, 16)
LANES: Final = (1, 16)

DEFAULT_COST: Final = KdfCost(256 * 1024, 3, 4)
SHORT_OF_MEMORY: Final = KdfCost(64 * 1024, 3, 4)
FLOOR_COST: Final = KdfCost(19 * 1024, 2, 1)


def stretch(passphrase: bytearray, salt: bytes, cost: KdfCost) -> bytearray:
    """32 bytes that take `cost` to compute; raises NotEnoughMemory when the machine cannot give that much."""
    key = bytearray(KEY_BYTES)
    try:
        Argon2id(
            salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
        ).derive_into(passphrase, key)  # type: ignore[arg-type]  # takes any buffer; bytes could not be wiped
    except MemoryError as error:
        raise NotEnoughMemory from error
    return key


def stretch_within_memory(passphrase: bytearray, salt: bytes, wanted: KdfCost) -> tuple[bytearray, KdfCost]:
    """Stretch for a new slot at `wanted`, halving the memory while it is short, never below 64 MiB (D.15).

    A `wanted` below 64 MiB is taken as it is: only tests ask for that. Returns the key and the cost really used.
    """
    cost = wanted
    while True:
        try:
            return stretch(passphrase, salt, cost), cost
        except NotEnoughMemory:
            half = cost.memory_kib // 2
            if half < SHORT_OF_MEMORY.memory_kib:
                raise
            cost = KdfCost(half, cost.iterations, cost.lanes)
