"""The sample school is invented, complete, always the same, and goes through the real intake without a problem."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.results import CaseloadRow, TimetableVisit
from app.casework.intake.timetable_ics import parse_timetable
from app.domain.upn import is_upn
from app.domain.zones import local_day, zone
from installers import make_sample

LONDON = zone()
SAMPLE = make_sample.FOLDER
YEAR = (date(2026, 9, 1), date(2027, 8, 31))
PACKS = frozenset({"bhes-one-to-one", "kes-one-to-one"})
DRAMA = re.compile(r"07700 900\d{3}|0113 496 0\d{3}|020 7946 0\d{3}")


def tutors() -> list[dict[str, str]]:
    """The sample's tutors."""
    return list(csv.DictReader((SAMPLE / "tutors.csv").read_text(encoding="utf-8").splitlines()))


@cache
def pupils() -> tuple[CaseloadRow, ...]:
    """The sample's caseload through the real intake, with its tutors and packs known."""
    known = frozenset(one["email"] for one in tutors())
    result = parse_caseload((SAMPLE / "caseload.csv").read_bytes(), filename="caseload.csv", tutors=known, packs=PACKS)
    assert result.problems == ()
    assert result.ignored == ()
    assert result.encoding == "cp1252"
    return result.rows


def visits(data: bytes, window: tuple[date, date] = YEAR) -> tuple[TimetableVisit, ...]:
    """A timetable through the real intake."""
    result = parse_timetable(data, window=window)
    assert result.problems == ()
    return result.visits


@cache
def timetable() -> tuple[TimetableVisit, ...]:
    """The sample's timetable."""
    return visits((SAMPLE / "timetable.ics").read_bytes())


def days_of(found: tuple[TimetableVisit, ...]) -> set[date]:
    """The local days on which visits start."""
    return {local_day(visit.starts_at, LONDON) for visit in found}


def assert_nobody_is_in_two_places(found: tuple[TimetableVisit, ...]) -> None:
    """No tutor and no pupil has two visits at once."""
    going = [visit for visit in found if not visit.cancelled]
    for who in ("tutor_ref", "pupil_ref"):
        by_person: dict[str, list[TimetableVisit]] = {}
        for visit in going:
            by_person.setdefault(getattr(visit, who), []).append(visit)
        for theirs in by_person.values():
            assert all(one.ends_at <= two.starts_at for one, two in pairwise(theirs))


def test_the_files_are_what_the_generator_makes() -> None:
    assert make_sample.differing() == []


