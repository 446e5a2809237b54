"""Small helpers that keep merged rules as strict as the strictest. Must not know sections of packs."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)


def strictest(order: type[Word], words: Iterable[Word]) -> Word:
    """The strictest of `words`; the enum lists its members from the mildest to the strictest."""
    ranks = list(order)
    return max(words, key=ranks.index)
