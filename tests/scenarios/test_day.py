"""The whole day, end to end: joined in the morning, without the school until the evening, then the same on both ends.

Real vault, real sync thread, real endpoint over HTTP; only the clock, the keyring and the replaced process are the
test's own. The day is lived once (lived_day.py) and looked at from all sides.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from app.casework.board import BoardLine, BoardState
from app.casework.records import session_record
from app.casework.registers import register_week
from app.casework.views import Kept, OutboxView, StartBlocked, Started
from app.domain.visit import VisitState
from app.models.database import reading
from app.models.doctor import examine
from app.models.tables import journal, receipts
from app.reports.register_pdf import week_register_pdf
from app.reports.session_record import session_record_pdf
from app.sync.protocol.keys import verify
from app.sync.protocol.messages import Receipt
from tests.reports.reading import words_of
from tests.scenarios import lived_day
from tests.scenarios.lived_day import DAY, DRAFT, LOG, TUTOR, LivedDay, at, live
from tests.scenarios.same_records import differences
from tests.scenarios.tutors_laptop import MOTHER, device_of
from tests.support.loggers import LogWatch


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedDay]:
    """The day, lived once; nothing in it may log a warning."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    lived = live(tmp_path_factory.mktemp("day"))
    yield lived
    lived.laptop.close()
    lived.school.close()
    logging.getLogger().removeHandler(watch)
    assert watch.complaints() == []


def where(view: OutboxView) -> Counter[tuple[str, Kept]]:
    """How many things of each kind are where."""
    return Counter((item.what, item.kept) for item in view.waiting)


def test_the_sample_school_imports_without_a_problem(day: LivedDay) -> None:
    assert day.problems == ()


def test_the_morning_shows_the_days_visits_in_order(day: LivedDay) -> None:
    assert day.morning.tutor_name == "Siân Probert"
    assert [card.starts_at.strftime("%H:%M") for card in day.morning.visits] == ["09:30", "11:00", "13:15", "14:30"]
    assert {card.state for card in day.morning.visits} == {VisitState.PLANNED}
    assert day.morning.as_of == at(8, 30)


def test_a_failed_check_holds_the_start_back_and_records_nothing(day: LivedDay) -> None:
    assert day.blocked == StartBlocked(missing=(), failed=("animals_out",), must_leave=False)
    assert day.after_blocked.card.state is VisitState.AT_DOOR
    assert day.after_blocked.start_answers == ()


def test_a_good_start_fixes_the_finish_and_is_on_this_laptop_only(day: LivedDay) -> None:
    assert isinstance(day.started, Started)
    card = day.started.card
    assert (card.started_at, card.due_finish_at) == (at(9, 31), at(10, 30))
    assert card.start_kept is Kept.LAPTOP
    assert card.start_known_at is None


def test_the_lock_leaves_times_and_numbers_to_the_process_after_it(day: LivedDay) -> None:
    left = day.laptop.replaced[0]
    assert left is not None
    assert (left.started_at, left.due_finish_at, left.school_acts_at) == (at(9, 31), at(10, 30), at(10, 45))
    assert [line.phone for line in day.locked_phones] == ["0113 496 0810", "07700 900810"]


def test_after_unlocking_the_visit_goes_on_with_its_draft(day: LivedDay) -> None:
    assert day.after_lock.card.state is VisitState.IN_SESSION
    assert day.after_lock.draft == DRAFT
    assert day.after_lock.adult == MOTHER


def test_more_time_moves_the_finish(day: LivedDay) -> None:
    assert day.extended.card.due_finish_at == at(10, 45)


def test_one_finish_writes_the_log_and_ends_the_draft(day: LivedDay) -> None:
    assert day.finished.card.state is VisitState.FINISHED
    assert day.finished.log == LOG
    assert day.finished.draft == {}


def test_at_noon_everything_is_on_this_laptop(day: LivedDay) -> None:
    assert where(day.noon) == {
        ("Arrival at the door", Kept.LAPTOP): 1,
        ("Doorstep check", Kept.LAPTOP): 1,
        ("Check-in", Kept.LAPTOP): 1,
        ("More time", Kept.LAPTOP): 1,
        ("Finish check-in", Kept.LAPTOP): 1,
        ("Register mark", Kept.LAPTOP): 1,
        ("Session log", Kept.LAPTOP): 1,
    }
    assert day.noon.unsent == 7


