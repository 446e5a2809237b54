"""The row a projection asks for, and the registry of projectors. Must not touch a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Table

from app.models.envelope import SealedFact
from app.models.facts.base import Payload


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that this build can read: the envelope and the decoded payload."""

    sealed: SealedFact
    payload: Payload


@dataclass(frozen=True, slots=True)
class Row:
    """Columns to set in the row of `table` that `key` names; the row is made if it is not there."""

    table: Table
    key: dict[str, Any]
    values: dict[str, Any]


P = TypeVar("P", bound=Payload)
Projector = Callable[[Any, SealedFact], Iterable[Row]]
_PROJECTORS: dict[type[Payload], Projector] = {}


def projects(kind: type[P]) -> Callable[[Callable[[P, SealedFact], Iterable[Row]]], Projector]:
    """Register the projector of one kind of fact."""

    def register(function: Callable[[P, SealedFact], Iterable[Row]]) -> Projector:
        _PROJECTORS[kind] = function
        return function

    return register


def rows_of(fact: Fact) -> Iterable[Row]:
    """The rows that follow from one fact."""
    projector = _PROJECTORS.get(type(fact.payload))
    return () if projector is None else projector(fact.payload, fact.sealed)
