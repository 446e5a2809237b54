"""A school and a tutor's encrypted laptops full of invented records, made once and copied for each repetition.

Everything is real: vault, enrolment over HTTP, journal. Must not keep anything outside the folder it is given.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.bootstrap.open_records import check_pack
from app.bootstrap.places import places_in
from app.bootstrap.system_clock import SystemClock
from app.domain.ids import new_id
from app.models.database import open_school_database, writing
from app.models.facts import school as facts
from app.models.facts import visits
from app.models.migrate import LAPTOP, SHARED, upgrade
from app.school.app import create_app
from app.school.endpoint import Endpoint, prepare_database
from app.school.enrolment import new_code
from app.school.identity import School, create_school
from app.school.packs import load_packs
from app.school.running import running
from app.sync.engine import SyncEngine
from app.sync.enrol import Laptop, enrol
from app.sync.link import LaptopLink, open_link
from app.vault.kdf import FLOOR_COST
from app.vault.open_vault import OpenVault
from app.vault.vault import create_vault, unlock_vault

SECRET = b"b" * 32
PASSPHRASE = "kestrel oatmeal violin tarmac bramble lagoon"
LAPTOPS = WRITER, READER = "writer", "reader"
"""The tutor's: most measures use the first."""
_CLOCK = SystemClock()
_TEXT = (
    "fractions halves the quarters talked about reading aloud then wrote a plan for Thursday with breaks and did well "
    "today on equations although tired after lunch we used strips counters maps graphs sources verbs and the atlas "
    "asked good questions finished alone needs more practice at home next time bring the blue folder and ruler"
)
_WORDS = tuple(_TEXT.split())


@dataclass(frozen=True)
class MadeSchool:
    """A school's database, its tutor's laptops in folders beside it, and what a measure needs to know of them."""

    folder: Path
    school: School
    tutor: UUID
    pupils: tuple[UUID, ...]

    @property
    def database(self) -> Path:
        """The school's SQLite file."""
        return self.folder / "school.db"

    @contextmanager
    def endpoint(self) -> Iterator[Endpoint]:
        """The endpoint's parts on this database, in this process."""
        engine = open_school_database(f"sqlite:///{self.database}")
        yield Endpoint(engine, _CLOCK, os.urandom, SECRET, load_packs())
        engine.dispose()

    def record(self, *payloads: facts.SchoolFact) -> None:
        """Let the school write."""
        with self.endpoint() as endpoint:
            endpoint.journal(self.school.school_id, self.school.device).record(*payloads)

    def copy(self, to: Path) -> MadeSchool:
        """The same school at another place."""
        shutil.copytree(self.folder, to)
        return replace(self, folder=to)

    def join(self, name: str, address: str) -> None:
        """Make a profile with a vault that joins the school. No keyring: the passphrase is enough."""
        vault_folder = places_in(self.folder / name).vault
        made = create_vault(vault_folder, PASSPHRASE, keyring=None, clock=_CLOCK, random=os.urandom, cost=FLOOR_COST)
        with made.vault as vault:
            with vault.migration_engine() as engine:
                upgrade(engine, SHARED, LAPTOP)
            with self.endpoint() as endpoint, writing(endpoint.engine) as conn:
                code = new_code(endpoint, conn, self.school, self.tutor).text()
            enrol(Laptop(vault.engine, _CLOCK, os.urandom, check_pack), address, code)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The endpoint in a thread, for what is not measured; its address."""
        with self.endpoint() as endpoint, running(create_app(endpoint)) as address:
            yield address

    @contextmanager
    def open_laptop(self, name: str) -> Iterator[tuple[OpenVault, LaptopLink]]:
        """A laptop's vault, open, and its link."""
        with unlock_vault(places_in(self.folder / name).vault, PASSPHRASE, keyring=None, clock=_CLOCK) as vault:
            yield vault, open_link(vault.engine, clock=_CLOCK, random=os.urandom, check_pack=check_pack)