def lines_of(lines: tuple[BoardLine, ...], day: LivedDay) -> dict[int, BoardState]:
    """The states of the tutor's visits on a part of the board, by their number in the day."""
    return {day.visits.index(line.visit_id): line.state for line in lines if line.visit_id in day.visits}


def test_meanwhile_silence_shows_on_the_schools_board_as_late(day: LivedDay) -> None:
    assert lines_of(day.board_at_noon.late, day) == {0: BoardState.NO_START, 1: BoardState.NO_START}
    assert lines_of(day.board_at_noon.to_come, day) == {2: BoardState.PLANNED, 3: BoardState.PLANNED}


def test_a_restart_forgets_nothing(day: LivedDay) -> None:
    states = [card.state for card in day.after_restart.visits]
    assert states == [VisitState.FINISHED, VisitState.NOT_ENTERED, VisitState.ABSENT, VisitState.PLANNED]


def test_an_overrun_is_seen_on_the_running_visit(day: LivedDay) -> None:
    running = day.overrun.running
    assert running is not None
    assert running.visit_id == day.visits[3]
    assert running.due_finish_at == at(15, 30)


def test_a_correction_stands_beside_the_first_text(day: LivedDay) -> None:
    assert day.amended.log is not None
    assert day.amended.log.outcome == LOG.outcome
    assert [(a.changes, a.reason) for a in day.amended.amendments] == [
        ((("outcome", lived_day.CORRECTED),), lived_day.REASON)
    ]


def test_in_the_evening_nothing_claims_to_have_left_the_laptop(day: LivedDay) -> None:
    assert {item.kept for item in day.evening.waiting} == {Kept.LAPTOP}
    assert (day.evening.unsent, day.evening.held_by_school, day.evening.recent) == (20, 0, ())
    assert day.evening.last_contact_at == at(8, 30)


def test_without_the_school_sync_says_so_and_where_the_work_is(day: LivedDay) -> None:
    assert day.offline.reachable is False
    assert day.offline.unsent == 20
    assert day.offline.problem == (
        "The school cannot be reached from here. Your work is saved on this laptop and will be sent when the school "
        "answers. Check that the laptop is on a network."
    )


def test_a_paper_made_offline_says_that_nothing_was_sent(day: LivedDay) -> None:
    assert "Saved on the laptop, not sent yet" in words_of(day.offline_paper)
    assert "The school knows" not in words_of(day.offline_paper)


def test_after_the_sync_the_school_holds_everything(day: LivedDay) -> None:
    assert (day.synced.reachable, day.synced.unsent, day.synced.problem) == (True, 0, "")
    assert (day.night.waiting, day.night.refused, day.night.unsent) == ((), (), 0)
    assert day.night.held_by_school == 20
    assert {item.kept for item in day.night.recent} == {Kept.SCHOOL_HOLDS}


def test_the_receipt_was_signed_by_the_schools_own_key(day: LivedDay) -> None:
    opened = day.laptop.laptop.opened
    assert opened is not None
    with reading(opened.vault.engine) as conn:
        rows = conn.execute(select(receipts).where(receipts.c.device == device_of(day.laptop))).all()
    assert [row.seq for row in rows] == [20]
    row = rows[0]
    receipt = Receipt(
        device=row.device,
        seq=row.seq,
        head=bytes(row.head).hex(),
        feed_position=row.feed_position,
        epoch=row.epoch,
        received_at=row.received_at,
    )
    assert verify(day.school.school.signer.public, row.signature, receipt.signed_bytes())


def test_a_sync_is_a_handful_of_requests_and_the_next_one_a_hello_only(day: LivedDay) -> None:
    device = device_of(day.laptop)
    assert day.first_requests == ["POST /v1/hello", f"POST /v1/journal/{device}", "GET /v1/feed"]
    assert day.second_requests == ["POST /v1/hello"]


