"""A laptop after years of work: planned by the school, pulled, taught, written up, pushed. Must not take short cuts.

Today has visits still to come, so that a day can be shown and lived.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from app.bootstrap.system_clock import SystemClock
from app.domain import zones
from app.models.database import writing
from app.models.facts import visits
from app.models.facts.school import VisitPlanned
from app.models.facts.visits import VisitFact
from app.models.local import write_state
from app.sync.link import LaptopLink
from tests.bench.figures import Bench
from tests.bench.schools import WRITER, MadeSchool, a_log, engine_of, plans, write_plans

_PER_DAY = 5
_A_GO = 200


def make_history(bench: Bench, base: MadeSchool, logs: int) -> MadeSchool:
    """A school and its laptop with `logs` write-ups, all receipted."""
    made = base.copy(bench.folder / f"history-{logs}")
    past = plans(made, _past(logs))
    write_plans(made, past + plans(made, _today()))
    with made.serving() as address, made.open_laptop(WRITER) as (_, link):
        engine = engine_of(link, address)
        engine.sync_once()
        _teach(link, past)
        assert engine.sync_once().unsent == 0
        engine.close()
    return made


def point_to(made: MadeSchool, address: str) -> None:
    """Let the laptop find its school at this address."""
    with made.open_laptop(WRITER) as (vault, _), writing(vault.engine) as conn:
        write_state(conn, base_url=address)


def _teach(link: LaptopLink, past: list[VisitPlanned]) -> None:
    chance = random.Random(11)  # noqa: S311  invented text, no secret
    for first in range(0, len(past), _A_GO):
        link.journal.record(*(fact for plan in past[first : first + _A_GO] for fact in _visit(plan, chance)))


def _visit(plan: VisitPlanned, chance: random.Random) -> list[VisitFact]:
    about = {"visit_id": plan.visit_id, "pupil_id": plan.pupil_id}
    return [
        visits.VisitStarted.model_validate({**about, "at": plan.starts_at, "due_finish_at": plan.ends_at}),
        visits.VisitFinished.model_validate({**about, "at": plan.ends_at}),
        a_log(plan.visit_id, plan.pupil_id, plan.ends_at, chance),
    ]


def _past(count: int) -> list[datetime]:
    last = _morning() - timedelta(days=1)
    return [last - timedelta(days=n // _PER_DAY) + timedelta(hours=n % _PER_DAY) for n in range(count)]


def _today() -> list[datetime]:
    return [_morning() + timedelta(hours=n) for n in range(_PER_DAY)]


def _morning() -> datetime:
    london = zones.zone(zones.LONDON)
    day = zones.local_day(SystemClock().now(), london)
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
