"""Clause ids as packs cite them: "BHES-11, BHES-31" or "OLOL-087 to OLOL-093". Must not know which clauses exist."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CLAUSE = re.compile(r"([A-Z]{2,8})-(\d{2,3})")
_RANGE = re.compile(r"([A-Z]{2,8}-\d{2,3}) to ([A-Z]{2,8}-\d{2,3})")


def clauses(cite: str) -> tuple[str, ...]:
    """Every clause id in `cite`, ranges written out, in order and once each. ValueError when it cannot be read."""
    found: list[str] = []
    for piece in (part.strip() for part in cite.split(",")):
        found.extend(_expand(piece))
    return tuple(dict.fromkeys(found))


def all_clauses(cites: Iterable[str]) -> tuple[str, ...]:
    """The clauses of several cites, sorted, once each."""
    return tuple(sorted({clause for cite in cites for clause in clauses(cite)}))


def _expand(piece: str) -> list[str]:
    if _CLAUSE.fullmatch(piece):
        return [piece]
    ends = _RANGE.fullmatch(piece)
    if ends is None:
        raise ValueError(f'"{piece}" is not a clause id such as BHES-11, or a range such as BHES-11 to BHES-13')
    (first_source, first), (last_source, last) = (_CLAUSE.fullmatch(end).groups() for end in ends.groups())  # type: ignore[union-attr] # both ends matched the same pattern inside _RANGE
    if first_source != last_source or int(first) >= int(last):
        raise ValueError(f'"{piece}" does not run upwards within one source')
    return [f"{first_source}-{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]
