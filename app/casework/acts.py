"""The one shape of everything done to a visit: look, ask the state machine, build facts, commit once, tell sync.

Must not know any particular action.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.casework import cards
from app.casework.desk import Desk
from app.casework.texts import typed_by_a_person
from app.casework.views import VisitCard
from app.casework.visit_pages import card_of, find_row
from app.domain.visit import VisitAction, require
from app.models.database import writing
from app.models.facts.base import Payload
from app.models.queries import people


@dataclass(frozen=True, slots=True)
class Act:
    """What an action has to build its facts from."""

    desk: Desk
    row: Any
    """The visit as the tables have it."""
    school: Any
    """The school's card; None before it arrived."""
    now: datetime

    @property
    def about(self) -> dict[str, Any]:
        """What every fact of a visit says first."""
        return {"visit_id": self.row.visit_id, "pupil_id": self.row.pupil_id, "at": self.now}


def do(
    desk: Desk,
    visit_id: UUID,
    action: VisitAction,
    facts_of: Callable[[Act], Sequence[Payload]],
    *,
    ends_draft: bool = True,
) -> VisitCard:
    """Carry out one action in one transaction. Raises NotHere, NotPossible, TextNotKept, and what `facts_of` raises."""
    with writing(desk.journal.engine) as conn:
        row = find_row(conn, desk, visit_id)
        require(action, cards.state_of_row(row))
        with typed_by_a_person():
            payloads = facts_of(Act(desk, row, people.school(conn, desk.school), desk.now()))
        if payloads:
            desk.write(conn, *payloads, ends_draft_of=visit_id if ends_draft else None)
        card = card_of(conn, desk, visit_id)
    if payloads:
        desk.recorded()
    return card
