"""The tutor's desk: what every use-case on the laptop works with. Must not be taken apart by screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from app.domain.errors import DoorstepError
from app.models.facts.base import Payload
from app.models.journal import Journal
from app.models.local import drop_draft
from app.policy.loading import PackShelf


def _nobody() -> None:
    """Nobody to tell."""


class NotHere(DoorstepError):
    """What was asked for is not among the records on this laptop."""

    code = "not-here"


@dataclass(frozen=True)
class Desk:
    """One tutor's open records. `recorded` is told after each write, so that sync can start at once."""

    journal: Journal
    tutor: UUID
    packs: PackShelf
    recorded: Callable[[], None] = _nobody

    @property
    def school(self) -> UUID:
        """Whose records these are."""
        return self.journal.school

    def now(self) -> datetime:
        """The laptop's clock, UTC."""
        return self.journal.clock.now()

    def write(self, conn: Connection, *payloads: Payload, ends_draft_of: UUID | None = None) -> None:
        """Record facts in the caller's transaction; the visit's draft ends with it when asked."""
        self.journal.record_in(conn, *payloads)
        if ends_draft_of is not None:
            drop_draft(conn, self.school, ends_draft_of)
