"""Random bytes that are the same in every run. Must not be used outside tests: they are predictable by design."""

from __future__ import annotations

from random import Random


class SeededBytes:
    """A stand-in for `os.urandom`: `SeededBytes(7)(16)` gives the same 16 bytes in every run."""

    def __init__(self, seed: int = 0) -> None:
        self._source = Random(seed)  # noqa: S311 - predictable on purpose

    def __call__(self, count: int) -> bytes:
        """The next `count` bytes of the sequence."""
        return self._source.randbytes(count)
