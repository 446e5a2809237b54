"""The journal: gapless, chained, idempotent, and in one transaction with its projections."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from app.models import storage
from app.models.database import reading, writing
from app.models.envelope import ZERO_HASH, SealedFact, chain_all, hash_payload
from app.models.facts.visits import TutorArrived, VisitStarted
from app.models.heads import feed_of, journal_of, read_head
from app.models.journal import Acceptance, Arrival, Journal
from app.models.projections.rows import Fact
from app.models.tables.projected import runs
from tests.support.randomness import SeededBytes
from tests.support.small_school import SmallSchool


def _arrived(school: SmallSchool, visit: UUID | None = None) -> TutorArrived:
    return TutorArrived(visit_id=visit or school.visit, pupil_id=school.pupil, at=school.clock.now())


def _own(school: SmallSchool) -> list[SealedFact]:
    with reading(school.engine) as conn:
        return storage.read_own(conn, school.laptop.school, school.laptop.device, 0, 100)


def _accept(school: SmallSchool, *arrivals: Arrival, journal: Journal | None = None) -> Acceptance:
    with writing(school.engine) as conn:
        return (journal or school.school).accept(conn, arrivals)


def _foreign(school: SmallSchool, payload: bytes, *, kind: str = "tutor_arrived", version: int = 1) -> SealedFact:
    """A fact of another laptop, sealed by hand."""
    random = SeededBytes(99)
    salt = random(16)
    return SealedFact(
        id=UUID(bytes=random(16)),
        device=UUID(bytes=random(16)),
        seq=1,
        kind=kind,
        version=version,
        subject=school.visit,
        recorded_at=school.clock.now(),
        drift_ms=None,
        payload_hash=hash_payload(salt, payload),
        salt=salt,
        payload=payload,
    )


def test_numbers_a_devices_facts_without_gaps_and_chains_them(small_school: SmallSchool) -> None:
    small_school.laptop.record(_arrived(small_school))
    small_school.laptop.record(_arrived(small_school), _arrived(small_school, small_school.later_visit))
    own = _own(small_school)
    assert [fact.seq for fact in own] == [1, 2, 3]
    assert small_school.laptop.head().hash == chain_all(ZERO_HASH, own)[-1]


def test_a_fact_and_its_rows_are_one_transaction(small_school: SmallSchool) -> None:
    def fails(_: Connection) -> None:
        raise RuntimeError("cut")

    with pytest.raises(RuntimeError, match="cut"):
        small_school.laptop.record(_arrived(small_school), within=fails)
    with reading(small_school.engine) as conn:
        assert conn.execute(select(runs)).first() is None
    assert _own(small_school) == []


def test_accepting_the_same_bytes_again_changes_nothing(small_school: SmallSchool) -> None:
    arrival = Arrival(_foreign(small_school, _arrived(small_school).model_dump_json().encode()))
    assert len(_accept(small_school, arrival).stored) == 1
    again = _accept(small_school, arrival, arrival)
    assert (again.stored, len(again.repeated), again.forks) == ([], 2, [])


@pytest.mark.parametrize("change", [{"seq": 2}, {"version": 2}, {"recorded_at": None}])
def test_the_same_id_with_other_bytes_is_a_fork_and_is_not_stored(
    small_school: SmallSchool, change: dict[str, object]
) -> None:
    fact = _foreign(small_school, _arrived(small_school).model_dump_json().encode())
    if "recorded_at" in change:
        change = {"recorded_at": fact.recorded_at + timedelta(seconds=1)}
    _accept(small_school, Arrival(fact))
    found = _accept(small_school, Arrival(dataclasses.replace(fact, **change)))  # type: ignore[arg-type]  # by case
    assert (found.stored, found.forks) == ([], [fact.id])


def test_the_same_number_with_another_id_is_a_fork(small_school: SmallSchool) -> None:
    fact = _foreign(small_school, _arrived(small_school).model_dump_json().encode())
    _accept(small_school, Arrival(fact))
    other = dataclasses.replace(fact, id=UUID(int=7))
    assert _accept(small_school, Arrival(other)).forks == [other.id]


def test_a_kind_of_a_newer_build_is_kept_and_not_applied(small_school: SmallSchool) -> None:
    fact = _foreign(small_school, b'{"kind":"drone_sent"}', kind="drone_sent")
    found = _accept(small_school, Arrival(fact))
    assert found.unknown == [fact.id]
    with reading(small_school.engine) as conn:
        kept = storage.find(conn, small_school.school.school, [fact])
    assert set(kept) == {fact}


def test_a_newer_version_of_a_known_kind_is_kept_and_not_applied(small_school: SmallSchool) -> None:
    fact = _foreign(small_school, b'{"kind":"tutor_arrived","new":1}', version=2)
    assert _accept(small_school, Arrival(fact)).unknown == [fact.id]


def test_a_fact_that_does_not_fit_its_schema_is_quarantined_by_name_without_its_contents(
    small_school: SmallSchool,
) -> None:
    good = _foreign(small_school, _arrived(small_school).model_dump_json().encode())
    bad = dataclasses.replace(good, id=UUID(int=8), seq=2, payload=b'{"kind":"tutor_arrived","at":"Amira"}')
    found = _accept(small_school, Arrival(bad), Arrival(good))
    assert list(found.quarantined) == [bad.id]
    assert "Amira" not in found.quarantined[bad.id]
    with reading(small_school.engine) as conn:
        assert conn.execute(select(runs.c.arrived_at)).scalar_one() == small_school.clock.now()


def test_an_envelope_about_another_thing_than_its_payload_is_quarantined(small_school: SmallSchool) -> None:
    payload = _arrived(small_school, small_school.later_visit).model_dump_json().encode()
    fact = _foreign(small_school, payload)
    assert list(_accept(small_school, Arrival(fact)).quarantined) == [fact.id]


def test_a_judges_problem_keeps_a_fact_out_of_the_projections(small_school: SmallSchool) -> None:
    fact = _foreign(small_school, _arrived(small_school).model_dump_json().encode())

    def judge(_: Connection, facts: Sequence[Fact]) -> dict[UUID, str]:
        return {item.sealed.id: "not-yours: visit" for item in facts}

    with writing(small_school.engine) as conn:
        found = small_school.school.accept(conn, [Arrival(fact)], judge)
    assert found.quarantined == {fact.id: "not-yours: visit"}
    with reading(small_school.engine) as conn:
        assert conn.execute(select(runs)).first() is None


def test_what_the_tutor_writes_comes_into_the_tutors_own_feed(small_school: SmallSchool) -> None:
    with reading(small_school.engine) as conn:
        before = read_head(conn, small_school.school.school, feed_of(small_school.tutor))
    small_school.laptop.record(_arrived(small_school))
    with reading(small_school.engine) as conn:
        after = read_head(conn, small_school.school.school, feed_of(small_school.tutor))
    assert after.seq == before.seq + 1


def test_a_late_start_never_reopens_a_visit_that_ended(small_school: SmallSchool) -> None:
    desk = small_school.desk
    from app.casework.visits import not_enter, open_visit  # casework sits above models; only this rule needs both

    not_enter(desk, small_school.visit, "no_adult", "")
    now = small_school.clock.now()
    small_school.laptop.record(
        VisitStarted(visit_id=small_school.visit, pupil_id=small_school.pupil, at=now, due_finish_at=now)
    )
    assert open_visit(desk, small_school.visit).card.state == "not_entered"


def test_the_chain_head_is_kept_beside_the_journal(small_school: SmallSchool) -> None:
    small_school.laptop.record(_arrived(small_school))
    with reading(small_school.engine) as conn:
        head = read_head(conn, small_school.school.school, journal_of(small_school.laptop.device))
        rows = conn.execute(text("SELECT count(*) FROM heads")).scalar_one()
    assert head == small_school.laptop.head()
    assert rows == 3  # the school's journal, the laptop's, the tutor's feed
