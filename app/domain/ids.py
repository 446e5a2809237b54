"""Identifiers: UUID version 7 (RFC 9562, section 5.7). Must not read a clock or a random source: both come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

RandomBytes = Callable[[int], bytes]


def new_id(now: datetime, random: RandomBytes) -> UUID:
    """A UUIDv7 whose time part is `now` in whole milliseconds; the other 74 bits come from `random`."""
    millis = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(random(10), "big")
    value = millis << 80 | 0x7 << 76 | (noise >> 64 & 0xFFF) << 64 | 0b10 << 62 | (noise & ((1 << 62) - 1))
    return UUID(int=value)
