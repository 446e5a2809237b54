"""Feeds: each tutor gets what that tutor may hold, in order, and nothing else (invariant I8)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.models import feeds
from app.models.database import reading
from app.models.envelope import ZERO_HASH, chain_all
from app.models.facts import school as facts
from app.models.facts.base import Payload
from app.models.facts.visits import TutorArrived
from tests.support.small_school import SmallSchool, a_pupil

OTHER_TUTOR, OTHER_PUPIL = UUID(int=50), UUID(int=51)


def _feed(school: SmallSchool, tutor: UUID) -> list[str]:
    with reading(school.engine) as conn:
        return [fact.kind for _, _, fact in feeds.page(conn, school.school.school, tutor, 0, 1000)]


def _record(school: SmallSchool, *payloads: Payload) -> None:
    school.school.record(*payloads)


def _visit(school: SmallSchool, tutor: UUID, pupil: UUID) -> facts.VisitPlanned:
    now = school.clock.now()
    return facts.VisitPlanned(
        visit_id=school.school.new_id(),
        pupil_id=pupil,
        tutor_id=tutor,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
    )


def test_a_tutor_gets_the_school_the_own_card_pupils_and_visits(small_school: SmallSchool) -> None:
    kinds = ["school_described", "tutor_added", "device_enrolled", "pupil_recorded", "pupil_allocated"]
    assert _feed(small_school, small_school.tutor) == [*kinds, "visit_planned", "visit_planned"]


def test_another_tutors_pupils_and_visits_never_come(small_school: SmallSchool) -> None:
    before = _feed(small_school, small_school.tutor)
    _record(
        small_school,
        facts.TutorAdded(tutor_id=OTHER_TUTOR, name="Ida Marsh"),
        a_pupil(OTHER_PUPIL),
        facts.PupilAllocated(pupil_id=OTHER_PUPIL, tutor_id=OTHER_TUTOR),
        _visit(small_school, OTHER_TUTOR, OTHER_PUPIL),
    )
    assert _feed(small_school, small_school.tutor) == before
    assert "pupil_recorded" in _feed(small_school, OTHER_TUTOR)


def test_what_a_tutor_writes_does_not_reach_another_tutor(small_school: SmallSchool) -> None:
    _record(small_school, facts.TutorAdded(tutor_id=OTHER_TUTOR, name="Ida Marsh"))
    before = _feed(small_school, OTHER_TUTOR)
    small_school.laptop.record(
        TutorArrived(visit_id=small_school.visit, pupil_id=small_school.pupil, at=small_school.clock.now())
    )
    assert _feed(small_school, OTHER_TUTOR) == before
    assert _feed(small_school, small_school.tutor)[-1] == "tutor_arrived"


def test_a_pupil_recorded_before_the_allocation_comes_with_it(small_school: SmallSchool) -> None:
    _record(small_school, a_pupil(OTHER_PUPIL))
    assert _feed(small_school, small_school.tutor).count("pupil_recorded") == 1
    _record(small_school, facts.PupilAllocated(pupil_id=OTHER_PUPIL, tutor_id=small_school.tutor))
    assert _feed(small_school, small_school.tutor)[-2:] == ["pupil_recorded", "pupil_allocated"]


def test_a_new_tutor_gets_the_schools_card(small_school: SmallSchool) -> None:
    _record(small_school, facts.TutorAdded(tutor_id=OTHER_TUTOR, name="Ida Marsh"))
    assert _feed(small_school, OTHER_TUTOR) == ["school_described", "tutor_added"]


def test_a_change_of_the_schools_card_reaches_every_tutor_once(small_school: SmallSchool) -> None:
    _record(small_school, facts.TutorAdded(tutor_id=OTHER_TUTOR, name="Ida Marsh"))
    card = facts.SchoolDescribed(
        school_id=small_school.school.school, name="Merebridge", office_phone="0113 496 0810", duty_phone=""
    )
    _record(small_school, card)
    for tutor in (small_school.tutor, OTHER_TUTOR):
        assert _feed(small_school, tutor)[-1] == "school_described"
        assert _feed(small_school, tutor).count("school_described") == 2


def test_positions_have_no_gaps_and_the_hashes_chain(small_school: SmallSchool) -> None:
    with reading(small_school.engine) as conn:
        page = feeds.page(conn, small_school.school.school, small_school.tutor, 0, 1000)
        third = feeds.checkpoint(conn, small_school.school.school, small_school.tutor, 3)
    assert [position for position, _, _ in page] == list(range(1, len(page) + 1))
    assert [link for _, link, _ in page] == chain_all(ZERO_HASH, [fact for _, _, fact in page])
    assert third == page[2][1]


def test_a_page_begins_after_the_position_asked_for(small_school: SmallSchool) -> None:
    with reading(small_school.engine) as conn:
        page = feeds.page(conn, small_school.school.school, small_school.tutor, 2, 2)
        beyond = feeds.checkpoint(conn, small_school.school.school, small_school.tutor, 99)
    assert [position for position, _, _ in page] == [3, 4]
    assert beyond is None
