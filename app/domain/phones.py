"""UK telephone numbers as people type them, and their +44 form where that is certain.

Must not guess and must not refuse: the text as typed is always kept, because a person can still dial it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LAYOUT = re.compile(r"[\s().\-\u2010-\u2015/]")
_CERTAIN = re.compile(r"(?:1[1-9]|2[0-9]|3[0347]|7[0-9]|8[04-7]|5[56])[0-9]{8}")
"""Ten digits after the 0, in ranges that are in use; shorter old numbers exist and are left as typed."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed (blanks tidied), and in international form when certain."""

    typed: str
    e164: str | None


def tidy_phone(typed: str) -> Phone:
    """Read a UK number written with 0, 0044 or +44, with or without "(0)", blanks, dots, dashes and brackets."""
    text = " ".join(typed.split())
    plain = _LAYOUT.sub("", text.replace("(0)", "", 1) if text.startswith(("+", "00")) else text)
    for prefix in ("+44", "0044", "0"):
        if plain.startswith(prefix):
            national = plain.removeprefix(prefix)
            certain = national.isascii() and _CERTAIN.fullmatch(national)
            return Phone(text, f"+44{national}" if certain else None)
    return Phone(text, None)


def same_phone(one: str, other: str) -> bool:
    """Whether two texts certainly name the same line; equal texts count even when they cannot be read."""
    first, second = tidy_phone(one), tidy_phone(other)
    return first.typed == second.typed or (first.e164 is not None and first.e164 == second.e164)
