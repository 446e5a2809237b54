"""The board: who is planned, out, late, back. Receipt decides, and what is not known counts as late (lone-working 3.1).

Must not write, nor stand anything down: it only says what the school has been told and what it has not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.casework import cards
from app.domain import zones
from app.domain.visit import VisitState, state_of
from app.models.database import reading
from app.models.queries import board as rows
from app.models.queries import people
from app.policy.combine import combine
from app.policy.loading import PackShelf
from app.policy.lone_working import lone_working_terms

LOOK_BACK = timedelta(days=3)
"""A visit without an ending stays on the board over a weekend."""
CALLS_SHOWN = timedelta(hours=24)


class BoardState(StrEnum):
    """What the school knows of a visit."""

    NO_START = "no_start"
    NO_END = "no_end"
    OUT = "out"
    AT_DOOR = "at_door"
    PLANNED = "planned"
    BACK = "back"
    NOT_ENTERED = "not_entered"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"

    @property
    def late(self) -> bool:
        """Whether somebody has to look."""
        return self in {BoardState.NO_START, BoardState.NO_END}

    @property
    def over(self) -> bool:
        """Whether nothing more is expected."""
        return self in _OVER


_OVER = frozenset(
    {BoardState.BACK, BoardState.NOT_ENTERED, BoardState.ABSENT, BoardState.CANCELLED, BoardState.WITHDRAWN}
)
_PLAIN = {
    VisitState.FINISHED: BoardState.BACK,
    VisitState.NOT_ENTERED: BoardState.NOT_ENTERED,
    VisitState.ABSENT: BoardState.ABSENT,
    VisitState.CANCELLED: BoardState.CANCELLED,
    VisitState.IN_SESSION: BoardState.OUT,
    VisitState.AT_DOOR: BoardState.AT_DOOR,
    VisitState.PLANNED: BoardState.PLANNED,
}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One visit on the board. `…_at` are by the laptop's clock, `…_received_at` by the school's; aware UTC."""

    visit_id: UUID
    tutor_name: str
    tutor_phone: str
    pupil_initials: str
    lesson: str
    state: BoardState
    late_by: timedelta | None
    """How long the expected start or finish is past; None unless late."""
    starts_at: datetime | None
    """None for a visit that is in no timetable."""
    ends_at: datetime | None
    arrived_at: datetime | None
    started_at: datetime | None
    due_finish_at: datetime | None
    ended_at: datetime | None
    start_received_at: datetime | None
    end_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call for help."""

    sos_id: UUID
    tutor_name: str
    tutor_phone: str
    at: datetime
    received_at: datetime
    cancelled: bool
    """The laptop says so; a person still asks the tutor."""


@dataclass(frozen=True, slots=True)
class Board:
    """The school's board at one instant."""

    school_name: str
    zone: str
    as_of: datetime
    day: date
    late: tuple[BoardLine, ...]
    out: tuple[BoardLine, ...]
    to_come: tuple[BoardLine, ...]
    over: tuple[BoardLine, ...]
    calls: tuple[CallLine, ...]


def board(engine: Engine, school: UUID, packs: PackShelf, now: datetime) -> Board:
    """The board of the day that it is at the school."""
    with reading(engine) as conn:
        card = people.school(conn, school)
        zone = card.zone if card is not None else zones.LONDON
        day = zones.local_day(now, zones.zone(zone))
        start, end = zones.day_bounds(day, zones.zone(zone))
        found = [*rows.left_open(conn, school, start - LOOK_BACK, start), *rows.planned(conn, school, start, end)]
        strangers = rows.unplanned(conn, school, start)
        calls = rows.calls(conn, school, now - CALLS_SHOWN)
    lines = [_line(row, _grace(row, card, packs), now) for row in found] + [_stranger(row, now) for row in strangers]
    late = sorted((line for line in lines if line.state.late), key=_longest_first)
    return Board(
        school_name=card.name if card is not None else "",
        zone=zone,
        as_of=now,
        day=day,
        late=tuple(late),
        out=tuple(line for line in lines if line.state in {BoardState.OUT, BoardState.AT_DOOR}),
        to_come=tuple(line for line in lines if line.state is BoardState.PLANNED),
        over=tuple(line for line in lines if line.state.over),
        calls=tuple(_call(row) for row in calls),
    )


