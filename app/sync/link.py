"""What sync needs of the laptop: its journal, keys, clock, and the state it keeps about its school.

Must not talk to anybody; must not hold SQL: `app.models.queries.sync_state` and `app.models.feed_copy` do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine

from app.domain.clock import Clock
from app.domain.ids import RandomBytes
from app.models.database import reading
from app.models.heads import Head, feed_of, journal_of, read_head
from app.models.journal import Journal
from app.models.local import read_secret, read_state
from app.models.queries.sync_state import KeptMarks, holds_any, kept_marks
from app.sync.drift import DriftGauge
from app.sync.errors import NotJoined
from app.sync.protocol.keys import Signer

CheckPack = Callable[[str, str], None]
"""(pack id, TOML text): raises a DoorstepError when the pack does not load. Sync itself cannot read packs."""


CHECK_INS = frozenset(
    {
        "tutor_arrived",
        "visit_started",
        "visit_extended",
        "visit_finished",
        "visit_not_entered",
        "pupil_absent",
        "visit_cancelled",
        "sos_raised",
    }
)
"""Kinds that tell the school where the tutor is: they never wait for a quieter moment (sync.md 2)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One look at where the laptop stands with its school."""

    own: Head
    """Where this laptop's journal ends."""
    feed: Head
    """Where its copy of the feed ends."""
    marks: KeptMarks
    epoch: int
    last_contact_at: datetime | None
    check_in_waiting: bool
    """A fact that the school's alarms wait for has no receipt yet."""

    @property
    def unsent(self) -> int:
        """Facts without a verified receipt."""
        return self.own.seq - self.marks.receipted_seq


@dataclass(frozen=True)
class LaptopLink:
    """A joined laptop, as sync sees it. `journal` is the one that casework records in."""

    journal: Journal
    signer: Signer
    tutor: UUID
    school_key: bytes
    base_url: str
    drift: DriftGauge
    check_pack: CheckPack
    app_version: str = ""

    @property
    def engine(self) -> Engine:
        """The laptop's database."""
        return self.journal.engine

    @property
    def school(self) -> UUID:
        """Whose records these are."""
        return self.journal.school

    @property
    def device(self) -> UUID:
        """This laptop."""
        return self.journal.device

    @property
    def clock(self) -> Clock:
        """The laptop's clock."""
        return self.journal.clock

    def standing(self) -> Standing:
        """Where the laptop stands now."""
        with reading(self.engine) as conn:
            return self.standing_in(conn)

    def standing_in(self, conn: Connection) -> Standing:
        """As `standing`, in a transaction that the caller holds."""
        contact = read_state(conn, "last_contact_at")
        marks = kept_marks(conn, self.school, self.device)
        return Standing(
            own=read_head(conn, self.school, journal_of(self.device)),
            feed=read_head(conn, self.school, feed_of(self.tutor)),
            marks=marks,
            epoch=read_state(conn, "epoch") or 0,
            last_contact_at=None if contact is None else datetime.fromisoformat(contact),
            check_in_waiting=holds_any(conn, self.school, self.device, marks.receipted_seq, CHECK_INS),
        )


def open_link(
    engine: Engine, *, clock: Clock, random: RandomBytes, check_pack: CheckPack, app_version: str = ""
) -> LaptopLink:
    """The link of a joined laptop, with the journal that everybody on this laptop records in. Raises NotJoined."""
    with reading(engine) as conn:
        names = ("school_id", "tutor_id", "device_id", "base_url", "school_key", "drift_ms")
        state: dict[str, Any] = {name: read_state(conn, name) for name in names}
        key = read_secret(conn, "device_key")
    if key is None or state["device_id"] is None:
        raise NotJoined
    drift = DriftGauge(state["drift_ms"])
    journal = Journal(engine, UUID(state["school_id"]), UUID(state["device_id"]), clock, random, drift_ms=drift)
    return LaptopLink(
        journal=journal,
        signer=Signer(key),
        tutor=UUID(state["tutor_id"]),
        school_key=bytes.fromhex(state["school_key"]),
        base_url=state["base_url"],
        drift=drift,
        check_pack=check_pack,
        app_version=app_version,
    )
