"""A call for help, kept in the journal. Sending it at once is sync's; this must never stand in its way."""

from __future__ import annotations

from uuid import UUID

from app.casework.desk import Desk
from app.models.facts.visits import SosRaised


def raise_sos(desk: Desk, visit_id: UUID | None = None) -> UUID:
    """Record that the tutor asked for help; the call's id, which the sent call carries too."""
    sos_id = desk.journal.new_id()
    desk.journal.record(SosRaised(sos_id=sos_id, visit_id=visit_id, at=desk.now()))
    desk.recorded()
    return sos_id


def cancel_sos(desk: Desk, sos_id: UUID, visit_id: UUID | None = None) -> None:
    """Record that the tutor took the call back; the school still hears of it (ui.md B)."""
    desk.journal.record(SosRaised(sos_id=sos_id, visit_id=visit_id, at=desk.now(), cancelled=True))
    desk.recorded()
