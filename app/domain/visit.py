"""The visit's state machine (design.md 4): which states there are, and what may be done in each.

A state is never stored: it is derived from the instants that facts have set, so late and repeated facts cannot
move a visit backwards. Must not know about facts, tables or the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import DoorstepError


class VisitState(StrEnum):
    """Where a visit stands."""

    PLANNED = "planned"
    AT_DOOR = "at_door"
    IN_SESSION = "in_session"
    FINISHED = "finished"
    NOT_ENTERED = "not_entered"
    ABSENT = "absent"
    CANCELLED = "cancelled"


class VisitAction(StrEnum):
    """What a person can do with a visit."""

    ARRIVE = "arrive"
    START = "start"
    NOT_ENTER = "not_enter"
    MARK_ABSENT = "mark_absent"
    CANCEL = "cancel"
    EXTEND = "extend"
    FINISH = "finish"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class VisitTimes:
    """The instants that decide a visit's state; each is None until its fact exists. Aware UTC."""

    arrived_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    not_entered_at: datetime | None = None
    absent_at: datetime | None = None
    cancelled_at: datetime | None = None


class NotPossible(DoorstepError):
    """The visit is not in a state in which this can be done."""

    code = "visit-state"


_ALLOWED: dict[VisitAction, frozenset[VisitState]] = {
    VisitAction.ARRIVE: frozenset({VisitState.PLANNED}),
    VisitAction.START: frozenset({VisitState.PLANNED, VisitState.AT_DOOR}),
    VisitAction.NOT_ENTER: frozenset({VisitState.PLANNED, VisitState.AT_DOOR}),
    VisitAction.MARK_ABSENT: frozenset({VisitState.PLANNED, VisitState.AT_DOOR, VisitState.IN_SESSION}),
    VisitAction.CANCEL: frozenset({VisitState.PLANNED, VisitState.AT_DOOR}),
    VisitAction.EXTEND: frozenset({VisitState.IN_SESSION}),
    VisitAction.FINISH: frozenset({VisitState.IN_SESSION}),
    VisitAction.AMEND: frozenset({VisitState.FINISHED}),
}

_WORDS: dict[VisitState, str] = {
    VisitState.PLANNED: "has not started",
    VisitState.AT_DOOR: "is at the doorstep check",
    VisitState.IN_SESSION: "is running",
    VisitState.FINISHED: "is finished",
    VisitState.NOT_ENTERED: "was recorded as not entered",
    VisitState.ABSENT: "was recorded as pupil absent",
    VisitState.CANCELLED: "was cancelled",
}


def state_of(times: VisitTimes) -> VisitState:
    """Derive the state: endings win over the running session, the session over the doorstep.

    A finish wins over every other ending because it says the most; a start that arrives after an ending
    therefore never reopens the visit (lone-working.md 3.1, 4).
    """
    order = (
        (times.finished_at, VisitState.FINISHED),
        (times.absent_at, VisitState.ABSENT),
        (times.not_entered_at, VisitState.NOT_ENTERED),
        (times.cancelled_at, VisitState.CANCELLED),
        (times.started_at, VisitState.IN_SESSION),
        (times.arrived_at, VisitState.AT_DOOR),
    )
    return next((state for instant, state in order if instant is not None), VisitState.PLANNED)


def may(action: VisitAction, state: VisitState) -> bool:
    """Whether `action` can be done in `state`."""
    return state in _ALLOWED[action]


def require(action: VisitAction, state: VisitState) -> None:
    """Raise NotPossible unless `action` can be done in `state`."""
    if not may(action, state):
        sentence = f"This visit {_WORDS[state]}, so that cannot be recorded now."
        raise NotPossible(sentence, "Go back to Today to see where the visit stands.")
