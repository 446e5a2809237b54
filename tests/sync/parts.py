"""A real school on a real port and real laptops beside it, for the tests of sync. Names are invented.

Must not stand in for either side: only clocks, random bytes and the network's faults are the test's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import Engine

from app.models.database import open_school_database, reading, writing
from app.models.facts import school as facts
from app.models.facts import visits
from app.models.facts.base import Payload
from app.models.journal import Journal
from app.models.migrate import LAPTOP, SHARED, upgrade
from app.policy.loading import parse_pack
from app.school.app import create_app
from app.school.endpoint import Endpoint, prepare_database
from app.school.enrolment import new_code
from app.school.identity import School, create_school, read_school
from app.school.packs import load_packs
from app.sync.engine import SyncEngine
from app.sync.enrol import Joined, Laptop, enrol
from app.sync.link import LaptopLink, open_link
from app.sync.transport import Timeouts
from tests.support.clock import FakeClock
from tests.support.randomness import SeededBytes

PATIENT = Timeouts(connect=5.0, read=20.0)
HASTY = Timeouts(connect=5.0, read=1.0)
"""For tests in which no answer will come."""


PACKS = load_packs()


@cache
def check_pack(pack_id: str, toml: str) -> None:
    """What bootstrap gives to sync: the policy's own loader. Remembered, since each test sends the same packs."""
    parse_pack(toml, pack_id)


@dataclass
class SchoolRoom:
    """A school's endpoint on a database of its own, with one tutor."""

    endpoint: Endpoint
    app: FastAPI
    school_id: UUID
    tutor: UUID
    address: str = ""

    @property
    def school(self) -> School:
        """The school as the database has it now."""
        with reading(self.endpoint.engine) as conn:
            return read_school(self.endpoint, conn, self.school_id)

    @property
    def journal(self) -> Journal:
        """The school's own journal."""
        return self.endpoint.journal(self.school_id, self.school.device)

    def record(self, *payloads: Payload) -> None:
        """Let the school write."""
        self.journal.record(*payloads)

    def code(self, tutor: UUID | None = None) -> str:
        """A fresh joining code."""
        with writing(self.endpoint.engine) as conn:
            return new_code(self.endpoint, conn, self.school, tutor or self.tutor).text()


SECRET = b"s" * 32
"""The school's secret file, as it were."""


def make_school_store(path: Path, clock: FakeClock) -> tuple[UUID, UUID]:
    """A school's database with its card, a pack and one tutor; the ids of school and tutor."""
    engine = open_school_database(f"sqlite:///{path}")
    prepare_database(engine)
    endpoint = Endpoint(engine, clock, SeededBytes(1), SECRET, PACKS)
    with writing(engine) as conn:
        school = create_school(endpoint, conn, "Merebridge Hospital School")
    tutor = endpoint.new_id()
    endpoint.journal(school.school_id, school.device).record(
        facts.SchoolDescribed(
            school_id=school.school_id,
            name="Merebridge Hospital School",
            office_phone="0113 496 0810",
            duty_phone="0113 496 0811",
            packs=("bhes-one-to-one",),
        ),
        facts.TutorAdded(tutor_id=tutor, name="Rosa Kettle"),
    )
    engine.dispose()
    return school.school_id, tutor


def make_laptop_store(path: Path) -> None:
    """A laptop's migrated, empty database."""
    engine = open_school_database(f"sqlite:///{path}")
    upgrade(engine, SHARED, LAPTOP)
    engine.dispose()


def open_room(store: Path, clock: FakeClock, school_id: UUID, tutor: UUID, *, seed: int = 100) -> SchoolRoom:
    """The endpoint on such a database. Not listening yet."""
    engine = open_school_database(f"sqlite:///{store}")
    endpoint = Endpoint(engine, clock, SeededBytes(seed), SECRET, PACKS)
    return SchoolRoom(endpoint, create_app(endpoint), school_id, tutor)


@dataclass
class Book:
    """One laptop: its database file, and once it has joined, its link and engine."""

    engine: Engine
    clock: FakeClock
    random: SeededBytes
    timeouts: Timeouts = PATIENT
    joined: Joined | None = None
    _link: LaptopLink | None = field(default=None, repr=False)
    _sync: SyncEngine | None = field(default=None, repr=False)

    def join(self, address: str, code: str) -> Joined:
        """Enrol for real."""
        laptop = Laptop(self.engine, self.clock, self.random, check_pack, label="Laptop", app_version="0.1.0")
        self.joined = enrol(laptop, address, code, timeouts=self.timeouts)
        return self.joined

    @property
    def link(self) -> LaptopLink:
        """The link, opened as bootstrap opens it."""
        if self._link is None:
            self._link = open_link(self.engine, clock=self.clock, random=self.random, check_pack=check_pack)
        return self._link

    @property
    def sync(self) -> SyncEngine:
        """The engine, made as bootstrap makes it."""
        if self._sync is None:
            self._sync = SyncEngine(self.link, timeouts=self.timeouts)
        return self._sync

    def reopen(self) -> None:
        """As after a restart of the application: nothing is remembered but what the file holds."""
        self.close_line()
        self._link = self._sync = None

    def close_line(self) -> None:
        """Let go of the connection."""
        if self._sync is not None:
            self._sync.close()

    def record(self, *payloads: Payload) -> list[UUID]:
        """Let the tutor write; the ids of the facts."""
        return [fact.sealed.id for fact in self.link.journal.record(*payloads)]


def open_book(store: Path, clock: FakeClock, *, seed: int = 2, timeouts: Timeouts = PATIENT) -> Book:
    """A laptop on such a database, not joined."""
    return Book(open_school_database(f"sqlite:///{store}"), clock, SeededBytes(seed), timeouts)


def a_pupil(pupil: UUID, surname: str = "Hollow") -> facts.PupilRecorded:
    """An invented pupil."""
    return facts.PupilRecorded(pupil_id=pupil, forename="Amira", surname=surname, year_group="8")


def a_plan(room: SchoolRoom, visit: UUID, pupil: UUID, tutor: UUID | None = None) -> facts.VisitPlanned:
    """A visit in an hour."""
    at = room.endpoint.clock.now() + timedelta(hours=1)
    return facts.VisitPlanned(
        visit_id=visit, pupil_id=pupil, tutor_id=tutor or room.tutor, starts_at=at, ends_at=at + timedelta(hours=1)
    )


def a_start(book: Book, visit: UUID, pupil: UUID) -> visits.VisitStarted:
    """A check-in."""
    now = book.clock.now()
    return visits.VisitStarted(visit_id=visit, pupil_id=pupil, at=now, due_finish_at=now + timedelta(hours=1))


def a_log(book: Book, visit: UUID, pupil: UUID, notes: str = "Fractions, and a good talk.") -> visits.SessionLogged:
    """A session's write-up."""
    return visits.SessionLogged(visit_id=visit, pupil_id=pupil, at=book.clock.now(), engagement=4, notes=notes)


MakeBook = Callable[..., Book]
