"""No word about a pupil or from a tutor lies open anywhere: not with the records open, locked, or after SIGKILL.

Looked at: every file of the profile (the WAL among them), the log, the temp folder, the home folder, the error output,
the keyring, and what a system tells of a process (arguments, environment). The scan itself is tried first.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.places import places_in
from app.models.facts import school as facts
from tests.scenarios import canaries
from tests.scenarios.canaries import NAMES, WRITTEN, files_holding, needles, texts_holding
from tests.scenarios.programs import Program, clean_env
from tests.scenarios.sample_school import SampleSchool, make_sample_school
from tests.scenarios.tutors_laptop import PASSPHRASE
from tests.support.clock import FakeClock

WANTED = needles([*NAMES, *WRITTEN.values(), PASSPHRASE])
_VISITS = 4


@dataclass
class Watched:
    """A program at work, and the places where it could leave traces."""

    folder: Path
    job: dict[str, Any]
    program: Program = field(init=False)
    keyring: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.profile.mkdir()
        self.temp.mkdir()
        self.start()

    @property
    def profile(self) -> Path:
        """Where the program keeps everything."""
        return self.folder / "profile"

    @property
    def temp(self) -> Path:
        """Where it would put temp files."""
        return self.folder / "temp"

    @property
    def errors(self) -> Path:
        """What it writes to its error output."""
        return self.folder / "errors.log"

    def start(self) -> None:
        """Start the program and give it its job."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        temp = {name: str(self.temp) for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")}
        env = clean_env(home) | temp
        self.program = Program("tests.scenarios.child_canary", env=env, log=self.errors)
        self.program.tell(json.dumps(self.job | {"profile": str(self.profile), "keyring": self.keyring}))
        self.keyring = json.loads(self.program.wait_for("begun").removeprefix("begun "))

    def do(self, *tasks: str) -> None:
        """Let it do these."""
        for task in tasks:
            self.program.tell(task)
            self.program.wait_for(f"did {task}")

    def traces(self) -> list[str]:
        """Every place in which a canary is found."""
        texts = {"keyring": json.dumps(self.keyring), **_told_by_the_system(self.program.process.pid)}
        return files_holding([self.folder], WANTED) + texts_holding(texts, WANTED)


def _told_by_the_system(pid: int) -> dict[str, str]:
    folder = Path(f"/proc/{pid}")
    names = ("cmdline", "environ", "comm") if (folder / "environ").exists() else ()
    return {name: (folder / name).read_bytes().decode(errors="replace") for name in names}


def canary_school(folder: Path, clock: FakeClock) -> SampleSchool:
    """The sample's school with one pupil whose every word is a canary, and four visits of today."""
    school = make_sample_school(folder / "school.db", clock)
    pupil, tutor, soon = school.endpoint.new_id(), school.tutors["SP1"], clock.now() + timedelta(minutes=10)
    school.journal.record(
        facts.PupilRecorded(
            pupil_id=pupil,
            forename=canaries.FORENAME,
            surname=canaries.PUPIL,
            address=canaries.STREET,
            contacts=(facts.Contact(name=canaries.CONTACT, relation="Mother", phone="07700 900142"),),
            cautions=(facts.Caution(title=canaries.CAUTION, action="Ask."),),
            packs=("bhes-one-to-one",),
        ),
        facts.PupilAllocated(pupil_id=pupil, tutor_id=tutor),
        *(
            facts.VisitPlanned(
                visit_id=school.endpoint.new_id(),
                pupil_id=pupil,
                tutor_id=tutor,
                starts_at=soon + timedelta(minutes=5 * number),
                ends_at=soon + timedelta(minutes=5 * number + 60),
            )
            for number in range(_VISITS)
        ),
    )
    return school