def test_the_check_passes_as_a_command_from_anywhere(tmp_path: Path) -> None:
    script = Path(make_sample.__file__)
    done = subprocess.run(
        [sys.executable, script, "--check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "as it should be" in done.stdout


def test_the_check_names_what_differs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, data in make_sample.files().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "tutors.csv").write_bytes(b"name\r\n")
    (tmp_path / "stray.txt").write_bytes(b"")
    monkeypatch.setattr(make_sample, "FOLDER", tmp_path)
    assert make_sample.differing() == ["stray.txt", "tutors.csv"]
    assert make_sample.main(["--check"]) == 1


def test_there_are_24_pupils_and_3_tutors_with_eight_pupils_each() -> None:
    found = pupils()
    assert len(found) == 24
    assert sorted(sum(row.tutor == one["email"] for row in found) for one in tutors()) == [8, 8, 8]
    assert len({row.key for row in found}) == 24


def test_upns_are_right_and_belong_to_no_authority() -> None:
    numbers = [row.upn for row in pupils() if row.upn]
    assert len(numbers) == 21
    assert all(is_upn(number) and number[1:4] == "999" for number in numbers)


def test_birthdays_fit_the_year_groups() -> None:
    for row in pupils():
        year = int(row.year_group.removeprefix("Year "))
        assert row.date_of_birth is not None
        assert date(2026 - year - 5, 9, 1) <= row.date_of_birth < date(2026 - year - 4, 9, 1)


def test_every_telephone_number_is_from_the_drama_ranges() -> None:
    profile = json.loads((SAMPLE / "school.json").read_text(encoding="utf-8"))
    numbers = [one["phone"] for one in tutors()] + [profile["office_phone"], profile["duty_phone"]]
    numbers += [contact.phone for row in pupils() for contact in row.contacts]
    assert len(numbers) > 30
    assert all(DRAMA.fullmatch(number) for number in numbers)


def test_every_address_on_the_net_is_an_example() -> None:
    everything = b"".join(make_sample.files().values()).decode("cp1252")
    for address in re.findall(r"[\w.+-]+@[\w.-]+", everything):
        assert address.endswith(".example")


def test_names_have_letters_beyond_english_and_pupils_have_packs_warnings_and_contacts() -> None:
    found = pupils()
    assert sum(not f"{row.forename}{row.surname}".isascii() for row in found) >= 8
    assert {row.packs for row in found} == {
        ("bhes-one-to-one",),
        ("kes-one-to-one",),
        ("bhes-one-to-one", "kes-one-to-one"),
    }
    assert sum(bool(row.warnings) for row in found) >= 8
    assert all(row.contacts and row.postcode and row.email and row.address.endswith("Merebridge") for row in found)


def test_the_timetable_names_pupils_and_tutors_of_the_sample() -> None:
    tutor_of = {row.admission_number: row.tutor for row in pupils()}
    found = timetable()
    assert {visit.pupil_ref for visit in found} == tutor_of.keys()
    assert all(visit.tutor_ref == tutor_of[visit.pupil_ref] for visit in found)


def test_the_calendar_holds_no_pupils_name_and_no_address() -> None:
    text = (SAMPLE / "timetable.ics").read_text(encoding="utf-8")
    for row in pupils():
        assert row.surname not in text
        assert row.forename not in text
        assert row.address.split(",")[0] not in text


def test_visits_fall_on_every_school_day_of_two_terms_and_on_no_other() -> None:
    days = (date(2026, 9, 1) + timedelta(days=number) for number in range(365))
    assert days_of(timetable()) == {day for day in days if make_sample.has_visits(day)}
    assert not make_sample.has_visits(date(2026, 10, 28))
    assert not make_sample.has_visits(date(2026, 11, 2))


def test_every_tutor_has_four_visits_on_a_school_day_at_the_same_clock_time_all_year() -> None:
    found = timetable()
    for one in tutors():
        for day, hours in (
            (date(2026, 10, 20), "08:30 10:00 12:15 13:30"),
            (date(2026, 11, 24), "09:30 11:00 13:15 14:30"),
        ):
            theirs = [visit for visit in found if visit.tutor_ref == one["email"] and visit.starts_at.date() == day]
            assert " ".join(f"{visit.starts_at:%H:%M}" for visit in theirs) == hours


def test_one_visit_is_cancelled_and_one_is_moved_and_nobody_is_in_two_places() -> None:
    found = timetable()
    assert sum(visit.cancelled for visit in found) == 1
    moved = [visit for visit in found if visit.recurrence_id == "20261111T110000Z" and visit.sequence]
    assert [visit.starts_at for visit in moved] == [datetime(2026, 11, 12, 12, 5, tzinfo=UTC)]
    assert_nobody_is_in_two_places(found)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 22),
        date(2026, 11, 23),
        date(2026, 10, 25),
        date(2026, 10, 28),
        date(2027, 3, 28),
        date(2031, 8, 12),
    ],
)
def test_a_demonstration_has_visits_for_every_tutor_on_any_day(day: date) -> None:
    window = (day - timedelta(days=7), day + timedelta(days=7))
    base = visits((SAMPLE / "timetable.ics").read_bytes(), window)
    extra = visits(make_sample.demo_timetable(day), window)
    both = tuple(sorted((*base, *extra), key=lambda visit: visit.starts_at))
    today = [visit for visit in both if local_day(visit.starts_at, LONDON) == day]
    assert {visit.tutor_ref for visit in today} == {one["email"] for one in tutors()}
    assert not days_of(base) & days_of(extra)
    assert_nobody_is_in_two_places(both)


def test_the_demonstrations_week_is_written_by_the_command(tmp_path: Path) -> None:
    out = tmp_path / "week.ics"
    assert make_sample.main(["--week-of", "2026-11-22", "--out", str(out)]) == 0
    assert out.read_bytes() == make_sample.demo_timetable(date(2026, 11, 22))


def test_lines_of_the_calendar_fit_the_format() -> None:
    for data in (make_sample.timetable_ics(), make_sample.demo_timetable(date(2026, 11, 22))):
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_the_readme_says_that_all_is_invented() -> None:
    assert "Everything here is invented" in (SAMPLE / "README.md").read_text(encoding="utf-8")
