"""The school's imports: idempotent, all or nothing, and a moved visit stays the same visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.casework.caseload import NoSuchTutor, add_tutor, describe_school, find_tutor, import_caseload
from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.results import TimetableVisit
from app.casework.timetable import import_timetable
from app.models.database import reading
from app.models.journal import Journal
from app.models.tables import feed
from app.models.tables import journal as facts_table
from app.models.tables.projected import allocations, plans, pupils
from tests.support.clock import FakeClock
from tests.support.small_school import SmallSchool, make_small_school, open_store

CSV = (
    b"Surname,Forename,DOB,UPN,Adno,Year,Home Tutor,Warnings,Contact 1 Name,Contact 1 Phone\n"
    b"Thorne,Isla,04/03/2013,,000412,8,ada@merebridge.example,Dog: keep it out,Mona Thorne,07700 900311\n"
    b"Vance,Theo,11/09/2012,,000413,9,ada@merebridge.example,,,\n"
)
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


@pytest.fixture
def school(small_school: SmallSchool) -> Journal:
    add_tutor(small_school.school, "Ada Prewett", email="ada@merebridge.example", code="APR")
    return small_school.school


@pytest.fixture
def small_school(tmp_path: Path, clock: FakeClock) -> SmallSchool:
    return make_small_school(open_store(tmp_path / "store.db"), clock)


def _facts(school: Journal) -> int:
    return school.head().seq


def _visit(**changes: object) -> TimetableVisit:
    base = TimetableVisit(
        "uid-1", "20261124T090000Z", NINE, NINE + timedelta(hours=1), "", "", "000412", "APR", "Maths"
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # fields by name, as the test says


def test_a_second_import_of_the_same_file_writes_nothing(school: Journal) -> None:
    first = import_caseload(school, parse_caseload(CSV))
    before = _facts(school)
    again = import_caseload(school, parse_caseload(CSV))
    assert (first.new, first.allocated) == (2, 2)
    assert (again.new, again.changed, again.unchanged, again.allocated) == (0, 0, 2, 0)
    assert _facts(school) == before


def test_a_changed_row_is_recorded_again_under_the_same_pupil(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    moved = import_caseload(school, parse_caseload(CSV.replace(b"Thorne,Isla", b"Thorne-Reed,Isla")))
    with reading(school.engine) as conn:
        names = set(conn.execute(select(pupils.c.surname)).scalars())
    assert (moved.new, moved.changed, moved.unchanged) == (0, 1, 1)
    assert {"Thorne-Reed", "Vance"} < names
    assert "Thorne" not in names


def test_a_file_without_a_column_for_warnings_does_not_wipe_them_out(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    narrow = b"Surname,Forename,DOB,Adno,Year\nThorne,Isla,04/03/2013,000412,9\n"
    found = import_caseload(school, parse_caseload(narrow))
    with reading(school.engine) as conn:
        row = conn.execute(select(pupils).where(pupils.c.admission_number == "000412")).one()
    assert found.changed == 1
    assert row.year_group == "Year 9"
    assert row.cautions[0]["title"] == "Dog: keep it out"
    assert row.contacts[0]["phone"] == "07700 900311"


def test_one_bad_row_means_that_nothing_is_imported(school: Journal) -> None:
    before = _facts(school)
    found = import_caseload(school, parse_caseload(CSV.replace(b"11/09/2012", b"31/02/2012")))
    assert [problem.line for problem in found.problems] == [3]
    stranger = import_caseload(school, parse_caseload(CSV.replace(b"ada@merebridge", b"nobody@merebridge")))
    assert [problem.line for problem in stranger.problems] == [2, 3]
    assert _facts(school) == before


def test_a_pupil_without_a_tutor_on_the_line_goes_to_the_one_named_beside_the_file(school: Journal) -> None:
    with reading(school.engine) as conn:
        ada = find_tutor(conn, school.school, "ada prewett")
        with pytest.raises(NoSuchTutor):
            find_tutor(conn, school.school, "Nobody Here")
    plain = parse_caseload(b"Surname,Forename,DOB\nFenn,Milo,01/02/2014\n")
    assert import_caseload(school, plain, tutor=ada).allocated == 1
    with reading(school.engine) as conn:
        held = conn.execute(select(allocations.c.tutor_id).where(allocations.c.tutor_id == ada)).scalars().all()
    assert list(held) == [ada]


def test_a_visit_is_planned_once_and_moved_under_the_same_id(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    assert import_timetable(school, [_visit()]).new == 1
    before = _facts(school)
    assert import_timetable(school, [_visit()]).unchanged == 1
    assert _facts(school) == before
    later = NINE + timedelta(hours=4)
    assert import_timetable(school, [_visit(starts_at=later, ends_at=later + timedelta(hours=1))]).changed == 1
    with reading(school.engine) as conn:
        rows = conn.execute(select(plans).where(plans.c.source_uid > "")).all()
    assert [(row.starts_at, row.lesson, row.withdrawn_at) for row in rows] == [(later, "Maths", None)]


def test_a_cancelled_visit_is_withdrawn_and_comes_back_under_the_same_id(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    import_timetable(school, [_visit()])
    assert import_timetable(school, [_visit(cancelled=True)]).withdrawn == 1
    assert import_timetable(school, [_visit(cancelled=True)]).withdrawn == 0
    assert import_timetable(school, [_visit()]).changed == 1
    with reading(school.engine) as conn:
        rows = conn.execute(select(plans).where(plans.c.source_uid > "")).all()
    assert [row.withdrawn_at for row in rows] == [None]


def test_a_visit_given_to_another_tutor_is_taken_from_the_first(school: Journal, small_school: SmallSchool) -> None:
    import_caseload(school, parse_caseload(CSV))
    import_timetable(school, [_visit()])
    found = import_timetable(school, [_visit(tutor_ref=str(small_school.tutor))])
    with reading(school.engine) as conn:
        rows = conn.execute(select(plans).where(plans.c.source_uid > "").order_by(plans.c.withdrawn_at)).all()
        told = set(conn.execute(select(facts_table.c.kind).join(feed, feed.c.fact_id == facts_table.c.id)).scalars())
    assert (found.new, found.withdrawn, found.allocated) == (1, 1, 1)
    assert len({row.visit_id for row in rows}) == 2
    assert [row.tutor_id for row in rows if row.withdrawn_at is None] == [small_school.tutor]
    assert "visit_plan_withdrawn" in told


def test_an_instance_that_leaves_its_series_is_withdrawn_and_another_calendar_is_left_alone(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    next_day = _visit(
        recurrence_id="20261125T090000Z", starts_at=NINE + timedelta(days=1), ends_at=NINE + timedelta(days=1, hours=1)
    )
    other = replace(next_day, source_uid="uid-2")
    import_timetable(school, [_visit(), next_day, other], window=WEEK)
    found = import_timetable(school, [_visit()], window=WEEK)
    assert (found.unchanged, found.withdrawn) == (1, 1)


def test_visits_of_strangers_are_named_and_nothing_is_planned(school: Journal) -> None:
    import_caseload(school, parse_caseload(CSV))
    before = _facts(school)
    found = import_timetable(school, [_visit(), _visit(pupil_ref="999"), _visit(tutor_ref="XYZ")])
    assert {(p.column, p.what) for p in found.problems} == {("pupil", "999"), ("tutor", "XYZ")}
    assert _facts(school) == before


def test_the_school_describes_itself_once(school: Journal) -> None:
    card = {"name": "Merebridge", "office_phone": "0113 496 0000", "duty_phone": "0113 496 0001"}
    assert describe_school(school, **card)
    assert not describe_school(school, **card)
    assert parse_caseload(CSV).rows[0].date_of_birth == date(2013, 3, 4)