def job_for(school: SampleSchool, *, replace: bool) -> dict[str, Any]:
    """What the program is to do and to write."""
    return {
        "address": school.address,
        "code": school.code("SP1"),
        "passphrase": PASSPHRASE,
        "texts": WRITTEN,
        "visits": _VISITS,
        "now": school.endpoint.clock.now().isoformat(),
        "pupil": canaries.PUPIL,
        "replace": replace,
    }


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A program that has joined the school; the school's own files lie elsewhere, since it may know names."""
    school = canary_school(tmp_path_factory.mktemp("school"), FakeClock())
    school.open_line()
    made = Watched(tmp_path_factory.mktemp("watched"), job_for(school, replace=False))
    yield made
    made.program.kill()
    school.close()


@pytest.fixture
def windowed(tmp_path: Path) -> Iterator[Watched]:
    """The same, for the tests that use the program's window."""
    for name in ("school", "watched"):
        (tmp_path / name).mkdir()
    school = canary_school(tmp_path / "school", FakeClock())
    school.open_line()
    made = Watched(tmp_path / "watched", job_for(school, replace=False))
    yield made
    made.program.kill()
    school.close()


@pytest.mark.parametrize("encode", [
    lambda text: text.encode(),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode().hex().encode(),
    lambda text: base64.b64encode(text.encode()),
    lambda text: base64.b64encode(b"x" + text.encode() + b"yz"),
    lambda text: base64.b64encode(b"xy" + text.encode()),
])  # fmt: skip
def test_the_scan_finds_a_canary_in_any_spelling(tmp_path: Path, encode: Any) -> None:
    for number, text in enumerate([*NAMES, *WRITTEN.values()]):
        (tmp_path / f"planted-{number}").write_bytes(b"\x00\xff" + encode(text) + b"\x17")
    assert len(files_holding([tmp_path], WANTED)) == len(NAMES) + len(WRITTEN)


def test_the_scan_finds_a_canary_in_a_files_name(tmp_path: Path) -> None:
    (tmp_path / f"Record of {canaries.PUPIL}.pdf").touch()
    assert len(files_holding([tmp_path], WANTED)) == 1


def test_nothing_lies_open_while_the_records_are_open(watched: Watched) -> None:
    before = watched.temp.stat().st_mtime_ns
    watched.do("work", "read")
    wal = next(watched.profile.rglob("*-wal"))
    assert wal.stat().st_size > 0
    assert watched.traces() == []
    assert watched.temp.stat().st_mtime_ns == before, "a temp file was made, even if it is gone again"


def test_no_error_says_a_word_of_the_records(watched: Watched) -> None:
    watched.do("provoke")
    log = (places_in(watched.profile).logs / "doorstep.log").read_text(encoding="utf-8")
    for kind in (
        "TextNotKept",
        "ValidationError",
        "IntegrityError",
        "OperationalError",
        "NotPossible",
        "DoorstepError",
    ):
        assert f"{kind}, at:" in log
    assert "uncaught" in watched.errors.read_text() or "fault of its own" in watched.errors.read_text()
    assert watched.traces() == []


def test_nothing_lies_open_after_the_lock(watched: Watched) -> None:
    watched.do("lock")
    assert watched.traces() == []


def test_nothing_lies_open_after_sigkill_with_unsaved_words(watched: Watched) -> None:
    watched.program.kill()
    watched.start()
    watched.do("read", "provoke")
    pid = watched.program.process.pid
    watched.program.process.kill()
    watched.program.process.wait()
    assert not Path(f"/proc/{pid}").exists()
    assert files_holding([watched.folder], WANTED) == []


def test_nothing_lies_open_when_it_was_written_through_the_window(windowed: Watched) -> None:
    windowed.do("window")
    assert windowed.traces() == []
    windowed.do("finish")
    assert windowed.traces() == []
    windowed.do("lock")
    assert windowed.traces() == []


def test_nothing_lies_open_when_the_window_is_killed_with_unsaved_words(windowed: Watched) -> None:
    windowed.do("window")
    windowed.program.process.kill()
    windowed.program.process.wait()
    assert files_holding([windowed.folder], WANTED) == []
