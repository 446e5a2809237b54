"""What is being typed on a visit, kept within seconds and restored after a crash. Drafts are not facts."""

from __future__ import annotations

from uuid import UUID

from app.casework.desk import Desk
from app.models import local
from app.models.database import writing


def save_draft(desk: Desk, visit_id: UUID, fields: dict[str, str]) -> None:
    """Keep the fields as they are now; the last save stands."""
    with writing(desk.journal.engine) as conn:
        local.save_draft(conn, desk.school, visit_id, fields, desk.now())


def discard_draft(desk: Desk, visit_id: UUID) -> None:
    """Forget what was being typed."""
    with writing(desk.journal.engine) as conn:
        local.drop_draft(conn, desk.school, visit_id)
