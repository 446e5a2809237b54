"""Steps of a visit that several specifications take for granted."""

from __future__ import annotations

from app.casework.desk import Desk
from app.casework.views import AdultAtHome, CheckAnswer, SessionLog, Started, VisitCard
from app.casework.visits import finish_visit, open_visit, start_visit
from tests.support.small_school import SmallSchool

MOTHER = AdultAtHome("Samira Hollow", "Parent", over_18=True)


def all_good(school: SmallSchool, **changed: str) -> tuple[CheckAnswer, ...]:
    """A yes to every question at the door, but for those changed by their ids."""
    asked = open_visit(school.desk, school.visit).start_questions
    return tuple(CheckAnswer(q.check_id, changed.get(q.check_id, "yes")) for q in asked)


def start(school: SmallSchool, desk: Desk | None = None) -> VisitCard:
    """Go in with everything in order."""
    outcome = start_visit(desk or school.desk, school.visit, MOTHER, all_good(school))
    assert isinstance(outcome, Started)
    return outcome.card


def finish(school: SmallSchool, log: SessionLog | None = None) -> VisitCard:
    """Write up and leave."""
    return finish_visit(school.desk, school.visit, log or SessionLog(engagement=4, notes="Halves and quarters."))
