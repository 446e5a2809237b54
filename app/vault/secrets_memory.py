"""Overwriting secrets in memory. Must not be used on anything but freshly made, unshared secret bytes."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_CPYTHON: Final = sys.implementation.name == "cpython"
_SHARED_LENGTH: Final = 1  # CPython keeps one copy of the empty and of each one-byte `bytes`


def wipe(*secrets: bytes | bytearray | None) -> None:
    """Overwrite each secret with zeros in place.

    A `bytes` object that a library handed us cannot be changed through Python, so its buffer is written directly; it
    must have been made for us alone. Copies inside libraries are theirs to clear (`vault.md` A.7 measures what stays).
    """
    for secret in secrets:
        if isinstance(secret, bytearray):
            secret[:] = bytes(len(secret))
        elif secret is not None and _CPYTHON and len(secret) > _SHARED_LENGTH:
            ctypes.memset(id(secret) + bytes.__basicsize__ - 1, 0, len(secret))
