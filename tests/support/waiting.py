"""Waiting for a condition. Must not become a pause of fixed length: too long here, too short there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

_PAUSE = threading.Event()  # never set: its timeout yields the processor between two looks


def wait_until(look: Callable[[], Answer | None], what: str, *, seconds: float = 20.0) -> Answer:
    """Look until the answer is true and return it; fail with `what` in the message when it never is."""
    end = time.monotonic() + seconds
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:.0f} s in vain: {what}")
        _PAUSE.wait(0.02)