def test_both_ends_are_healthy(day: LivedDay) -> None:
    assert day.laptop.doctor().findings == ()
    assert examine(day.school.endpoint.engine, day.school.school_id).findings == ()


def test_nothing_is_doubled_or_missing_at_the_school(day: LivedDay) -> None:
    device = device_of(day.laptop)
    with reading(day.school.endpoint.engine) as conn:
        there = conn.execute(select(journal.c.seq, journal.c.id).where(journal.c.device == device)).all()
    assert sorted(row.seq for row in there) == list(range(1, 21))
    assert len({row.id for row in there}) == 20


def test_both_ends_hold_the_same_records_of_the_tutors_visits(day: LivedDay) -> None:
    opened = day.laptop.laptop.opened
    assert opened is not None
    assert differences(opened.vault.engine, day.school.endpoint.engine, day.visits) == []


def test_after_the_sync_the_board_says_what_the_laptop_says(day: LivedDay) -> None:
    back = {0: BoardState.BACK, 1: BoardState.NOT_ENTERED, 2: BoardState.ABSENT, 3: BoardState.BACK}
    assert lines_of(day.board_at_night.over, day) == back
    shown = {card.visit_id: card for card in day.laptop.desk.today().visits}
    for line in (line for line in day.board_at_night.over if line.visit_id in shown):
        card = shown[line.visit_id]
        assert (line.started_at, line.ended_at) == (card.started_at, card.ended_at)
        assert line.end_received_at == at(18, 20)


def test_the_boards_page_shows_it_to_the_schools_people(day: LivedDay) -> None:
    mine = {(row[0], row[1][:14]): row[4] for row in day.board_page if row[2].startswith("Siân Probert")}
    assert mine == {
        ("Back", "09:30 to 10:30"): (
            "went in 09:31 (by laptop clock) received 18:20 left 10:43 (by laptop clock) received 18:20"
        ),
        ("Did not go in", "11:00 to 12:00"): (
            "at the door 12:02 (by laptop clock) said so 12:02 (by laptop clock) received 18:20"
        ),
        ("Pupil absent", "13:15 to 14:15"): "said so 13:10 (by laptop clock) received 18:20",
        ("Back", "14:30 to 15:30"): (
            "went in 14:34 (by laptop clock) received 18:20 left 15:56 (by laptop clock) received 18:20"
        ),
    }


def test_the_registers_page_has_the_laptops_marks(day: LivedDay) -> None:
    marks = {row[0]: (row[5], row[7], row[8][:1], row[9]) for row in day.register_page if row[4] == "Siân Probert"}
    assert marks == {
        "Hassan, Amira": ("Yes", "72", "K", "Corrected once"),
        "Fontaine-Mbeki, Renée": ("No", "0", "N", "Somebody was smoking"),
        "O’Rourke, Callum": ("No", "0", "M", "Medical or dental appointment"),
        "Eze, Chiamaka": ("Yes", "82", "K", ""),
    }


def test_the_visits_page_has_what_was_written_and_what_was_corrected(day: LivedDay) -> None:
    for written in (LOG.notes, LOG.work_set, LOG.outcome, lived_day.CORRECTED, lived_day.REASON, "Ottilie Framley"):
        assert written in day.visit_page


@pytest.mark.parametrize("number", range(4))
def test_the_session_record_says_the_same_at_the_school(day: LivedDay, number: int) -> None:
    visit = day.visits[number]
    there = session_record_pdf(session_record(day.school.source, visit))
    assert words_of(there) == words_of(day.laptop.desk.session_pdf(visit))


def test_the_register_says_the_same_at_the_school(day: LivedDay) -> None:
    there = week_register_pdf(register_week(day.school.source, DAY, day.school.tutors[TUTOR]))
    assert words_of(there) == words_of(day.laptop.desk.register_pdf(DAY))


def test_the_schools_paper_holds_what_was_written(day: LivedDay) -> None:
    text = words_of(session_record_pdf(session_record(day.school.source, day.visits[0])))
    for written in (LOG.notes, LOG.work_set, LOG.outcome, lived_day.CORRECTED, lived_day.REASON, "Ottilie Framley"):
        assert written in text