def _longest_first(line: BoardLine) -> timedelta:
    return -(line.late_by or timedelta())


def _line(row: Any, grace: timedelta, now: datetime) -> BoardLine:
    state, late_by = _state(row, grace, now)
    return _made(row, state, late_by, row.lesson or "", (row.starts_at, row.ends_at))


def _stranger(row: Any, now: datetime) -> BoardLine:
    """A visit that no timetable has: until it ends, somebody looks."""
    state = _PLAIN[state_of(cards.times_of(row))]
    begun = row.start_received_at or now
    late = None if state.over else now - begun
    return _made(row, state if state.over else BoardState.NO_END, late, "", (None, None))


def _made(
    row: Any, state: BoardState, late_by: timedelta | None, lesson: str, plan: tuple[datetime | None, datetime | None]
) -> BoardLine:
    return BoardLine(
        visit_id=row.visit_id,
        tutor_name=row.tutor_name or "Tutor not known",
        tutor_phone=row.tutor_phone or "",
        pupil_initials=_initials(row),
        lesson=lesson,
        state=state,
        late_by=late_by,
        starts_at=plan[0],
        ends_at=plan[1],
        arrived_at=row.arrived_at,
        started_at=row.started_at,
        due_finish_at=_due(row, plan[1]),
        ended_at=cards.ended_at(row),
        start_received_at=row.start_received_at,
        end_received_at=row.end_received_at,
    )


def _state(row: Any, grace: timedelta, now: datetime) -> tuple[BoardState, timedelta | None]:
    state = _PLAIN[state_of(cards.times_of(row))]
    if state is BoardState.PLANNED and row.withdrawn_at is not None:
        return BoardState.WITHDRAWN, None
    if state is BoardState.OUT:
        return _judged(state, BoardState.NO_END, _due(row, row.ends_at), grace, now)
    if state in {BoardState.PLANNED, BoardState.AT_DOOR}:
        return _judged(state, BoardState.NO_START, row.starts_at, grace, now)
    return state, None


def _judged(
    state: BoardState, late: BoardState, expected: datetime | None, grace: timedelta, now: datetime
) -> tuple[BoardState, timedelta | None]:
    """Late once the grace has passed; an expected time that nobody knows has passed already."""
    if expected is None:
        return late, timedelta()
    return (late, now - expected) if now > expected + grace else (state, None)


def _due(row: Any, planned: datetime | None) -> datetime | None:
    """When the session should end, by the laptop's word.

    Never beyond the length that it gave itself, counted from the receipt of its start: a laptop whose clock is ahead
    must not put the alarm off.
    """
    claimed: datetime | None = row.due_finish_at
    started: datetime | None = row.started_at
    if started is None or claimed is None:
        return planned
    received: datetime = row.start_received_at or started
    return min(claimed, received + (claimed - started))


def _grace(row: Any, school: Any, packs: PackShelf) -> timedelta:
    """The plan's own grace, else the strictest pack's; with a pack that is not at hand, none at all."""
    if row.grace_minutes is not None:
        return timedelta(minutes=row.grace_minutes)
    wanted = row.packs or (school.packs if school is not None else None) or ()
    if any(name not in packs.packs for name in wanted):
        return timedelta()
    return timedelta(minutes=lone_working_terms(combine(packs.get(name) for name in wanted)).overdue_minutes)


def _initials(row: Any) -> str:
    names = (row.preferred_name or row.forename or "", row.surname or "")
    return "".join(f"{name[0]}." for name in names if name) or "not known"


def _call(row: Any) -> CallLine:
    return CallLine(
        row.sos_id, row.tutor_name or "Tutor not known", row.tutor_phone or "", row.at, row.received_at, row.cancelled
    )
