"""The sample school on a real endpoint, filled through the school's own use-cases; it can be switched off and on.

Must not reach into tables to make things so: what a test needs there goes through the endpoint or casework.
"""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from uuid import UUID

from starlette.types import ASGIApp, Receive, Scope, Send

from app.casework.board import Board, board
from app.casework.caseload import Imported, add_tutor, describe_school, import_caseload
from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.timetable_ics import parse_timetable
from app.casework.records import Source
from app.casework.timetable import import_timetable
from app.domain.clock import Clock
from app.models.database import open_school_database, reading, writing
from app.models.journal import Journal
from app.school.app import create_app
from app.school.endpoint import Endpoint, prepare_database
from app.school.enrolment import new_code, revoke
from app.school.identity import School, create_school, read_school
from app.school.packs import PackFiles, load_packs
from app.school.running import running
from tests.support.randomness import SeededBytes

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
SECRET = b"the school's secret file ......."
_CARD = ("office_phone", "duty_phone", "zone", "afternoon_from", "packs")


@cache
def shipped_packs() -> PackFiles:
    """The packs in the tree, read once."""
    return load_packs()


@dataclass
class SampleSchool:
    """An endpoint with one school in it. `asked` lists the requests that reached it."""

    endpoint: Endpoint
    school_id: UUID
    tutors: dict[str, UUID] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""
    _port: int = 0
    _open: ExitStack = field(default_factory=ExitStack)

    @property
    def school(self) -> School:
        """The school as the database has it now."""
        with reading(self.endpoint.engine) as conn:
            return read_school(self.endpoint, conn, self.school_id)

    @property
    def journal(self) -> Journal:
        """The school's own journal."""
        return self.endpoint.journal(self.school_id, self.school.device)

    @property
    def source(self) -> Source:
        """What the school makes its papers from."""
        return Source(self.endpoint.engine, self.school_id, self.endpoint.packs.shelf, self.endpoint.clock.now())

    def board(self) -> Board:
        """The board as it stands."""
        return board(self.endpoint.engine, self.school_id, self.endpoint.packs.shelf, self.endpoint.clock.now())

    def open_line(self) -> None:
        """Listen, at the same address as before."""
        app = create_app(self.endpoint)
        app.add_middleware(_Listed, asked=self.asked)
        self.address = self._open.enter_context(running(app, self._port))
        self._port = int(self.address.rpartition(":")[2])

    def cut_line(self) -> None:
        """Stop listening: nobody is at the address."""
        self._open.close()

    def close(self) -> None:
        """End everything."""
        self._open.close()
        self.endpoint.engine.dispose()

    def code(self, tutor: str) -> str:
        """A joining code for the tutor with this staff code."""
        with writing(self.endpoint.engine) as conn:
            return new_code(self.endpoint, conn, self.school, self.tutors[tutor]).text()

    def revoke(self, device: UUID) -> None:
        """Trust a laptop no longer."""
        with writing(self.endpoint.engine) as conn:
            revoke(self.endpoint, conn, self.school, device, "The laptop was left on a train.")


class _Listed:
    """Writes down what was asked, and passes it on."""

    def __init__(self, app: ASGIApp, asked: list[str]) -> None:
        self._app, self._asked = app, asked

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._asked.append(f"{scope['method']} {scope['path']}")
        await self._app(scope, receive, send)


def make_endpoint(store: Path, clock: Clock, *, seed: int = 1) -> Endpoint:
    """An endpoint on a database file, prepared."""
    engine = open_school_database(f"sqlite:///{store}")
    prepare_database(engine)
    return Endpoint(engine, clock, SeededBytes(seed), SECRET, shipped_packs())


def make_sample_school(store: Path, clock: Clock) -> SampleSchool:
    """The sample's school, its card and its tutors. Nothing is imported and nobody listens yet."""
    card = json.loads((SAMPLE / "school.json").read_text(encoding="utf-8"))
    endpoint = make_endpoint(store, clock)
    with writing(endpoint.engine) as conn:
        school = create_school(endpoint, conn, card["name"])
    made = SampleSchool(endpoint, school.school_id)
    known = {name: card[name] for name in _CARD} | {"packs": tuple(card["packs"])}
    describe_school(made.journal, name=card["name"], **known)
    for row in csv.DictReader((SAMPLE / "tutors.csv").read_text(encoding="utf-8").splitlines()):
        made.tutors[row["code"]] = add_tutor(made.journal, **row)
    return made


def import_sample(school: SampleSchool, first: date, last: date) -> tuple[Imported, Imported]:
    """The sample's caseload, and its timetable between two days."""
    pupils = import_caseload(school.journal, parse_caseload((SAMPLE / "caseload.csv").read_bytes()))
    found = parse_timetable((SAMPLE / "timetable.ics").read_bytes(), window=(first, last))
    assert found.problems == ()
    return pupils, import_timetable(school.journal, found.visits)
