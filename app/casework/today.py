"""The day as the tutor sees it. Must not write."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.casework import cards, rules
from app.casework.desk import Desk
from app.casework.views import SchoolLine, TodayList
from app.domain import zones
from app.models.database import reading
from app.models.local import read_state
from app.models.queries import outbox, people, sync_state, visits


def today(desk: Desk, day: date | None = None) -> TodayList:
    """The visits of `day` (default: today in the school's zone), in order of their start."""
    with reading(desk.journal.engine) as conn:
        school = people.school(conn, desk.school)
        tutor = people.tutor(conn, desk.school, desk.tutor)
        where = zones.zone(school.zone if school is not None else zones.LONDON)
        wanted = day or zones.local_day(desk.now(), where)
        start, end = zones.day_bounds(wanted, where)
        marks = sync_state.kept_marks(conn, desk.school, desk.journal.device)
        rows = visits.between(conn, desk.school, desk.tutor, start, end)
        running = visits.still_running(conn, desk.school, desk.tutor)
        as_of = read_state(conn, "pulled_at")
        unsent = outbox.unsent(conn, desk.school, desk.journal.device)
    return TodayList(
        day=wanted,
        tutor_name=tutor.name if tutor is not None else "",
        school=cards.school_line(school, _overdue(desk, rows, school)),
        visits=tuple(cards.card(row, marks) for row in rows),
        as_of=None if as_of is None else datetime.fromisoformat(as_of),
        unsent=unsent,
        running=cards.card(running[0], marks) if running else None,
    )


def school_line(desk: Desk) -> SchoolLine:
    """The school's card and numbers."""
    with reading(desk.journal.engine) as conn:
        return cards.school_line(people.school(conn, desk.school))


def _overdue(desk: Desk, rows: Any, school: Any) -> int:
    """The fewest minutes any of the day's packs allows; a pack that is not here does not hold up the day."""
    found = {pack.id: pack for row in rows for pack in rules.packs_here(row, school, desk.packs)}
    return rules.overdue_minutes(tuple(found.values()))
