"""The doctor finds every kind of damage, and nothing in a sound store."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.casework.views import AdultAtHome, CheckAnswer, SessionLog, Started
from app.casework.visits import arrive, finish_visit, open_visit, start_visit
from app.models import doctor, rebuild
from app.models.database import reading, writing
from app.models.facts.registry import KINDS
from app.models.tables import journal
from tests.support.small_school import SmallSchool


@pytest.fixture
def lived_in(small_school: SmallSchool) -> SmallSchool:
    """A store in which a whole visit was done."""
    desk, visit = small_school.desk, small_school.visit
    arrive(desk, visit)
    answers = tuple(CheckAnswer(q.check_id, "yes") for q in open_visit(desk, visit).start_questions)
    assert isinstance(start_visit(desk, visit, AdultAtHome("Samira Hollow", "Parent", True), answers), Started)
    small_school.clock.advance(minutes=55)
    finish_visit(desk, visit, SessionLog(engagement=4, notes="Halves and quarters."))
    return small_school


def _findings(school: SmallSchool) -> list[str]:
    return [finding.what for finding in doctor.examine(school.engine, school.school.school).findings]


def test_a_sound_store_is_healthy(lived_in: SmallSchool) -> None:
    diagnosis = doctor.examine(lived_in.engine, lived_in.school.school)
    assert diagnosis.healthy
    assert (diagnosis.chains, diagnosis.waiting, diagnosis.quarantined) == (3, 0, 0)
    assert diagnosis.facts == 13


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE session_logs SET notes = 'other'", "row differs from its facts"),
        ("DELETE FROM register_marks", "row is missing"),
        ("INSERT INTO tutors SELECT school_id, zeroblob(16), name, email, phone, code FROM tutors", "row that no fact"),
        ("UPDATE journal SET payload = x'7b7d' WHERE kind = 'session_logged'", "payload does not fit its envelope"),
        ("UPDATE journal SET recorded_at = recorded_at + 1 WHERE kind = 'visit_started'", "chain is broken"),
        ("DELETE FROM journal WHERE kind = 'attendance_marked'", "chain is broken"),
        ("DELETE FROM heads WHERE log LIKE 'journal:%'", "chain does not end at its head"),
        ("UPDATE feed SET hash = x'00' WHERE position = 2", "feed is broken"),
        ("UPDATE heads SET seq = seq + 1 WHERE log LIKE 'feed:%'", "feed does not end at its head"),
    ],
)
def test_damage_is_found_and_named(lived_in: SmallSchool, damage: str, finding: str) -> None:
    with writing(lived_in.engine) as conn:
        conn.execute(text(damage.replace("zeroblob(16)", f"'{'f' * 32}'")))
    assert any(what.startswith(finding) for what in _findings(lived_in))


def test_findings_never_show_what_a_record_holds(lived_in: SmallSchool) -> None:
    with writing(lived_in.engine) as conn:
        conn.execute(text("UPDATE session_logs SET notes = 'other'"))
        conn.execute(text("UPDATE pupils SET surname = 'Elsewhere'"))
    found = doctor.examine(lived_in.engine, lived_in.school.school).findings
    assert found
    assert not any(word in f"{f.what} {f.where}" for f in found for word in ("Hollow", "Elsewhere", "Halves"))


def test_a_rebuild_puts_damaged_rows_right(lived_in: SmallSchool) -> None:
    with writing(lived_in.engine) as conn:
        conn.execute(text("UPDATE session_logs SET notes = 'other'"))
        conn.execute(text("DELETE FROM register_marks"))
        rebuild.rebuild(conn, lived_in.school.school)
    assert _findings(lived_in) == []


def test_an_erased_payload_leaves_a_chain_that_verifies_and_no_row(lived_in: SmallSchool) -> None:
    with reading(lived_in.engine) as conn:
        log = conn.execute(journal.select().where(journal.c.kind == "session_logged")).one()
    with writing(lived_in.engine) as conn:
        rebuild.erase(conn, lived_in.school.school, [log.id])
    assert _findings(lived_in) == []
    assert open_visit(lived_in.desk, lived_in.visit).log is None


def test_facts_kept_for_a_newer_build_are_applied_by_it(lived_in: SmallSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older build is one that lacks a kind: it keeps the fact, and this build applies it later, in its place."""
    session_logged = KINDS["session_logged"]
    with writing(lived_in.engine) as conn:
        conn.execute(text("UPDATE journal SET standing = 'unknown' WHERE kind = 'session_logged'"))
        monkeypatch.delitem(KINDS, "session_logged")
        rebuild.rebuild(conn, lived_in.school.school)
    assert open_visit(lived_in.desk, lived_in.visit).log is None
    monkeypatch.setitem(KINDS, "session_logged", session_logged)
    with writing(lived_in.engine) as conn:
        assert rebuild.apply_waiting(conn, lived_in.school.school) == 1
    log = open_visit(lived_in.desk, lived_in.visit).log
    assert log is not None
    assert log.notes == "Halves and quarters."
    assert _findings(lived_in) == []
