"""The program itself, on a screen of its own, with a real keyring and a real school: a day done by what is read out.

The day is lived once; each test looks at one thing of it. What a person would see is read over the accessibility bus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.bootstrap.places import places_in
from app.casework.board import BoardState
from app.casework.records import session_record
from app.models.doctor import examine
from tests.scenarios.canaries import files_holding, needles, texts_holding
from tests.support.atspi import FocusMoves
from tests.support.desktop import DesktopSession, desktop_session
from tests.ui.program import Person, program
from tests.ui.real_school import RealSchool, real_school

PASSPHRASE = "walnut harbour thimble orchard kestrel"
ADULT, NOTES, COVERED = "Hesperina Thistlewick", "Half a thought about marmosets", "Pangolin worksheet, first page"
PAGES = ("Pupils", "Reports", "Outbox", "Settings", "Today")
_ASKED_TOO_LATE = "qt.accessibility.atspi: Could not find accessible"
"""Qt's word for a question of ours about a control that had gone meanwhile."""
TICKS = re.compile("^(They are over 18|They are awake|They are staying|Nobody is smoking|Animals are out|The way out)")


@dataclass
class Lived:
    """What was read out on the way through the day."""

    school: RealSchool
    desktop: DesktopSession
    profile: Path
    pid: int = 0
    recovery_key: list[str] = field(default_factory=list)
    defects: dict[str, list[str]] = field(default_factory=dict)
    rounds: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)
    """Of a page: what Tab went through, and what else there is to use."""
    at_work: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    pid_when_locked: int = 0
    back: list[str] = field(default_factory=list)
    outbox: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    exit_code: int = -1

    def look(self, name: str, person: Person) -> None:
        """Look at every control of the page that shows."""
        self.defects[name] = person.defects()

    def go_round(self, name: str, person: Person, moves: FocusMoves) -> None:
        """Tab through the page that shows. Of a group of radio buttons Tab reaches one; arrow keys reach the others."""
        stops = person.tab_round(moves)
        passed = {stop.place for stop in stops}
        missed = [c for c in person.controls() if c.role != "radio button" and c.place not in passed]
        self.rounds[name] = [stop.name for stop in stops], [control.name for control in missed]

    def canaries(self) -> set[bytes]:
        """What may be readable nowhere."""
        key = "-".join(self.recovery_key)
        return needles([*self.school.names, ADULT, NOTES, COVERED, PASSPHRASE, key])

    def search(self) -> None:
        """Look for canaries in every file of the program, its home and its temp folder, and in its environment."""
        told = {name: Path(f"/proc/{self.pid}/{name}").read_text(errors="replace") for name in ("cmdline", "environ")}
        self.traces += files_holding([self.profile, self.desktop.folder], self.canaries())
        self.traces += texts_holding(told, self.canaries())


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The day, done by somebody who only hears the screen."""
    with ExitStack() as stack:
        school = stack.enter_context(real_school(tmp_path_factory.mktemp("school")))
        desktop = stack.enter_context(desktop_session(keyring=True))
        reader = stack.enter_context(desktop.accessibility())
        moves = reader.focus_moves()
        day = Lived(school, desktop, tmp_path_factory.mktemp("laptop") / "profile")
        person = stack.enter_context(program(desktop, reader, day.profile))
        day.pid = person.process.pid
        _set_up(day, person)
        _look_round(day, person, moves)
        _start(day, person, moves)
        _lock_and_unlock(day, person)
        _finish(day, person)
        with program(desktop, reader, day.profile) as other:
            _unlock(other)
            other.see("already open")
            day.second = other.heard()
        day.search()
        day.exit_code = person.close()
        yield day


def _set_up(day: Lived, person: Person) -> None:
    """A passphrase, the recovery key and two groups of it back, the school."""
    person.write("New passphrase", PASSPHRASE)
    person.write("The same again", PASSPHRASE)
    day.look("passphrase", person)
    person.press("Set up")
    person.see("Your recovery key")
    spoken = [re.fullmatch(r"Group \d+: (.+)", said) for said in person.heard()]
    day.recovery_key = [found[1].replace(" ", "") for found in spoken if found is not None]
    person.press("I have it on paper")
    person.see("Check your recovery key")
    for control in person.app.find_all(name=re.compile(r"^Group \d+$"), role="text"):
        control.write(day.recovery_key[int(control.name.split()[1]) - 1].lower())
    person.press("Go on")
    person.write("The school's address", day.school.serving.address)
    person.write("Joining code", day.school.code())
    day.look("joining", person)
    person.press("Join")
    person.see(day.school.pupil)


def _look_round(day: Lived, person: Person, moves: FocusMoves) -> None:
    """Every page of the rail, at the usual size of letters and at half as large again."""
    for size in ("100 %", "150 %"):
        person.press("Settings")
        person.press(size)
        for page in PAGES:
            person.press(page)
            person.find(page, "heading")
            day.look(f"{page} at {size}", person)
    person.press("Settings")
    person.press("100 %")
    person.press("Today")
    person.find("Start doorstep check")
    day.go_round("Today", person, moves)


def _start(day: Lived, person: Person, moves: FocusMoves) -> None:
    person.press("Start doorstep check")
    person.find("Check in and start")
    day.go_round("doorstep", person, moves)
    person.write("An adult", ADULT)
    person.press("Parent")
    for control in person.app.find_all(name=TICKS, role="check box"):
        control.press()
    person.see("Ready to start")
    day.look("doorstep", person)
    person.press("Check in and start")
    person.see("School told")
    person.write("Notes", NOTES)
    person.see("Saved on this laptop")
    day.look("session", person)
    day.at_work = person.heard()


def _lock_and_unlock(day: Lived, person: Person) -> None:
    """Ctrl+L in the middle of the visit: the program is replaced, and its files are searched meanwhile."""
    person.desktop.focus_window("^Doorstep$")
    person.desktop.type_keys("ctrl+l")
    person.find("Unlock", "push button")
    day.locked, day.pid_when_locked = person.heard(hidden=True), person.app.pid
    day.look("locked", person)
    day.search()
    _unlock(person)
    person.press("Go to visit")
    person.find("Finish visit")
    day.back = person.heard()


def _unlock(person: Person) -> None:
    person.write("Passphrase", PASSPHRASE)
    person.press("Unlock")


def _finish(day: Lived, person: Person) -> None:
    person.press("Finish visit")
    person.write("Work covered", COVERED)
    person.write("Targets", "Compare fractions")
    for answer in ("Yes. The adult was here", "Yes. It stayed quiet", "Yes. Ready to start", "4 "):
        person.press(answer)
    day.look("finish", person)
    person.press("Finish and save the log")
    person.see("Finish and log: the school holds it")
    day.look("finished", person)
    person.press("Outbox")
    person.see("Nothing is waiting")
    day.outbox = person.heard()


def test_the_recovery_key_is_read_out_in_groups(lived: Lived) -> None:
    assert len(lived.recovery_key) == 9
    assert {len(group) for group in lived.recovery_key} == {4}


def test_the_session_says_whose_it_is_and_that_the_school_was_told(lived: Lived) -> None:
    assert lived.school.pupil in lived.at_work
    assert any(said.startswith("School told") for said in lived.at_work)


def test_a_lock_leaves_no_name_in_the_window_and_the_process_keeps_its_number(lived: Lived) -> None:
    spoken = "\n".join(lived.locked)
    assert "A visit is running" in lived.locked
    assert "Finish check-in due by" in spoken
    assert "School, duty line" in spoken
    hidden = [*lived.school.names, lived.school.pupil.split()[0], ADULT, NOTES]
    assert [name for name in hidden if name in spoken] == []
    assert lived.pid_when_locked == lived.pid


def test_after_the_unlock_the_visit_and_its_notes_are_there_again(lived: Lived) -> None:
    assert lived.school.pupil in lived.back
    assert NOTES in lived.back


def test_the_outbox_says_that_the_school_holds_it(lived: Lived) -> None:
    assert "School holds it" in "\n".join(lived.outbox)
    assert {f"Finish check-in, {lived.school.pupil}", f"Session log, {lived.school.pupil}"} <= set(lived.outbox)


def test_the_school_has_the_visit_as_it_was_typed(lived: Lived) -> None:
    school = lived.school.school
    line = next(line for line in school.board().over if line.visit_id == lived.school.visit)
    record = session_record(school.source, lived.school.visit)
    assert line.state is BoardState.BACK
    assert (record.adult_name, record.notes, record.work_covered) == (ADULT, NOTES, COVERED)
    assert (record.engagement, record.ready, record.equipment) == (4, True, None)
    assert examine(school.endpoint.engine, school.school_id).findings == ()


def test_a_second_window_says_that_the_first_one_is_open(lived: Lived) -> None:
    assert "Doorstep is already open" in lived.second


def test_while_it_runs_nothing_lies_open_in_any_file(lived: Lived) -> None:
    assert files_holding([lived.school.folder], needles([lived.school.pupil.split()[-1]])), "the search is blind"
    assert lived.traces == []


def test_it_closes_without_a_word_of_complaint(lived: Lived) -> None:
    log = (places_in(lived.profile).logs / "doorstep.log").read_text(encoding="utf-8")
    said = [line for line in lived.desktop.said().splitlines() if not line.startswith(_ASKED_TOO_LATE)]
    assert (lived.exit_code, said) == (0, [])
    assert [line for line in log.splitlines() if " INFO " not in line] == []


def test_every_control_has_a_name_and_is_large_enough(lived: Lived) -> None:
    assert {page: found for page, found in lived.defects.items() if found} == {}
    assert len(lived.defects) == 2 * len(PAGES) + 7


@pytest.mark.parametrize("page", ["Today", "doorstep"])
def test_tab_comes_round_and_passes_everything(lived: Lived, page: str) -> None:
    stops, missed = lived.rounds[page]
    assert missed == []
    assert len(stops) > 8


def test_a_damaged_header_is_said_in_the_window(tmp_path: Path) -> None:
    vault = places_in(tmp_path).vault
    vault.mkdir(parents=True)
    for name in ("vault.hdr", "vault.hdr.prev"):
        (vault / name).write_bytes(b"not a header at all")
    with (
        desktop_session(keyring=True) as desktop,
        desktop.accessibility() as reader,
        program(desktop, reader, tmp_path) as person,
    ):
        _unlock(person)
        person.see("Your records cannot be opened")
        assert "damaged" in "\n".join(person.heard())
        assert person.close() == 0
