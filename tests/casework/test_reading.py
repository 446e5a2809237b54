"""What the screens read: the day, the pupils, the outbox, and the records that reports print."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from app.casework.desk import NotHere
from app.casework.outbox import outbox
from app.casework.pupils import list_pupils, pupil_overview
from app.casework.records import Source, session_record, source_of
from app.casework.registers import register_week
from app.casework.sos import record_sos
from app.casework.today import today
from app.casework.views import Kept
from app.casework.visits import amend_log, cancel_visit, not_enter
from app.domain.visit import VisitState
from app.models.database import writing
from app.models.facts.school import PupilRecorded, VisitPlanWithdrawn
from app.models.local import write_state
from app.models.tables import receipts
from tests.casework.days import finish, start
from tests.support.small_school import SmallSchool


def _receipted(school: SmallSchool, seq: int) -> None:
    """As sync does it once it has verified the school's signature."""
    with writing(school.engine) as conn:
        row = {
            "school_id": school.laptop.school,
            "device": school.laptop.device,
            "seq": seq,
            "head": bytes(32),
            "feed_position": 1,
            "epoch": 1,
            "received_at": school.clock.now(),
            "signature": bytes(64),
        }
        conn.execute(receipts.insert(), [row])


def test_today_lists_the_days_visits_by_their_start_with_warnings(small_school: SmallSchool) -> None:
    view = today(small_school.desk)
    assert [card.visit_id for card in view.visits] == [small_school.visit, small_school.later_visit]
    assert view.visits[0].address == "14 Larch Close, Merebridge, ME1 2QH"
    assert view.visits[0].warnings[0].title == "Two dogs in the house"
    assert (view.day, view.tutor_name, view.school.overdue_minutes) == (date(2026, 11, 23), "Rosa Kettle", 15)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
    ids=["summer time: already tomorrow", "winter time: still today"],
)
def test_today_is_a_day_in_the_schools_zone(small_school: SmallSchool, now: datetime, day: date) -> None:
    small_school.clock.jump_to(now)
    assert today(small_school.desk).day == day


