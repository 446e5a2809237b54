"""A school whose endpoint runs as a program, with the sample's pupils and one visit that is due now.

Must not be reached but by its commands, its database and HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.bootstrap.system_clock import SystemClock
from app.domain.zones import LONDON, day_bounds, local_day, zone
from app.models.database import reading
from app.models.facts.school import VisitPlanned
from app.models.queries import caseload
from tests.scenarios.programs import SchoolProgram
from tests.scenarios.sample_school import SECRET, SampleSchool, import_sample, make_sample_school

TUTOR = "SP1"


@dataclass(frozen=True)
class RealSchool:
    """The database's side of the school, the program that serves it, and its one visit of today."""

    school: SampleSchool
    serving: SchoolProgram
    visit: UUID
    pupil: str
    """The pupil's name as the screens write it."""
    folder: Path
    """Where the school keeps its database, which may know names."""

    @property
    def names(self) -> list[str]:
        """Everybody's names and homes in the caseload, as long as they can be told from other words."""
        with reading(self.school.endpoint.engine) as conn:
            rows = caseload.all_pupils(conn, self.school.school_id)
        words = [f"{row.forename} {row.surname}" for row in rows] + [row.surname for row in rows]
        return [word for word in words if len(word) > 6]

    def code(self) -> str:
        """A joining code."""
        return self.school.code(TUTOR)


@contextmanager
def real_school(folder: Path) -> Iterator[RealSchool]:
    """The school, as long as the context."""
    clock, store = SystemClock(), folder / "school.db"
    school = make_sample_school(store, clock)
    store.with_suffix(".secret").write_bytes(SECRET)
    day = local_day(clock.now(), zone(LONDON))
    import_sample(school, day - timedelta(days=1), day - timedelta(days=1))
    pupil, name = _a_pupil(school)
    visit = _plan(school, pupil, clock.now())
    serving = SchoolProgram(store, folder)
    try:
        serving.wait_until_there()
        yield RealSchool(school, serving, visit, name, folder)
    finally:
        serving.program.kill()
        school.close()


def _a_pupil(school: SampleSchool) -> tuple[UUID, str]:
    """A pupil of the tutor, with the name that the screens use."""
    with reading(school.endpoint.engine) as conn:
        allocated = caseload.all_allocations(conn, school.school_id)
        own = {pupil for pupil, tutor in allocated if tutor == school.tutors[TUTOR]}
        row = next(row for row in caseload.all_pupils(conn, school.school_id) if row.pupil_id in own)
    return row.pupil_id, f"{row.preferred_name or row.forename} {row.surname}"


def _plan(school: SampleSchool, pupil: UUID, now: datetime) -> UUID:
    """A visit of today that began ten minutes ago by the plan, or at midnight, and has most of an hour to go."""
    where = zone(LONDON)
    midnight, _next = day_bounds(local_day(now, where), where)
    visit, starts = school.endpoint.new_id(), max(midnight, now - timedelta(minutes=10))
    school.journal.record(
        VisitPlanned(
            visit_id=visit,
            pupil_id=pupil,
            tutor_id=school.tutors[TUTOR],
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            lesson="Maths",
        )
    )
    return visit
