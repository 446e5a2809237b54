"""Packs that change, orders, and that a sync with nothing to do is one small request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.models.database import reading
from app.models.local import read_state
from app.school.packs import PackFiles
from app.sync.protocol.messages import PackFile
from tests.support.clock import FakeClock
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.loggers import LogWatch
from tests.sync.parts import PACKS, Book, MakeBook, SchoolRoom

BHES = "bhes-one-to-one"


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> Book:
    made = make_book()
    made.join(proxy.address, room.code())
    made.sync.sync_once()
    return made


def offer(room: SchoolRoom, toml: str) -> PackFile:
    """Let the school have this text as its pack."""
    pack = PackFile(pack_id=BHES, sha256=hashlib.sha256(toml.encode()).hexdigest(), toml=toml)
    room.app.state.endpoint = replace(room.endpoint, packs=PackFiles({BHES: pack}, room.endpoint.packs.shelf))
    return pack


def pack_here(book: Book) -> str:
    with reading(book.engine) as conn:
        return str(read_state(conn, f"pack:{BHES}"))


def test_nothing_to_do_is_one_request(book: Book, proxy: FaultProxy) -> None:
    proxy.seen.clear()
    outcome = book.sync.sync_once()
    assert [packet.path for packet in proxy.seen] == ["/v1/hello"]
    assert (outcome.pushed, outcome.pulled) == (0, 0)


def test_a_hello_measures_the_drift_and_notes_the_contact(book: Book, clock: FakeClock) -> None:
    now = clock.advance(minutes=7)
    book.sync.sync_once()
    standing = book.link.standing()
    assert standing.last_contact_at == now
    assert book.link.drift() == 0


def test_a_changed_pack_is_fetched_once(room: SchoolRoom, book: Book, proxy: FaultProxy) -> None:
    changed = offer(room, PACKS.files[BHES].toml + "\n# corrected\n")
    assert book.sync.sync_once().packs_taken == (BHES,)
    assert pack_here(book) == changed.toml
    proxy.seen.clear()
    assert book.sync.sync_once().packs_taken == ()
    assert [packet.path for packet in proxy.seen] == ["/v1/hello"]


def test_a_pack_that_does_not_load_is_told_once_and_the_old_one_stays(
    room: SchoolRoom, book: Book, proxy: FaultProxy, expect_log: LogWatch
) -> None:
    expect_log("app.sync.packs", "was not taken")
    offer(room, PACKS.files[BHES].toml + "\n[nonsense]\n")
    outcome = book.sync.sync_once()
    assert "nonsense" in outcome.pack_problems[0]
    assert "stays until the school has corrected it" in outcome.pack_problems[0]
    assert pack_here(book) == PACKS.files[BHES].toml
    proxy.seen.clear()
    book.sync.sync_once()
    assert [packet.path for packet in proxy.seen] == ["/v1/hello"]


def test_a_pack_that_does_not_load_holds_up_no_fact(room: SchoolRoom, book: Book, expect_log: LogWatch) -> None:
    expect_log("app.sync.packs", "was not taken")
    offer(room, "nonsense")
    assert book.sync.sync_once().unsent == 0
    offer(room, PACKS.files[BHES].toml + "\n# corrected\n")
    assert book.sync.sync_once().packs_taken == (BHES,)
