"""What goes wrong in the world, each with the sentence that the person sees, through the laptop as it is wired.

That nothing is lost or half-done in these cases is tested in the rooms; here it is what is said, and that work goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import column, table, update

from app.bootstrap.keyring import KeyringFinder
from app.casework.views import StartBlocked
from app.domain.errors import DoorstepError
from app.models.migrate import LAPTOP
from app.sync.protocol.keys import read_code
from app.vault import folders
from app.vault.errors import DatabaseDamaged
from app.vault.vault import unlock_vault
from tests.scenarios.lived_day import TUTOR
from tests.scenarios.prepared import Prepared, prepared_morning
from tests.scenarios.programs import Program, clean_env
from tests.scenarios.tutors_laptop import MOTHER, PASSPHRASE, TutorsLaptop, answers, device_of, visit_ids
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, fault_proxy
from tests.vault.forging import framed


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with prepared_morning(tmp_path_factory.mktemp("morning")) as made:
        yield made


@pytest.fixture
def laptop(morning: Prepared, tmp_path: Path) -> Iterator[TutorsLaptop]:
    """A joined laptop, locked, whose school cannot be reached."""
    made = morning.copy(tmp_path / "laptop")
    yield made
    made.close()


@pytest.fixture
def stranger(tmp_path: Path, clock: FakeClock) -> Iterator[TutorsLaptop]:
    """A laptop that has records and no school."""
    made = TutorsLaptop(tmp_path / "stranger", clock)
    made.create()
    yield made
    made.close()


@pytest.fixture
def listening(morning: Prepared) -> Iterator[str]:
    """The address of the school, which can be reached."""
    morning.school.open_line()
    yield morning.school.address
    morning.school.cut_line()


def said_by(call: Callable[[], object]) -> str:
    """The sentence and the next step that a person sees."""
    with pytest.raises(DoorstepError) as caught:
        call()
    return str(caught.value)


def header(laptop: TutorsLaptop) -> Path:
    return laptop.places.vault / folders.HEADER


def database(laptop: TutorsLaptop) -> Path:
    return laptop.places.vault / folders.DATABASE


def overwrite(path: Path, place: int, count: int = 64) -> None:
    """Damage a few bytes of a file."""
    content = bytearray(path.read_bytes())
    content[place : place + count] = bytes(byte ^ 0x5A for byte in content[place : place + count])
    path.write_bytes(content)


def test_a_wrong_passphrase(laptop: TutorsLaptop) -> None:
    said = said_by(lambda: laptop.services.unlock("correct horse battery staple lamb"))
    assert said == "That passphrase is not right. Check Caps Lock and try again, or use your recovery key."


def test_wrong_passphrases_again_and_again(laptop: TutorsLaptop, morning: Prepared) -> None:
    for _ in range(20):
        said = said_by(lambda: laptop.services.unlock("correct horse battery staple lamb"))
        if "seconds" in said:
            break
    assert "and try again, or use your recovery key." in said
    assert said_by(laptop.unlock).startswith("There have been too many wrong passphrases. Wait ")
    morning.clock.advance(hours=1)
    laptop.unlock()


def test_the_keyring_has_lost_its_secret(laptop: TutorsLaptop) -> None:
    laptop.keyring.items.clear()
    assert said_by(laptop.unlock) == (
        "This laptop's keyring no longer has the secret for these records. "
        "Use your recovery key to get in. It is on the sheet you printed when you set Doorstep up."
    )


def test_there_is_no_keyring_any_more(laptop: TutorsLaptop) -> None:
    laptop.laptop.keyring = KeyringFinder(lambda: None)
    assert said_by(laptop.unlock).startswith("This laptop has no keyring that Doorstep can use.")


def test_a_damaged_header_is_mended_from_its_spare_copy(laptop: TutorsLaptop) -> None:
    overwrite(header(laptop), 40)
    laptop.unlock()
    assert len(laptop.desk.today().visits) == 4


def test_both_copies_of_the_header_damaged(laptop: TutorsLaptop) -> None:
    for name in (folders.HEADER, folders.SPARE_HEADER):
        overwrite(laptop.places.vault / name, 40)
    assert said_by(laptop.unlock) == (
        "The file that holds the keys to your records is damaged, and so is its spare copy. "
        "Restore your last backup, or ask whoever looks after your laptop for help."
    )


def test_the_first_database_page_damaged(laptop: TutorsLaptop) -> None:
    overwrite(database(laptop), 100)
    assert said_by(laptop.unlock).startswith("Part of your records file is damaged. Restore your last backup")


def look_at_everything(laptop: TutorsLaptop) -> None:
    """Unlock and open every page."""
    laptop.unlock()
    desk = laptop.desk
    for card in desk.today().visits:
        desk.visit(card.visit_id)
        desk.pupil(card.pupil_id)
    desk.pupils()
    desk.outbox()


@pytest.mark.parametrize("part", range(1, 9))
def test_any_other_database_page_damaged(laptop: TutorsLaptop, part: int) -> None:
    """One page: either nothing on the screens needs it, or the person reads that the file is damaged."""
    pages = database(laptop).stat().st_size // 4096
    overwrite(database(laptop), (pages * part // 9) * 4096 + 500)
    with suppress(DatabaseDamaged):
        look_at_everything(laptop)


def test_all_other_database_pages_damaged(laptop: TutorsLaptop) -> None:
    for page in range(1, database(laptop).stat().st_size // 4096):
        overwrite(database(laptop), page * 4096 + 500)
    said = said_by(lambda: look_at_everything(laptop))
    assert said.startswith("Part of your records file is damaged. Restore your last backup")


def test_a_header_of_a_newer_version(laptop: TutorsLaptop) -> None:
    header(laptop).write_bytes(framed(b'{"whatever":"comes"}', version=2))
    assert said_by(laptop.unlock) == (
        "These records were saved by a newer version of Doorstep. "
        "Update Doorstep on this laptop and try again. Nothing has been changed."
    )


def test_a_database_of_a_newer_version(laptop: TutorsLaptop) -> None:
    vault = unlock_vault(laptop.places.vault, PASSPHRASE, keyring=laptop.keyring, clock=laptop.clock)
    with vault, vault.engine.begin() as conn:
        conn.execute(update(table(LAPTOP.version_table, column("version_num"))).values(version_num="laptop_9999"))
    assert said_by(laptop.unlock) == (
        "These records were last opened by a newer version of Doorstep. "
        "Install the newest version, then open them again. Nothing was changed."
    )
    assert laptop.laptop.opened is None


def test_a_second_program_on_the_same_records(laptop: TutorsLaptop, tmp_path: Path) -> None:
    laptop.unlock()
    job = {
        "profile": str(laptop.folder),
        "keyring": [[*where, secret] for where, secret in laptop.keyring.items.items()],
    }
    with Program("tests.scenarios.second_instance", env=clean_env(tmp_path), log=tmp_path / "second.log") as second:
        second.tell(json.dumps(job))
        said = second.wait_for("said ").removeprefix("said ")
    assert said == (
        "Doorstep is already open on these records. "
        "Switch to the window that is already open, or close it and try again."
    )
    assert laptop.desk.today().visits


def test_a_joining_code_that_nobody_gave_out(stranger: TutorsLaptop, morning: Prepared, listening: str) -> None:
    code = read_code(morning.school.code(TUTOR))
    wrong = replace(code, secret="0123456789ABC"[: len(code.secret)])
    assert said_by(lambda: stranger.desk.join_school(listening, wrong.text())) == (
        "The school does not know this joining code. "
        "Compare it with what the office gave you and type it again, or ask for a new one."
    )
    assert not stranger.desk.joined()


def test_a_mistyped_joining_code(stranger: TutorsLaptop, listening: str) -> None:
    assert said_by(lambda: stranger.desk.join_school(listening, "ABCD-EFGH")) == (
        "That is not a joining code. It has 20 letters and digits in five groups. Type it again."
    )


def test_a_joining_code_used_before(stranger: TutorsLaptop, morning: Prepared, listening: str, tmp_path: Path) -> None:
    code = morning.school.code(TUTOR)
    stranger.join(listening, code)
    second = TutorsLaptop(tmp_path / "second", morning.clock)
    second.create()
    assert said_by(lambda: second.desk.join_school(listening, code)) == (
        "This joining code was used before. "
        "Ask the office for a new one. If you have not used it yourself, tell them so."
    )
    second.close()


def test_joining_a_school_that_cannot_be_reached(stranger: TutorsLaptop, morning: Prepared) -> None:
    code = morning.school.code(TUTOR)
    assert said_by(lambda: stranger.desk.join_school(morning.school.address, code)) == (
        "The school cannot be reached at this address. "
        "Check the address and that the laptop is on a network, then try again. The code is still good."
    )


def test_joining_through_a_network_that_answers_with_a_web_page(
    stranger: TutorsLaptop, morning: Prepared, listening: str
) -> None:
    code = morning.school.code(TUTOR)
    with fault_proxy(listening) as proxy:
        proxy.plan(Fault.HTML)
        assert said_by(lambda: stranger.desk.join_school(proxy.address, code)) == (
            "A web page answered at this address, not a school's Doorstep. "
            "Check the address. On a guest network, sign in with a web browser first. The code is still good."
        )
        stranger.join(proxy.address, code)


def test_a_network_that_answers_sync_with_a_web_page(stranger: TutorsLaptop, morning: Prepared, listening: str) -> None:
    with fault_proxy(listening) as proxy:
        stranger.join(proxy.address, morning.school.code(TUTOR))
        proxy.plan(Fault.HTML)
        state = stranger.sync()
        assert state.reachable is False
        assert state.problem == (
            "This network answered with a page of its own instead of the school's answer. Your work is saved on this "
            "laptop and will be sent when the school answers. Open a web browser and sign in to the network, or use "
            "another one."
        )
        assert stranger.sync().reachable


def test_a_laptop_that_the_school_trusts_no_longer(stranger: TutorsLaptop, morning: Prepared, listening: str) -> None:
    stranger.join(listening, morning.school.code(TUTOR))
    morning.school.revoke(device_of(stranger))
    visit = visit_ids(stranger)[0]
    stranger.desk.arrive(visit)
    state = stranger.sync()
    assert state.problem == (
        "The school no longer accepts records from this laptop. "
        "Ring the office. What you wrote is still on this laptop."
    )
    assert state.unsent == 1
    stranger.desk.not_enter(visit, "other", "", ())
    assert stranger.desk.outbox().unsent == 3


def test_a_start_without_answers_says_what_is_missing(laptop: TutorsLaptop) -> None:
    laptop.unlock()
    visit = visit_ids(laptop)[0]
    blocked = laptop.desk.start(visit, MOTHER, answers(laptop.desk.visit(visit))[1:])
    assert isinstance(blocked, StartBlocked)
    assert blocked.missing == (laptop.desk.visit(visit).start_questions[0].check_id,)
