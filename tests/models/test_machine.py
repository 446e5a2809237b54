"""Any interleaving of record and accept leaves both ends sound: chains verify and a rebuild equals the live tables.

Two laptops of one tutor and the school, each with its own store; arrivals come late, twice, in parts and with facts
the store cannot read.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.ids import new_id
from app.models import doctor, feeds, storage
from app.models.database import reading, writing
from app.models.envelope import SealedFact, chain_all, hash_payload
from app.models.facts import school as school_facts
from app.models.facts import visits as facts
from app.models.facts.base import Payload
from app.models.heads import Head, claim_head, feed_of, journal_of, move_head
from app.models.journal import Arrival, Journal
from tests.support.clock import FakeClock
from tests.support.randomness import SeededBytes
from tests.support.small_school import SmallSchool, a_pupil, make_small_school, open_store

VISITS = st.integers(0, 3)


class JournalsMachine(RuleBasedStateMachine):
    """The school and two laptops, with the wire between them in the machine's hand."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock, self.random = FakeClock(), SeededBytes(5)
        school_store = open_store(Path(self.folder.name) / "school.db")
        self.world: SmallSchool = make_small_school(school_store, self.clock)
        self.school = self.world.school
        self.laptops = [self._laptop(n) for n in range(2)]
        self.visits = [new_id(self.clock.now(), self.random) for _ in range(4)]
        self.pulled = [0, 0]

    def _laptop(self, number: int) -> Journal:
        device = self.world.laptop.device if number == 0 else new_id(self.clock.now(), self.random)
        if number == 1:
            enrolled = school_facts.DeviceEnrolled(
                device_id=device, tutor_id=self.world.tutor, public_key="cd" * 32, enrolled_at=self.clock.now()
            )
            self.school.record(enrolled)
        store = open_store(Path(self.folder.name) / f"laptop{number}.db")
        return Journal(store, self.school.school, device, self.clock, self.random)

    @rule(laptop=st.integers(0, 1), visit=VISITS, kind=st.integers(0, 6), count=st.integers(1, 3))
    def tutor_records(self, laptop: int, visit: int, kind: int, count: int) -> None:
        self.clock.advance(minutes=1)
        self.laptops[laptop].record(*(self._tutor_fact(self.visits[visit], kind) for _ in range(count)))

    @rule(visit=VISITS, kind=st.integers(0, 2))
    def school_records(self, visit: int, kind: int) -> None:
        self.clock.advance(minutes=1)
        now, tutor = self.clock.now(), self.world.tutor
        plan = school_facts.VisitPlanned(
            visit_id=self.visits[visit], pupil_id=self.world.pupil, tutor_id=tutor, starts_at=now, ends_at=now
        )
        gone = school_facts.VisitPlanWithdrawn(visit_id=self.visits[visit], tutor_id=tutor, reason="moved")
        self.school.record((plan, gone, a_pupil(self.world.pupil))[kind])

    @rule(laptop=st.integers(0, 1), back=st.integers(0, 3), count=st.integers(1, 9))
    def push(self, laptop: int, back: int, count: int) -> None:
        """Send from a little before what the school holds: repeats are ordinary."""
        journal = self.laptops[laptop]
        log = journal_of(journal.device)
        with writing(self.school.engine) as conn:
            head = claim_head(conn, self.school.school, log)
            with reading(journal.engine) as own:
                after = max(0, head.seq - back)
                batch = storage.read_own(own, journal.school, journal.device, after, count)
            fresh = [fact for fact in batch if fact.seq > head.seq]
            links = dict(zip((f.seq for f in fresh), chain_all(head.hash, fresh), strict=True))
            found = self.school.accept(conn, [Arrival(fact, links.get(fact.seq)) for fact in batch])
            if fresh:
                move_head(conn, self.school.school, log, Head(fresh[-1].seq, links[fresh[-1].seq]))
        assert [fact.id for fact in found.stored] == [fact.id for fact in fresh]
        assert len(found.repeated) == len(batch) - len(fresh)
        assert not found.forks

    @rule(laptop=st.integers(0, 1), again=st.integers(0, 3), count=st.integers(1, 9))
    def pull(self, laptop: int, again: int, count: int) -> None:
        journal, tutor = self.laptops[laptop], self.world.tutor
        log = feed_of(tutor)
        with reading(self.school.engine) as conn:
            after = max(0, self.pulled[laptop] - again)
            page = feeds.page(conn, self.school.school, tutor, after, count)
        with writing(journal.engine) as conn:
            head = claim_head(conn, journal.school, log)
            journal.accept(conn, [Arrival(fact) for _, _, fact in page])
            feeds.append(conn, journal.school, tutor, [fact for position, _, fact in page if position > head.seq])
        self.pulled[laptop] = max([self.pulled[laptop], *(position for position, _, _ in page)])

    @rule(laptop=st.integers(0, 1), readable=st.booleans())
    def newer_build_records(self, laptop: int, *, readable: bool) -> None:
        """A laptop writes what this build does not know, or what does not fit its schema."""
        journal = self.laptops[laptop]
        with writing(journal.engine) as conn:
            log = journal_of(journal.device)
            head = claim_head(conn, journal.school, log)
            fact = self._strange(journal.device, head.seq + 1, known=readable)
            link = chain_all(head.hash, [fact])[0]
            journal.accept(conn, [Arrival(fact, link)])
            move_head(conn, journal.school, log, Head(fact.seq, link))

    def _strange(self, device: UUID, seq: int, *, known: bool) -> SealedFact:
        raw, salt = b'{"kind":"tutor_arrived","at":"never"}', self.random(16)
        return SealedFact(
            id=new_id(self.clock.now(), self.random),
            device=device,
            seq=seq,
            kind="tutor_arrived",
            version=1 if known else 9,
            subject=self.visits[0],
            recorded_at=self.clock.now(),
            drift_ms=None,
            payload_hash=hash_payload(salt, raw),
            salt=salt,
            payload=raw,
        )

    def _tutor_fact(self, visit: UUID, kind: int) -> Payload:
        now = self.clock.now()
        about: dict[str, Any] = {"visit_id": visit, "pupil_id": self.world.pupil, "at": now}
        change = facts.FieldChange(field="notes", value="again")
        made: tuple[Payload, ...] = (
            facts.TutorArrived(**about),
            facts.VisitStarted(**about, due_finish_at=now),
            facts.VisitExtended(**about, minutes=15, due_finish_at=now),
            facts.VisitFinished(**about),
            facts.SessionLogged(**about, notes="halves"),
            facts.LogAmended(**about, changes=(change,), reason="typing"),
            facts.VisitNotEntered(**about, reason="smoking"),
        )
        return made[kind]

    @invariant()
    def every_store_is_sound(self) -> None:
        for journal in (self.school, *self.laptops):
            diagnosis = doctor.examine(journal.engine, journal.school)
            assert diagnosis.healthy, diagnosis.findings

    def teardown(self) -> None:
        """Let everything through: then the school holds every fact once, and both laptops hold the whole feed."""
        for number, journal in enumerate(self.laptops):
            while self._held(journal) < journal.head().seq:
                self.push(laptop=number, back=0, count=100)
        for number in range(2):
            self.pull(laptop=number, again=0, count=1000)
        self.every_store_is_sound()
        with reading(self.school.engine) as conn:
            whole = [fact.id for _, _, fact in feeds.page(conn, self.school.school, self.world.tutor, 0, 5000)]
        assert len(whole) == len(set(whole))
        assert [self.pulled[number] for number in range(2)] == [len(whole)] * 2
        for journal in (self.school, *self.laptops):
            journal.engine.dispose()
        self.folder.cleanup()

    def _held(self, journal: Journal) -> int:
        with reading(self.school.engine) as conn:
            return claim_head(conn, self.school.school, journal_of(journal.device)).seq


TestJournals = JournalsMachine.TestCase
TestJournals.settings = settings(max_examples=12, stateful_step_count=14)
