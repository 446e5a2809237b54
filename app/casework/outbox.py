"""What has not reached the school, what it refused, and what it holds. Never optimistic: only receipts count."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.casework import cards
from app.casework.desk import Desk
from app.casework.views import Kept, OutboxItem, OutboxView
from app.models.database import reading
from app.models.local import read_state
from app.models.queries import outbox as facts
from app.models.queries import people, sync_state

_WHAT = {
    "tutor_arrived": "Arrival at the door",
    "doorstep_checked": "Doorstep check",
    "visit_started": "Check-in",
    "visit_extended": "More time",
    "visit_finished": "Finish check-in",
    "visit_not_entered": "Not gone in",
    "pupil_absent": "Pupil absent",
    "visit_cancelled": "Visit cancelled",
    "attendance_marked": "Register mark",
    "session_logged": "Session log",
    "log_amended": "Correction of a log",
    "sos_raised": "Call for help",
}
_MOST = 500
"""Lines shown at most; the counts are always of everything."""
_RECENT = 20


def outbox(desk: Desk) -> OutboxView:
    """Where every saved thing is, the newest first."""
    with reading(desk.journal.engine) as conn:
        device = desk.journal.device
        marks = sync_state.kept_marks(conn, desk.school, device)
        names = _Names(conn, desk.school)
        waiting = facts.own_facts(conn, desk.school, device, marks.receipted_seq, _MOST)
        held = facts.own_facts(conn, desk.school, device, marks.receipted_seq - _RECENT, _MOST + _RECENT)
        refused = facts.refused_facts(conn, desk.school)
        contact = read_state(conn, "last_contact_at")
        return OutboxView(
            waiting=tuple(_item(row, names, marks) for row in waiting),
            refused=tuple(_item(row, names, marks, row.sentence) for row in refused),
            recent=tuple(_item(row, names, marks) for row in held if row.seq <= marks.receipted_seq),
            unsent=facts.unsent(conn, desk.school, device),
            held_by_school=marks.receipted_seq,
            last_contact_at=None if contact is None else datetime.fromisoformat(contact),
        )


def _item(row: Any, names: _Names, marks: sync_state.KeptMarks, problem: str = "") -> OutboxItem:
    return OutboxItem(
        fact_id=row.id,
        what=_what(row),
        about=names.of(row),
        recorded_at=row.recorded_at,
        kept=cards.kept(row.id, row.seq, marks) or Kept.LAPTOP,
        problem=problem,
    )


def _what(row: Any) -> str:
    if row.kind == "sos_raised" and row.payload and json.loads(row.payload)["cancelled"]:
        return "Call for help, taken back"
    return _WHAT.get(row.kind, "Record")


class _Names:
    """Pupils' names by the facts about them, looked up once each."""

    def __init__(self, conn: Connection, school: UUID) -> None:
        self._conn, self._school = conn, school
        self._found: dict[str, str] = {}

    def of(self, row: Any) -> str:
        """The name of the pupil a fact is about; empty when it is about none."""
        pupil = json.loads(row.payload).get("pupil_id") if row.payload else None
        if pupil is None:
            return ""
        if pupil not in self._found:
            found = people.pupil(self._conn, self._school, UUID(pupil))
            self._found[pupil] = "" if found is None else cards.pupil_name(found)
        return self._found[pupil]


def refused_count(desk: Desk) -> int:
    """How many facts the school could not accept."""
    with reading(desk.journal.engine) as conn:
        return len(sync_state.kept_marks(conn, desk.school, desk.journal.device).refused)
