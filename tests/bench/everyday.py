"""What a person waits for between two taps, on a laptop with years of records: Today, a fact, a start, a finish.

SQLCipher with FULL sync; the floors are plain statements without any of our code. Must not measure the first time.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.bootstrap.places import RESOURCES
from app.casework.desk import Desk
from app.casework.today import today
from app.casework.views import AdultAtHome, CheckAnswer, SessionLog, Started
from app.casework.visits import finish_visit, open_visit, start_visit
from app.domain.ids import new_id
from app.models.database import reading
from app.models.facts.school import VisitPlanned
from app.models.facts.visits import TutorArrived
from app.policy.loading import load_shelf
from app.vault.open_vault import OpenVault
from tests.bench.bare_server import keep, open_bare
from tests.bench.figures import Aim, Bench, Figure, milliseconds
from tests.bench.schools import WRITER, MadeSchool

_ADULT = AdultAtHome("Samira Hollow", "Parent", over_18=True)
_LOG = SessionLog(engagement=4, notes="Halves and quarters, then eight questions alone. " * 12)
_DAY_SQL = (
    "SELECT plans.*, pupils.* FROM plans JOIN pupils USING (school_id, pupil_id)"
    " WHERE plans.tutor_id = ? AND plans.starts_at >= ? AND plans.starts_at < ? ORDER BY plans.starts_at"
)


def everyday(bench: Bench, made: MadeSchool) -> list[Figure]:
    """All four, on one open laptop."""
    with made.open_laptop(WRITER) as (vault, link):
        desk = Desk(link.journal, link.tutor, load_shelf(RESOURCES / "policies"))
        bare = open_bare(bench.folder / "everyday.db")
        floor = "one plain SQLite commit", lambda: milliseconds(lambda: keep(bare, [b"x" * 800]))
        pupil = made.pupils[0]
        figures = [
            bench.figure(
                "today-query", "ms", lambda: milliseconds(lambda: today(desk)), _plain_day(vault, made), quick=True
            ),
            bench.figure("record-a-fact", "ms", _record(desk, pupil), floor, aim=Aim(5), quick=True),
            bench.figure("start-visit", "ms", _start(desk, pupil), floor, quick=True),
            bench.figure("finish-visit", "ms", _finish(desk, pupil), floor, quick=True),
        ]
        bare.close()
    return figures


def _plain_day(vault: OpenVault, made: MadeSchool) -> tuple[str, Callable[[], float]]:
    """The day's visits by one plain statement on the same encrypted file."""
    start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    span = [int(at.timestamp()) * 1_000_000 for at in (start, start + timedelta(days=1))]

    def take() -> float:
        with reading(vault.engine) as conn:
            cursor = conn.connection.cursor()
            return milliseconds(lambda: cursor.execute(_DAY_SQL, (made.tutor.hex, *span)).fetchall())

    return "one plain SELECT on the same file", take


def _record(desk: Desk, pupil: UUID) -> Callable[[], float]:
    def take() -> float:
        fact = TutorArrived(visit_id=desk.journal.new_id(), pupil_id=pupil, at=desk.now())
        return milliseconds(lambda: desk.journal.record(fact))

    return take


def _start(desk: Desk, pupil: UUID) -> Callable[[], float]:
    def take() -> float:
        visit = _planned(desk, pupil)
        answers = tuple(CheckAnswer(q.check_id, "yes") for q in open_visit(desk, visit).start_questions)
        return milliseconds(lambda: _begin(desk, visit, answers))

    return take


def _finish(desk: Desk, pupil: UUID) -> Callable[[], float]:
    def take() -> float:
        visit = _planned(desk, pupil)
        answers = tuple(CheckAnswer(q.check_id, "yes") for q in open_visit(desk, visit).start_questions)
        _begin(desk, visit, answers)
        return milliseconds(lambda: finish_visit(desk, visit, _LOG))

    return take


def _begin(desk: Desk, visit: UUID, answers: tuple[CheckAnswer, ...]) -> None:
    assert isinstance(start_visit(desk, visit, _ADULT, answers), Started)


def _planned(desk: Desk, pupil: UUID) -> UUID:
    """A visit of another day, so that Today stays as it is."""
    visit, at = new_id(desk.now(), os.urandom), desk.now() + timedelta(days=2)
    desk.journal.record(
        VisitPlanned(visit_id=visit, pupil_id=pupil, tutor_id=desk.tutor, starts_at=at, ends_at=at + timedelta(hours=1))
    )
    return visit
