"""From settings to a working endpoint, and the first school in it. Must not parse a command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from app.casework.caseload import describe_school
from app.domain.clock import Clock
from app.domain.ids import RandomBytes
from app.models.database import open_school_database, reading, writing
from app.school.endpoint import Endpoint, SystemClock, prepare_database
from app.school.identity import School, create_school, only_school
from app.school.packs import PACKS_FOLDER, load_packs
from app.school.sealing import load_secret, make_secret
from app.school.settings import Settings
from app.school.tables import school_identity


class Card(NamedTuple):
    """What a new school says about itself."""

    name: str
    office_phone: str
    duty_phone: str = ""
    """Whom to ring when a tutor needs help; the office when empty."""
    packs: tuple[str, ...] = ()
    """The packs that hold for pupils who name none; all that there are when empty."""


def open_endpoint(settings: Settings, *, clock: Clock | None = None, random: RandomBytes = os.urandom) -> Endpoint:
    """The endpoint on its prepared database. The secret is made together with the database, never later."""
    url = settings.database_url
    if url.startswith("sqlite:///"):
        _private_file(Path(url.removeprefix("sqlite:///")))
    packs = load_packs(Path(settings.packs_folder) if settings.packs_folder else PACKS_FOLDER)
    engine = open_school_database(url)
    prepare_database(engine)
    with reading(engine) as conn:
        fresh = conn.execute(school_identity.select().limit(1)).first() is None
    path = settings.secret_path
    secret = make_secret(path, random) if fresh else load_secret(path)
    return Endpoint(engine, clock or SystemClock(), random, secret, packs, settings.public_url)


def found_school(endpoint: Endpoint, card: Card) -> School:
    """Make a school and let it describe itself."""
    with writing(endpoint.engine) as conn:
        school = create_school(endpoint, conn, card.name)
    describe_school(
        endpoint.journal(school.school_id, school.device),
        name=card.name,
        office_phone=card.office_phone,
        duty_phone=card.duty_phone or card.office_phone,
        packs=card.packs or tuple(sorted(endpoint.packs.files)),
    )
    return school


def the_school(endpoint: Endpoint, wanted: UUID | None = None) -> School:
    """The only school, or the one that is named. Raises SchoolUnknown."""
    with reading(endpoint.engine) as conn:
        return only_school(endpoint, conn, wanted)


def _private_file(path: Path) -> None:
    """Make the database's file for this user alone; SQLite gives its other files the same protection."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)
