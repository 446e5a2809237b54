"""What screens hear of sync from the open records."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.bootstrap.desk_calls import screen_state
from app.bootstrap.open_records import NotJoinedYet
from app.domain.errors import DoorstepError
from app.sync.status import SyncState as State
from app.sync.status import SyncStatus
from tests.scenarios.tutors_laptop import TutorsLaptop
from tests.support.clock import FakeClock


@pytest.fixture
def laptop(tmp_path: Path, clock: FakeClock) -> TutorsLaptop:
    made = TutorsLaptop(tmp_path, clock)
    made.create()
    return made


def test_before_joining_the_desk_says_what_to_do(laptop: TutorsLaptop) -> None:
    with pytest.raises(NotJoinedYet, match=r"^This laptop does not belong to a school yet\. Type the joining code"):
        laptop.desk.today()
    assert laptop.heard[0].joined is False
    laptop.close()


def test_sync_now_before_joining_does_nothing(laptop: TutorsLaptop) -> None:
    laptop.desk.sync_now()
    laptop.close()


def test_a_new_listener_hears_no_older_status_after_a_newer_one(laptop: TutorsLaptop) -> None:
    """The status changes in sync's thread at the very moment at which a screen begins to listen."""
    opened = laptop.laptop.opened
    assert opened is not None
    heard: list[SyncStatus | None] = []
    newer = threading.Thread(target=opened._tell, args=(SyncStatus(State.SYNCING),))

    def listen(status: SyncStatus | None) -> None:
        if status is None:
            newer.start()
            newer.join(0.2)  # it must not get through, however long it is given
        heard.append(status)

    opened.subscribe(listen)
    newer.join()
    assert heard == [None, SyncStatus(State.SYNCING)]
    laptop.close()


def test_after_the_lock_no_call_reaches_the_records(laptop: TutorsLaptop) -> None:
    desk = laptop.desk
    laptop.lock()
    with pytest.raises(DoorstepError):
        desk.outbox()


def test_what_sync_tells_while_the_records_are_being_locked_raises_nothing(laptop: TutorsLaptop) -> None:
    opened = laptop.laptop.opened
    assert opened is not None
    laptop.close()
    assert screen_state(opened, SyncStatus(State.SYNCING)).working


@pytest.mark.parametrize(("state", "needs"), [(State.REFUSED, True), (State.STOPPED, True), (State.OFFLINE, False)])
def test_a_sync_that_will_not_go_on_by_itself_asks_for_a_person(
    laptop: TutorsLaptop, state: State, *, needs: bool
) -> None:
    opened = laptop.laptop.opened
    assert opened is not None
    assert screen_state(opened, SyncStatus(state)).needs_person is needs
    laptop.close()


def test_what_unlocking_mended_is_told_on_the_desk(laptop: TutorsLaptop) -> None:
    laptop.lock()
    header = laptop.laptop.places.vault / "vault.hdr"
    raw = bytearray(header.read_bytes())
    raw[20] ^= 1
    header.write_bytes(bytes(raw))
    laptop.unlock()
    assert [sentence for sentence in laptop.desk.repairs if "restored from its spare copy" in sentence]
    laptop.close()
