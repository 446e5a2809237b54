"""`doorstep-school` from the command line: a school from nothing to a joined laptop, and errors in a sentence."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
import requests
from typer.testing import CliRunner, Result

from app.school.__main__ import cli
from app.school.opening import open_endpoint
from app.school.settings import Settings, load_settings, save_settings
from app.sync.protocol.keys import read_code
from tests.school.driver import PASSWORD, Laptop, Place
from tests.support.processes import running
from tests.support.waiting import wait_until

CSV = "Surname,Forename,DOB,Adno,Home Tutor\nThorne,Isla,04/03/2013,000412,APR\nVance,Theo,11/09/2012,000413,APR\n"
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:one@test
DTSTAMP:20261101T090000Z
DTSTART:20261124T090000Z
DTEND:20261124T100000Z
SUMMARY:Maths
X-DOORSTEP-PUPIL:000412
X-DOORSTEP-TUTOR:APR
END:VEVENT
END:VCALENDAR
"""


class Shell:
    """Commands on one database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder}/school.db"

    def __call__(self, *words: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, [words[0], *words[1:], "--database", self.database], input=stdin)

    def file(self, name: str, text: str) -> str:
        """A file with this text."""
        path = self.folder / name
        path.write_bytes(text.replace("\n", "\r\n").encode())
        return str(path)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    made = Shell(tmp_path)
    assert made("init", "--name", "Merebridge", "--office-phone", "0113 496 0820").exit_code == 0
    assert made("add-tutor", "Ada Prewett", "--email", "ada@merebridge.example", "--code", "APR").exit_code == 0
    return made


def test_the_database_and_the_secret_are_for_their_owner_alone(shell: Shell) -> None:
    for name in ("school.db", "school.secret"):
        assert stat.S_IMODE((shell.folder / name).stat().st_mode) == 0o600
    secret = (shell.folder / "school.secret").read_bytes()
    assert len(secret) == 32
    assert secret not in (shell.folder / "school.db").read_bytes()


def test_a_second_import_changes_nothing(shell: Shell) -> None:
    caseload, timetable = shell.file("c.csv", CSV), shell.file("t.ics", ICS)
    assert "2 pupils new, 0 changed, 0 as they were." in shell("import-caseload", caseload).output
    assert "0 pupils new, 0 changed, 2 as they were." in shell("import-caseload", caseload).output
    window = ("--from", "2026-11-01", "--to", "2026-12-31")
    assert "1 visits new" in shell("import-timetable", timetable, *window).output
    assert "0 visits new, 0 changed, 1 as they were." in shell("import-timetable", timetable, *window).output
    assert "Everything agrees." in shell("doctor").output


def test_bad_rows_are_named_by_line_and_nothing_is_imported(shell: Shell) -> None:
    bad = shell("import-caseload", shell.file("c.csv", CSV.replace("11/09/2012", "31/02/2012")))
    assert bad.exit_code == 1
    assert "Line 3, DOB" in bad.stderr
    assert "Nothing was imported." in bad.stderr
    assert "2 pupils new" in shell("import-caseload", shell.file("c.csv", CSV)).output
    no_zone = ICS.replace("DTSTART:20261124T090000Z", "DTSTART:20261124T090000")
    late = shell("import-timetable", shell.file("t.ics", no_zone), "--from", "2026-11-01")
    assert late.exit_code == 1
    assert "Line 7" in late.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("enrol-code", "nobody"), "The school has no such tutor."),
        (("import-caseload", "no-such-file.csv"), "The file no-such-file.csv cannot be read."),
        (("import-timetable", "x.ics", "--from", "soon"), "That is not a day."),
        (("revoke-device", str(UUID(int=1))), "The school has no such laptop."),
        (("doctor", "--settings", "settings-that-are-wrong.json"), "The settings in settings-that-are-wrong.json"),
    ],
)
def test_what_the_world_does_wrong_is_said_in_a_sentence(
    shell: Shell, words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shell.folder)
    shell.file("settings-that-are-wrong.json", '{"port": "high"}')
    found = shell(*words)
    assert found.exit_code == 1
    assert found.stderr.startswith(sentence)


def test_a_database_that_cannot_be_reached_is_said_without_its_password(shell: Shell) -> None:
    shell.database = "postgresql://doorstep:hunter2@127.0.0.1:9/doorstep"
    found = shell("doctor")
    assert (found.exit_code, found.exception.__class__) == (1, SystemExit)
    assert "The database cannot be reached" in found.stderr
    assert "hunter2" not in found.output + found.stderr


def test_a_database_without_its_secret_is_refused(shell: Shell) -> None:
    (shell.folder / "school.secret").unlink()
    found = shell("doctor")
    assert found.exit_code == 1
    assert "secret file school.secret is missing" in found.stderr
    (shell.folder / "school.secret").write_bytes(bytes(32))
    assert "does not belong to this database" in shell("doctor").stderr


def test_a_person_is_added_with_a_password_from_standard_input(shell: Shell) -> None:
    words = ("add-person", "Lee Marsh", "--role", "lead_worker", "--sign-in", "lee@merebridge.example")
    assert shell(*words, stdin=f"{PASSWORD}\n").exit_code == 0
    assert "Somebody signs in with this name already." in shell(*words, stdin=f"{PASSWORD}\n").stderr
    short = shell(*words[:-1], "other@merebridge.example", stdin="short\n")
    assert "fewer than 12 characters" in short.stderr


def test_a_code_from_the_command_line_joins_a_laptop_of_the_served_school(shell: Shell) -> None:
    told = shell("enrol-code", "ada prewett").output
    code = told.split("Joining code: ")[1].split()[0]
    assert "Address:      http://127.0.0.1:8765" in told
    log = shell.folder / "serve.log"
    command = [sys.executable, "-m", "app.school", "serve", "--port", "0", "--database", shell.database]
    with running(command, env=dict(os.environ), log=log) as process:
        base = wait_until(lambda: _address(process, log), "the endpoint to say where it serves")
        endpoint = open_endpoint(Settings(database=shell.database))
        nobody = UUID(int=0)
        laptop = Laptop(Place(endpoint, endpoint.clock, nobody, nobody, nobody, base))  # type: ignore[arg-type]  # the real clock
        answer = laptop.enrol(code)
        assert answer.status == 200, answer.response.text
        assert read_code(code).matches(bytes.fromhex(answer.response.json()["school_key"]))
        assert requests.get(f"{base}/v1/health", timeout=10).json() == {"status": "ok"}
        endpoint.engine.dispose()
    listed = shell("list").output
    assert str(laptop.device) in listed
    assert shell("revoke-device", str(laptop.device), "--reason", "Lost").exit_code == 0
    assert "no longer trusted" in shell("list").output
    logged = "".join(path.read_text() for path in shell.folder.rglob("*.log"))
    assert "Prewett" not in logged
    assert code not in logged


def _address(process: subprocess.Popen[bytes], log: Path) -> str | None:
    assert process.poll() is None, log.read_text()
    text = log.read_text()
    return text.split("Serving on ")[1].split(". ")[0] if "Serving on " in text and ". " in text else None


def test_a_port_that_is_taken_is_said_in_a_sentence(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = shell("serve", "--port", str(taken.getsockname()[1]))
    assert found.exit_code == 1
    assert found.stderr.startswith("Nothing can listen on 127.0.0.1, port ")


def test_the_document_is_printed() -> None:
    found = CliRunner().invoke(cli, ["openapi"])
    assert json.loads(found.output)["openapi"].startswith("3.1")


def test_settings_are_kept_for_their_owner_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    wanted = Settings(database="postgresql://db.example/doorstep", public_url="https://school.example", port=9000)
    save_settings(wanted, path)
    assert load_settings(path) == wanted
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_settings(tmp_path / "none.json") == Settings()
    assert wanted.secret_path.name == "school.secret"
