"""Files that people bring: bytes in, frozen rows or named problems out. Must not write anything anywhere."""

from __future__ import annotations
