"""Files that a school's system exported wrongly: named by line and reason at the command line, and nothing imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.school.__main__ import cli
from tests.scenarios.sample_school import SAMPLE

_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one@test
DTSTAMP:20261101T090000Z
DTSTART:20261124T090000
DTEND:20261124T100000
SUMMARY:Maths
X-DOORSTEP-PUPIL:000412
X-DOORSTEP-TUTOR:SP1
END:VEVENT
END:VCALENDAR
"""


class Office:
    """The school's command line on one database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, command: str, *words: str) -> Result:
        return CliRunner().invoke(cli, [command, *words, "--database", f"sqlite:///{self.folder / 'school.db'}"])

    def import_file(self, command: str, name: str, content: bytes) -> Result:
        """Import a file with this content."""
        path = self.folder / name
        path.write_bytes(content)
        return self(command, str(path))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    made = Office(tmp_path)
    assert made("init", "--name", "Merebridge", "--office-phone", "0113 496 0820").exit_code == 0
    for name, code in (
        ("Siân Probert", "s.probert"),
        ("Marcus Adeyemi-Clarke", "m.adeyemi"),
        ("H W", "h.wolstenholme"),
    ):
        assert made("add-tutor", name, "--email", f"{code}@merebridge.example").exit_code == 0
    return made


def pupils_in(office: Office) -> str:
    """What a second, good import says: every pupil is new, so nothing was there."""
    return office.import_file("import-caseload", "good.csv", (SAMPLE / "caseload.csv").read_bytes()).output


def test_one_bad_date_is_named_by_its_line_and_stops_the_whole_file(office: Office) -> None:
    content = (SAMPLE / "caseload.csv").read_bytes().replace(b"02/11/2012", b"31/02/2012")
    result = office.import_file("import-caseload", "pupils.csv", content)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Line 4, DOB: “31/02/2012”: There is no such day. Write it as DD/MM/YYYY, for example 17/05/2013.",
        "Nothing was imported. Correct the file and import it again.",
    ]
    assert "24 pupils new" in pupils_in(office)


def test_a_file_without_a_needed_column(office: Office) -> None:
    content = (SAMPLE / "caseload.csv").read_bytes().replace(b"Legal Surname", b"House Colour", 1)
    result = office.import_file("import-caseload", "pupils.csv", content)
    assert result.exit_code == 1
    assert result.output == (
        "The file has no column for surname. Export it again with a line of headings that names each column.\n"
    )
    assert "24 pupils new" in pupils_in(office)


def test_a_calendar_whose_times_have_no_zone(office: Office) -> None:
    assert "24 pupils new" in pupils_in(office)
    result = office.import_file("import-timetable", "visits.ics", _CALENDAR.encode())
    assert result.exit_code == 1
    reason = "This time has no time zone, so the visit could be an hour out. Export the calendar with time zones"
    start, finish, last = result.output.splitlines()
    assert start.startswith(f"Line 7, DTSTART: “Maths”: {reason}")
    assert finish.startswith(f"Line 8, DTEND: “Maths”: {reason}")
    assert last == "Nothing was imported. Correct the file and import it again."
