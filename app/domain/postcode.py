"""UK postcodes: tidied and flagged, never refused: a wrong postcode must not block saving (domain.md 5.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERN = re.compile(
    r"GIR 0AA"
    r"|(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]|[A-HK-Y][0-9][0-9]|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y]))"
    r" [0-9][ABD-HJLNP-UW-Z]{2}"
)
_INWARD = 3
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode as it will be kept; `looks_right` False asks a person to look again."""

    text: str
    looks_right: bool


def tidy_postcode(typed: str) -> Postcode:
    """Capitals and one space before the last three characters when that makes a postcode; else the text, trimmed."""
    squeezed = "".join(typed.split()).upper()
    tidy = f"{squeezed[:-_INWARD]} {squeezed[-_INWARD:]}" if len(squeezed) >= _SHORTEST else squeezed
    if _PATTERN.fullmatch(tidy):
        return Postcode(tidy, looks_right=True)
    return Postcode(" ".join(typed.split()), looks_right=False)
