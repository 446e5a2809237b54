"""The family of errors that the world causes and a person can act on.

Every such error has a stable code, a sentence that says what happened and a next step. Our own mistakes are not
of this family: they crash loudly. Must not hold secrets, names or notes: messages may be logged.
"""

from __future__ import annotations

from typing import ClassVar


class DoorstepError(Exception):
    """Something outside the program went wrong; `sentence` and `next_step` are shown to the person as they are."""

    code: ClassVar[str] = "doorstep"

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}".strip()
