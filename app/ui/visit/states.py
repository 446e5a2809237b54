"""What each page of a visit shows, as frozen values. Must not hold logic."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.casework.views import HouseWarning

Choice = tuple[str, str]
"""(value, words)"""


@dataclass(frozen=True, slots=True)
class Head:
    """Title and second line of the page; `running` makes SOS solid."""

    title: str
    line: str
    running: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """An error summary: title, words, and links as (key of the field, words)."""

    title: str
    words: str
    links: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a saved thing is, for the right end of the action bar: words, icon, colour token."""

    words: str
    icon: str = "info"
    ink: str = "muted"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the work in every step."""

    warnings: tuple[HouseWarning, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    """(who, number)"""
    address: str = ""
    """Where the visit is: what a person has to say on the phone first"""
    silence: tuple[tuple[str, str], ...] = ()
    """(clock time, what happens then) if nothing is heard from the tutor"""
    silence_title: str = "If you do not finish"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `kind`: 'tick', 'pills', 'line' or 'text'; `value` is what is answered now."""

    key: str
    kind: str
    words: str
    help: str = ""
    value: str = ""
    choices: tuple[Choice, ...] = ()
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class LoadingState:
    """Nothing to show yet, or why not."""

    head: Head
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class DoorstepState:
    """Step 1: at the door."""

    head: Head
    beside: Beside
    adult: tuple[Ask, ...]
    asks: tuple[Ask, ...]
    left: Where
    notice: tuple[str, str] | None = None
    problem: Problem | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class ReasonState:
    """Not going in, absent or cancelled: which, why, and a note."""

    head: Head
    kind: str
    intro: str
    question: str
    choices: tuple[Choice, ...]
    value: str
    note: str
    action: str
    where: Where
    asks: tuple[Ask, ...] = ()
    problem: Problem | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class SessionState:
    """Step 2: the session runs."""

    head: Head
    beside: Beside
    started: str
    timer: str
    spoken: str
    percent: int
    left: str
    left_tone: str
    due: str
    late: bool
    notes: str
    saved: tuple[str, bool]
    untold: tuple[str, str] | None
    """The callout when the school does not know of the start: title, words."""
    where: Where
    problem: Problem | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class FinishState:
    """Step 3: the session's log. `asks` and `checks` hold the values."""

    head: Head
    pupil: tuple[Ask, ...]
    work: tuple[Ask, ...]
    checks: tuple[Ask, ...]
    saved: tuple[str, bool]
    where: Where
    action: str
    problem: Problem | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """An amendment as the ended page shows it."""

    when: str
    reason: str
    changes: tuple[tuple[str, str], ...]
    where: Where


@dataclass(frozen=True, slots=True)
class EndedState:
    """A visit that is over, in any way."""

    head: Head
    tone: str
    title: str
    words: str
    where: tuple[Where, ...]
    facts: tuple[tuple[str, str], ...]
    log: tuple[tuple[str, str], ...] = ()
    corrections: tuple[Correction, ...] = ()
    finished: bool = False
    people: tuple[tuple[str, str], ...] = ()
    message: tuple[str, str, str] | None = None
    """(tone, title, words) after opening or saving the record"""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class AmendState:
    """Correcting a finished log: the original stays, the correction stands beside it."""

    head: Head
    asks: tuple[Ask, ...]
    reason: Ask = field(default_factory=lambda: Ask("reason", "line", "Why you are correcting it"))
    problem: Problem | None = None
    busy: bool = False


VisitPageState = LoadingState | DoorstepState | ReasonState | SessionState | FinishState | EndedState | AmendState
