"""What the screens before an unlocked desk show, as frozen values. Must not hold a passphrase or a name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Which page is shown."""

    UNLOCK = "unlock"
    PROBLEM = "problem"
    RECOVER = "recover"
    CREATE = "create"
    KEY = "key"
    CONFIRM = "confirm"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class RunningVisit:
    """A visit that goes on behind the lock: times and numbers, never a name or a place."""

    timer: str
    spoken: str
    left: str
    tone: str
    due: str
    late: bool
    told: tuple[str, str, str]
    """(words, icon, colour token)"""
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class UnlockState:
    """The page. `wrong` is (field, words); `offers` the keys of buttons on the problem page."""

    way: Way
    title: str
    intro: str = ""
    busy: str = ""
    wrong: tuple[tuple[str, str], ...] = ()
    hint: tuple[str, str] = ("", "")
    """How strong the passphrase is: words and tone"""
    rule: str = ""
    problem: tuple[str, str] | None = None
    offers: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    groups: tuple[int, int] = (1, 2)
    visit: RunningVisit | None = None