def test_a_running_visit_is_found_whatever_day_it_is(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(days=1)
    view = today(small_school.desk)
    assert view.visits == ()
    assert view.running is not None
    assert view.running.visit_id == small_school.visit


def test_a_visit_the_school_withdrew_is_shown_as_cancelled_with_its_reason(small_school: SmallSchool) -> None:
    small_school.school.record(
        VisitPlanWithdrawn(visit_id=small_school.visit, tutor_id=small_school.tutor, reason="Moved to Friday")
    )
    card = today(small_school.desk).visits[0]
    assert (card.state, card.plan_withdrawn) == (VisitState.CANCELLED, True)


def test_only_a_receipt_makes_the_school_know(small_school: SmallSchool) -> None:
    start(small_school)
    assert today(small_school.desk).visits[0].start_kept is Kept.LAPTOP
    with writing(small_school.engine) as conn:
        write_state(conn, pushed_up_to=2)
    assert today(small_school.desk).visits[0].start_kept is Kept.SENT
    _receipted(small_school, 2)
    card = today(small_school.desk).visits[0]
    assert (card.start_kept, card.start_known_at) == (Kept.SCHOOL_HOLDS, small_school.clock.now())


def test_the_outbox_lists_what_waits_and_what_the_school_holds(small_school: SmallSchool) -> None:
    start(small_school)
    _receipted(small_school, 1)
    view = outbox(small_school.desk)
    assert [item.what for item in view.waiting] == ["Check-in"]
    assert [item.what for item in view.recent] == ["Doorstep check"]
    assert (view.unsent, view.held_by_school, view.waiting[0].about) == (1, 1, "Amira Hollow")


def test_a_call_for_help_is_kept_and_so_is_its_taking_back(small_school: SmallSchool) -> None:
    record_sos(small_school.desk, UUID(int=1))
    record_sos(small_school.desk, UUID(int=1), cancelled=True)
    assert [i.what for i in outbox(small_school.desk).waiting] == ["Call for help, taken back", "Call for help"]


@pytest.mark.parametrize(("find", "found"), [("", 1), ("holl ami", 1), ("AMIRA", 1), ("noah", 0)])
def test_pupils_are_found_by_parts_of_their_names(small_school: SmallSchool, find: str, found: int) -> None:
    assert len(list_pupils(small_school.desk, find)) == found


def test_a_pupil_is_shown_with_a_masked_upn_people_and_visits(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(minutes=50)
    finish(small_school)
    view = pupil_overview(small_school.desk, small_school.pupil)
    assert "J941200124001" not in view.upn_masked
    assert view.contacts[0].phone == "07700 900142"
    assert [line.state for line in view.history] == [VisitState.FINISHED]
    assert [line.visit_id for line in view.upcoming] == [small_school.later_visit]


def test_a_pupil_that_is_not_here_is_said_to_be_not_here(small_school: SmallSchool) -> None:
    with pytest.raises(NotHere):
        pupil_overview(small_school.desk, small_school.visit)


def test_a_later_record_of_a_pupil_replaces_the_earlier(small_school: SmallSchool) -> None:
    small_school.school.record(PupilRecorded(pupil_id=small_school.pupil, forename="Amira", surname="Marsh"))
    assert pupil_overview(small_school.desk, small_school.pupil).name == "Amira Marsh"


def test_the_session_record_holds_the_visit_and_its_corrections_in_order(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(minutes=50)
    finish(small_school)
    amend_log(small_school.desk, small_school.visit, (("notes", "Second"),), "first reason")
    amend_log(small_school.desk, small_school.visit, (("notes", "Third"),), "second reason")
    record = session_record(source_of(small_school.desk), small_school.visit)
    assert (record.state, record.minutes, record.adult_name, record.notes) == (
        "finished",
        50,
        "Samira Hollow",
        "Halves and quarters.",
    )
    assert [(c.before, c.after) for a in record.amendments for c in a.changes] == [
        ("Halves and quarters.", "Second"),
        ("Second", "Third"),
    ]
    assert len(record.fact_hash) == 64


def test_the_school_and_the_laptop_print_the_same_record(small_school: SmallSchool) -> None:
    start(small_school)
    small_school.clock.advance(minutes=50)
    finish(small_school)
    _receipted(small_school, 5)
    laptop = source_of(small_school.desk)
    school = Source(small_school.engine, laptop.school, laptop.packs, laptop.now)
    ours, theirs = (session_record(source, small_school.visit) for source in (laptop, school))
    assert ours.check_in.kept == theirs.check_in.kept == "school_holds"
    assert (ours.notes, ours.minutes, ours.suggested_code) == (theirs.notes, theirs.minutes, theirs.suggested_code)


def test_the_weeks_register_has_every_planned_visit_and_says_what_is_not_sent(small_school: SmallSchool) -> None:
    not_enter(small_school.desk, small_school.visit, "smoking", "")
    cancel_visit(small_school.desk, small_school.later_visit, "provider", "")
    week = register_week(source_of(small_school.desk), date(2026, 11, 25), small_school.tutor)
    assert week.week_start == date(2026, 11, 23)
    entries = week.pupils[0].entries
    assert [(e.session, e.state, e.kept) for e in entries] == [
        ("am", "not_entered", "on_this_laptop"),
        ("pm", "cancelled", "on_this_laptop"),
    ]
    assert entries[0].reason == "Somebody was smoking"


def test_another_week_and_another_tutor_have_none_of_it(small_school: SmallSchool) -> None:
    source = source_of(small_school.desk)
    assert register_week(source, date(2026, 11, 16)).pupils == ()
    assert register_week(source, date(2026, 11, 23), small_school.pupil).pupils == ()
