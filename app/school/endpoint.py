"""What the endpoint works with, in one value: database, clock, random bytes, secret, packs. Must not know HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from uuid import UUID

from sqlalchemy import Engine, func, select

from app.domain.clock import Clock
from app.domain.ids import RandomBytes, new_id
from app.models import feeds
from app.models.journal import Journal
from app.models.migrate import SHARED, Tree, upgrade
from app.school.packs import PackFiles
from app.school.passwords import DEFAULT_COST, PasswordCost
from app.school.tables import metadata

_ONE_AT_A_TIME = 0x446F6F72
"""The number of our lock in PostgreSQL; any number will do that nobody else uses in this database."""
SCHOOL = Tree("school", Path(__file__).parent / "migrations" / "versions", "school_0001", metadata)


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return monotonic()


@dataclass(frozen=True)
class Endpoint:
    """One process of the endpoint. Many may share a database; none keeps anything of its own."""

    engine: Engine
    clock: Clock
    random: RandomBytes
    secret: bytes = field(repr=False)
    packs: PackFiles
    public_url: str = ""
    """The address that laptops use, where a proxy stands between; '' when they reach this process directly."""
    password_cost: PasswordCost = DEFAULT_COST

    def journal(self, school: UUID, school_device: UUID) -> Journal:
        """A school's own journal, which fills the tutors' feeds."""
        return Journal(
            self.engine,
            school,
            school_device,
            self.clock,
            self.random,
            deliver=lambda conn, sealed, facts: feeds.deliver(conn, school, sealed, facts),
        )

    def new_id(self) -> UUID:
        """A fresh UUIDv7."""
        return new_id(self.clock.now(), self.random)


def prepare_database(engine: Engine) -> None:
    """Bring the database to this build's tables, one process after the other. Raises NewerDatabase."""
    if engine.dialect.name != "postgresql":
        upgrade(engine, SHARED, SCHOOL)
        return
    with engine.connect() as conn, conn.begin():
        conn.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
        upgrade(engine, SHARED, SCHOOL)
