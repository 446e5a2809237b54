"""A call for help, kept in the journal. Sending it at once is sync's; this must never stand in its way."""

from __future__ import annotations

from uuid import UUID

from app.casework.desk import Desk
from app.casework.today import today
from app.models.facts.visits import SosRaised


def record_sos(desk: Desk, sos_id: UUID, *, cancelled: bool = False) -> None:
    """Record that the tutor asked for help, or took that back, with the running visit if there is one."""
    running = today(desk).running
    visit = running.visit_id if running is not None else None
    desk.journal.record(SosRaised(sos_id=sos_id, visit_id=visit, at=desk.now(), cancelled=cancelled))
    desk.recorded()
