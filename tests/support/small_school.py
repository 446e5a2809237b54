"""A school with one tutor, two pupils and their visits, on a store of the test's own. Names are invented."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from app.casework.desk import Desk
from app.domain.ids import new_id
from app.models import feeds
from app.models.database import open_school_database
from app.models.facts import school as facts
from app.models.journal import Journal
from app.models.migrate import LAPTOP, SHARED, upgrade
from app.policy.loading import PackShelf, load_shelf
from tests.support.clock import FakeClock
from tests.support.randomness import SeededBytes

PACKS = Path(__file__).parents[2] / "resources" / "policies"


@dataclass(frozen=True)
class SmallSchool:
    """The ids of who and what there is, and both writers' journals over one store."""

    engine: Engine
    clock: FakeClock
    school: Journal
    laptop: Journal
    tutor: UUID
    pupil: UUID
    visit: UUID
    later_visit: UUID

    @property
    def desk(self) -> Desk:
        """The tutor's desk on this store."""
        return Desk(self.laptop, self.tutor, shelf())


@cache
def shelf() -> PackShelf:
    """The packs that are shipped, read once."""
    return load_shelf(PACKS)


def open_store(path: Path) -> Engine:
    """A fresh store with the tables of both ends: a copy of one that was migrated once."""
    path.write_bytes(_empty_store())
    return open_school_database(f"sqlite:///{path}")


@cache
def _empty_store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        engine = open_school_database(f"sqlite:///{path}")
        upgrade(engine, SHARED, LAPTOP)
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


def make_small_school(engine: Engine, clock: FakeClock, *, seed: int = 1) -> SmallSchool:
    """Record the school's facts and give the tutor a visit at 09:30 and one at 13:30 today."""
    random = SeededBytes(seed)
    school_id, school_device, laptop, tutor, pupil, visit, later = (new_id(clock.now(), random) for _ in range(7))
    school = Journal(
        engine,
        school_id,
        school_device,
        clock,
        random,
        deliver=lambda conn, sealed, read: feeds.deliver(conn, school_id, sealed, read),
    )
    at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    hour = timedelta(hours=1)
    plan: dict[str, Any] = {"pupil_id": pupil, "tutor_id": tutor, "lesson": "Maths"}
    school.record(
        facts.SchoolDescribed(
            school_id=school_id,
            name="Merebridge Hospital School",
            office_phone="0113 496 0810",
            duty_phone="0113 496 0811",
            packs=("bhes-one-to-one", "kes-one-to-one"),
        ),
        facts.TutorAdded(tutor_id=tutor, name="Rosa Kettle"),
        facts.DeviceEnrolled(
            device_id=laptop, tutor_id=tutor, public_key="ab" * 32, label="Laptop", enrolled_at=clock.now()
        ),
        a_pupil(pupil),
        facts.PupilAllocated(pupil_id=pupil, tutor_id=tutor),
        facts.VisitPlanned(visit_id=visit, starts_at=at, ends_at=at + hour, **plan),
        facts.VisitPlanned(visit_id=later, starts_at=at + 4 * hour, ends_at=at + 5 * hour, **plan),
    )
    journal = Journal(engine, school_id, laptop, clock, random, deliver=school.deliver)
    return SmallSchool(engine, clock, school, journal, tutor, pupil, visit, later)


def a_pupil(pupil: UUID) -> facts.PupilRecorded:
    """An invented pupil with a warning and somebody to ring."""
    return facts.PupilRecorded(
        pupil_id=pupil,
        forename="Amira",
        surname="Hollow",
        upn="J941200124001",
        year_group="8",
        address="14 Larch Close\nMerebridge",
        postcode="ME1 2QH",
        contacts=(facts.Contact(name="Samira Hollow", relation="Mother", phone="07700 900142"),),
        cautions=(facts.Caution(title="Two dogs in the house", action="Ask for them to be in another room."),),
    )
