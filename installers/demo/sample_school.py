"""Fills an endpoint's database with the sample school, through the same doors as a real one. All of it is invented."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.casework.caseload import add_tutor, describe_school, import_caseload
from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.timetable_ics import parse_timetable
from app.casework.timetable import import_timetable
from app.domain.clock import Clock
from app.domain.zones import LONDON, local, local_day, zone
from app.models.database import open_school_database, reading, writing
from app.models.facts.school import VisitPlanned
from app.models.tables.projected import plans
from app.school.endpoint import Endpoint, prepare_database
from app.school.enrolment import new_code
from app.school.identity import School, create_school, only_school
from app.school.packs import load_packs
from app.school.sealing import make_secret
from installers.make_sample import demo_timetable, has_visits

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample"
_CARD = ("name", "office_phone", "duty_phone", "zone", "afternoon_from")


@dataclass(frozen=True)
class DemoSchool:
    """The endpoint and its one school."""

    endpoint: Endpoint
    school: School
    tutor: UUID
    """The first tutor, whose laptop is shown."""

    def code(self) -> str:
        """A fresh joining code for the tutor."""
        with writing(self.endpoint.engine) as conn:
            return new_code(self.endpoint, conn, self.school, self.tutor).text()


def open_endpoint(folder: Path, clock: Clock) -> Endpoint:
    """The endpoint on a database in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_school_database(f"sqlite:///{folder / 'school.db'}")
    prepare_database(engine)
    return Endpoint(engine, clock, os.urandom, make_secret(folder / "school.secret", os.urandom), load_packs())


def make_school(folder: Path, clock: Clock) -> DemoSchool:
    """Make the sample school with its tutors, caseload and timetable, and visits on the clock's day."""
    endpoint = open_endpoint(folder, clock)
    card = json.loads((SAMPLE / "school.json").read_text(encoding="utf-8"))
    with writing(endpoint.engine) as conn:
        school = create_school(endpoint, conn, card["name"])
    journal = endpoint.journal(school.school_id, school.device)
    describe_school(journal, **{name: card[name] for name in _CARD}, packs=tuple(card["packs"]))
    rows = csv.DictReader(StringIO((SAMPLE / "tutors.csv").read_text(encoding="utf-8")))
    tutors = [add_tutor(journal, row["name"], email=row["email"], phone=row["phone"], code=row["code"]) for row in rows]
    caseload = parse_caseload((SAMPLE / "caseload.csv").read_bytes(), filename="caseload.csv")
    assert not import_caseload(journal, caseload).problems
    made = DemoSchool(endpoint, school, tutors[0])
    _import_days(made, local_day(clock.now(), zone(LONDON)))
    return made


def same_school(folder: Path, clock: Clock) -> Endpoint:
    """The endpoint on a database that was made before."""
    endpoint = open_endpoint(folder, clock)
    with reading(endpoint.engine) as conn:
        only_school(endpoint, conn)
    return endpoint


def _import_days(made: DemoSchool, day: date) -> None:
    """Two weeks of the timetable around `day`, and visits on that day if the timetable has none."""
    journal = made.endpoint.journal(made.school.school_id, made.school.device)
    files = [(SAMPLE / "timetable.ics").read_bytes()]
    if not has_visits(day):
        files.append(demo_timetable(day))
    for data in files:
        found = parse_timetable(data, window=(day - timedelta(days=7), day + timedelta(days=14)))
        assert not found.problems
        assert not import_timetable(journal, found.visits).problems


def plan_one_soon(made: DemoSchool) -> None:
    """Plan a visit at the next quarter of an hour when the tutor has none in the coming hour, at any time of day."""
    clock, school = made.endpoint.clock, made.school.school_id
    now = clock.now()
    own = plans.c.school_id == school, plans.c.tutor_id == made.tutor
    with reading(made.endpoint.engine) as conn:
        coming = plans.c.starts_at.between(now, now + timedelta(hours=1))
        soon = conn.execute(select(plans.c.visit_id).where(*own, coming)).first()
        pupil = conn.execute(select(plans.c.pupil_id).where(*own).order_by(plans.c.starts_at).limit(1)).scalar_one()
    if soon is not None:
        return
    starts = _quarter_after(now + timedelta(minutes=5))
    plan = VisitPlanned(
        visit_id=made.endpoint.new_id(),
        pupil_id=pupil,
        tutor_id=made.tutor,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        lesson="English",
    )
    made.endpoint.journal(school, made.school.device).record(plan)


def _quarter_after(instant: datetime) -> datetime:
    clock = local(instant, zone(LONDON))
    return instant + timedelta(minutes=15 - clock.minute % 15, seconds=-clock.second, microseconds=-clock.microsecond)