def make_school(folder: Path, pupils: int) -> MadeSchool:
    """A school with a card, one tutor with two laptops, and some pupils."""
    folder.mkdir(parents=True)
    engine = open_school_database(f"sqlite:///{folder / 'school.db'}")
    prepare_database(engine)
    endpoint = Endpoint(engine, _CLOCK, os.urandom, SECRET, load_packs())
    with writing(engine) as conn:
        school = create_school(endpoint, conn, "Merebridge Hospital School")
    engine.dispose()
    ids = tuple(endpoint.new_id() for _ in range(pupils + 1))
    made = MadeSchool(folder, school, ids[0], ids[1:])
    made.record(*_people(made))
    with made.serving() as address:
        for laptop in LAPTOPS:
            made.join(laptop, address)
    return made


def _people(made: MadeSchool) -> list[facts.SchoolFact]:
    card = facts.SchoolDescribed(
        school_id=made.school.school_id,
        name="Merebridge Hospital School",
        office_phone="0113 496 0810",
        duty_phone="0113 496 0811",
        packs=("bhes-one-to-one",),
    )
    people: list[facts.SchoolFact] = [card, facts.TutorAdded(tutor_id=made.tutor, name="Rosa Kettle")]
    for number, pupil in enumerate(made.pupils):
        people.append(a_pupil(pupil, number))
        people.append(facts.PupilAllocated(pupil_id=pupil, tutor_id=made.tutor))
    return people


def a_pupil(pupil: UUID, number: int) -> facts.PupilRecorded:
    """An invented pupil with an address, a contact and a caution."""
    return facts.PupilRecorded(
        pupil_id=pupil,
        forename="Amira",
        surname=f"Hollow-{number}",
        year_group="8",
        address=f"{number} Larch Close\nMerebridge",
        postcode="ME1 2QH",
        contacts=(facts.Contact(name="Samira Hollow", relation="Mother", phone="07700 900142"),),
        cautions=(facts.Caution(title="Two dogs in the house", action="Ask for them to be in another room."),),
    )


def plans(made: MadeSchool, starts: list[datetime]) -> list[facts.VisitPlanned]:
    """A planned hour at each of these instants, the pupils in turn."""
    return [
        facts.VisitPlanned(
            visit_id=new_id(_CLOCK.now(), os.urandom),
            pupil_id=made.pupils[number % len(made.pupils)],
            tutor_id=made.tutor,
            starts_at=start,
            ends_at=start + timedelta(hours=1),
            lesson="Maths",
        )
        for number, start in enumerate(starts)
    ]


def write_plans(made: MadeSchool, planned: list[facts.VisitPlanned]) -> None:
    """Let the school plan them, many a transaction."""
    for first in range(0, len(planned), 1000):
        made.record(*planned[first : first + 1000])


def a_log(visit: UUID, pupil: UUID, at: datetime, chance: random.Random) -> visits.SessionLogged:
    """A write-up of 12 fields, its note 600 characters of ordinary words."""
    return visits.SessionLogged(
        visit_id=visit,
        pupil_id=pupil,
        at=at,
        ready=chance.random() < 0.9,
        equipment=True,
        engagement=chance.randint(1, 5),
        targets=words(chance, 60),
        work_covered=words(chance, 60),
        work_set=words(chance, 40),
        outcome=words(chance, 40),
        outcome_category="learning",
        notes=words(chance, 600),
    )


def words(chance: random.Random, length: int) -> str:
    """So many characters of words."""
    text = ""
    while len(text) < length:
        text += chance.choice(_WORDS) + " "
    return text[:length]


def write_logs(made: MadeSchool, link: LaptopLink, count: int) -> None:
    """Let a laptop record `count` write-ups, a few hundred a transaction."""
    chance, start = random.Random(7), datetime(2026, 9, 7, 9, tzinfo=UTC)  # noqa: S311  invented text, no secret
    for first in range(0, count, 500):
        link.journal.record(
            *(
                a_log(new_id(_CLOCK.now(), os.urandom), made.pupils[n % len(made.pupils)], start, chance)
                for n in range(first, min(count, first + 500))
            )
        )


def engine_of(link: LaptopLink, address: str) -> SyncEngine:
    """The laptop's sync, told where the endpoint listens today."""
    return SyncEngine(replace(link, base_url=address))
