"""SIGKILL at random moments while visits are recorded and synced: what was called saved is there, once, on both ends.

Moments are random but the same in every run of `dev.py test`: a number of lines heard, or a part of a second. `soak`
does it 200 times with a new seed, which it prints.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select

from app.bootstrap.system_clock import SystemClock
from app.domain.visit import VisitState
from app.models.database import reading
from app.models.doctor import examine
from app.models.facts import school as facts
from app.models.tables import journal
from app.school.opening import Card, found_school, open_endpoint
from app.school.settings import Settings
from tests.scenarios.programs import Program, SchoolProgram, clean_env
from tests.scenarios.same_records import differences
from tests.scenarios.sample_school import SampleSchool
from tests.scenarios.tutors_laptop import TutorsLaptop, device_of
from tests.support.small_school import a_pupil

_SEED = 20261123
_EACH = 6
"""New visits for each life of the program."""


@dataclass
class Lives:
    """A school program, a laptop's profile, and everything that the killed programs had called saved."""

    school: SampleSchool
    serving: SchoolProgram
    laptop: TutorsLaptop
    laptops: Program
    random: Random
    visits: list[UUID] = field(default_factory=list)
    saved: list[UUID] = field(default_factory=list)
    drafts: dict[UUID, int] = field(default_factory=dict)
    pupil: UUID = field(init=False)

    def plan(self, count: int) -> None:
        """The school plans more visits, while its endpoint runs."""
        now = self.school.endpoint.clock.now()
        fresh = [self.school.endpoint.new_id() for _ in range(count)]
        tutor = self.school.tutors["T"]
        plans = (
            facts.VisitPlanned(
                visit_id=visit, pupil_id=self.pupil, tutor_id=tutor, starts_at=now, ends_at=now + timedelta(hours=1)
            )
            for visit in fresh
        )
        self.school.journal.record(*plans)
        self.visits += fresh

    def live_and_die(self) -> None:
        """Let a process work until the random moment, and remember what it had called saved."""
        items = [(service, item, secret) for (service, item), secret in self.laptop.keyring.items.items()]
        job = {"profile": str(self.laptop.folder), "keyring": items, "visits": [str(v) for v in self.visits[-18:]]}
        heard = len(self.laptops.said)
        self.laptops.tell(json.dumps(job))
        pid = int(self.laptops.wait_for("begun").split()[1])
        self._until_the_moment(self.laptops)
        os.kill(pid, signal.SIGKILL)
        self.laptops.wait_for("gone")
        self._remember(self.laptops.said[heard:])

    def _until_the_moment(self, program: Program) -> None:
        way = self.random.random()
        if way < 0.25:  # before it is open, or while it opens
            program.listen(seconds=self.random.uniform(0.0, 0.5))
            return
        program.wait_for("open")
        if self.random.random() < 0.15:
            program.listen(seconds=self.random.uniform(0.0, 0.3))
            self.serving.restart()
            if self.random.random() < 0.5:
                self.serving.wait_until_there()
        if way < 0.65:  # right after something was called saved, or came from the school
            program.listen(lines=self.random.randint(1, 25), seconds=1.5)
        else:
            program.listen(seconds=self.random.uniform(0.0, 0.6))

    def _remember(self, said: list[str]) -> None:
        for line in said:
            word, *rest = line.split()
            if word == "saved":
                self.saved.append(UUID(rest[0]))
            elif word == "draft":
                self.drafts[UUID(rest[0])] = int(rest[1])


@pytest.fixture
def lives(tmp_path: Path, kills: int) -> Iterator[Lives]:
    """A joined laptop, locked, and its school as a program."""
    seed = _SEED if kills < 100 else int.from_bytes(os.urandom(4), "big")
    sys.stdout.write(f"seed {seed}\n")  # shown when the test fails
    clock = SystemClock()
    endpoint = open_endpoint(Settings(database=f"sqlite:///{tmp_path / 'school.db'}"))
    school = SampleSchool(
        endpoint, found_school(endpoint, Card("Merebridge Hospital School", "0113 496 0810")).school_id
    )
    serving = SchoolProgram(tmp_path / "school.db", tmp_path)
    laptop = TutorsLaptop(tmp_path / "profile", clock)
    laptops = Program("tests.scenarios.child_laptop", env=clean_env(tmp_path), log=tmp_path / "laptops.log")
    made = Lives(school, serving, laptop, laptops, Random(seed))  # noqa: S311  moments, not secrets
    tutor, made.pupil = endpoint.new_id(), endpoint.new_id()
    school.tutors["T"] = tutor
    allocated = facts.PupilAllocated(pupil_id=made.pupil, tutor_id=tutor)
    school.journal.record(facts.TutorAdded(tutor_id=tutor, name="Rosa Kettle"), a_pupil(made.pupil), allocated)
    serving.wait_until_there()
    laptop.create()
    laptop.join(serving.address, school.code("T"))
    laptop.close()
    yield made
    laptop.close()
    laptops.kill()
    serving.program.kill()
    school.close()


@pytest.mark.soak
def test_what_was_called_saved_survives_every_kill_and_reaches_the_school_once(lives: Lives, kills: int) -> None:
    for _ in range(kills):
        lives.plan(_EACH)
        lives.live_and_die()
    assert len(lives.saved) > kills * 3, "the programs lived too short to prove anything"
    lives.serving.restart()
    lives.serving.wait_until_there()
    lives.laptop.start_program()
    lives.laptop.unlock()
    _sync_everything(lives.laptop)
    _nothing_is_lost_or_doubled(lives)
    _the_ends_agree(lives)
    _drafts_are_there(lives)


def _sync_everything(laptop: TutorsLaptop) -> None:
    for _ in range(5):
        if laptop.sync().unsent == 0:
            return
    raise AssertionError(f"not everything was sent: {laptop.heard[-1]}")


def _nothing_is_lost_or_doubled(lives: Lives) -> None:
    opened = lives.laptop.laptop.opened
    assert opened is not None
    device = device_of(lives.laptop)
    query = select(journal.c.seq, journal.c.id).where(journal.c.device == device).order_by(journal.c.seq)
    with reading(opened.vault.engine) as conn:
        here = [(row.seq, row.id) for row in conn.execute(query)]
    with reading(lives.school.endpoint.engine) as conn:
        there = [(row.seq, row.id) for row in conn.execute(query)]
    assert set(lives.saved) <= {fact for _, fact in here}
    assert here == there
    assert [seq for seq, _ in here] == list(range(1, len(here) + 1))
    assert len({fact for _, fact in here}) == len(here)


def _the_ends_agree(lives: Lives) -> None:
    opened = lives.laptop.laptop.opened
    assert opened is not None
    assert lives.laptop.doctor().findings == ()
    assert examine(lives.school.endpoint.engine, lives.school.school_id).findings == ()
    assert differences(opened.vault.engine, lives.school.endpoint.engine, lives.visits) == []


def _drafts_are_there(lives: Lives) -> None:
    for visit, number in lives.drafts.items():
        page = lives.laptop.desk.visit(visit)
        assert page.card.state is VisitState.FINISHED or int(page.draft["number"]) >= number
