"""Joining a school: what is kept, and each way it can fail, with its sentence and nothing kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.models.database import reading
from app.models.local import read_secret, read_state
from app.school.packs import PackFiles
from app.sync.enrol_errors import (
    AlreadyJoined,
    CodeExpired,
    CodeUsed,
    CodeWrong,
    SchoolNotReached,
    SchoolNotTheOne,
    TooManyTries,
)
from app.sync.errors import NotJoined, Why
from app.sync.outgoing import AddressNotUsable, tidy_address
from app.sync.protocol.keys import CodeMistyped, make_code
from app.sync.sos import SosCaller
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.support.loggers import LogWatch
from tests.support.randomness import SeededBytes
from tests.sync.parts import PACKS, Book, MakeBook, SchoolRoom


@pytest.fixture
def fresh(make_book: MakeBook) -> Book:
    """A laptop that has not joined."""
    return make_book()


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


def assert_nothing_kept(book: Book) -> None:
    with reading(book.engine) as conn:
        assert read_state(conn, "device_id") is None
        assert read_state(conn, "school_key") is None
        assert read_secret(conn, "device_key") is None
    with pytest.raises(NotJoined):
        _ = book.link


def test_joining_keeps_all_that_the_laptop_needs(room: SchoolRoom, fresh: Book) -> None:
    joined = fresh.join(room.address, room.code().lower().replace("-", " "))
    assert joined.school_name == "Merebridge Hospital School"
    assert joined.tutor_name == "Rosa Kettle"
    assert joined.packs_taken == ("bhes-one-to-one",)
    assert SosCaller.from_text(joined.sos.to_text()) == joined.sos
    with reading(fresh.engine) as conn:
        assert read_state(conn, "drift_ms") == 0
        assert "bhes-one-to-one" in read_state(conn, "packs")
        assert 'id = "bhes-one-to-one"' in read_state(conn, "pack:bhes-one-to-one")
        assert read_secret(conn, "sos_token") == joined.sos.token.encode()
        assert read_secret(conn, "joining_key") is None
    assert fresh.sync.sync_once().unsent == 0


def test_a_key_and_a_token_stay_out_of_what_is_printed(room: SchoolRoom, fresh: Book) -> None:
    joined = fresh.join(room.address, room.code())
    assert joined.sos.token not in repr(joined)
    with reading(fresh.engine) as conn:
        key = read_secret(conn, "device_key")
    assert key is not None
    assert key.hex() not in repr(fresh.link)
    assert str(key) not in repr(fresh.link)


def test_a_wrong_code(room: SchoolRoom, fresh: Book) -> None:
    wrong = make_code(SeededBytes(99), room.school.signer.public)
    with pytest.raises(CodeWrong):
        fresh.join(room.address, wrong.text())
    assert_nothing_kept(fresh)


def test_a_mistyped_code_is_noticed_before_anybody_is_asked(fresh: Book) -> None:
    with pytest.raises(CodeMistyped):
        fresh.join("https://doorstep.school.example", "ABCD-EFGH")
    assert_nothing_kept(fresh)


def test_a_used_code(room: SchoolRoom, make_book: MakeBook) -> None:
    code = room.code()
    make_book().join(room.address, code)
    second = make_book()
    with pytest.raises(CodeUsed):
        second.join(room.address, code)
    assert_nothing_kept(second)


def test_a_code_of_yesterday(room: SchoolRoom, fresh: Book, clock: FakeClock) -> None:
    code = room.code()
    clock.advance(timedelta(hours=24, minutes=1))
    with pytest.raises(CodeExpired):
        fresh.join(room.address, code)
    assert_nothing_kept(fresh)


def test_a_code_with_another_schools_fingerprint_is_not_trusted(room: SchoolRoom, fresh: Book) -> None:
    code, other = room.code().replace("-", ""), make_code(SeededBytes(5), b"o" * 32)
    with pytest.raises(SchoolNotTheOne):
        fresh.join(room.address, code[:13] + other.fingerprint)
    assert_nothing_kept(fresh)


def test_too_many_tries_say_how_long_to_wait(room: SchoolRoom, make_book: MakeBook) -> None:
    wrong = make_code(SeededBytes(99), room.school.signer.public).text()
    book = make_book()
    for _ in range(5):
        with pytest.raises(CodeWrong):
            book.join(room.address, wrong)
    with pytest.raises(TooManyTries) as caught:
        book.join(room.address, wrong)
    assert "15 minutes" in caught.value.next_step


def test_a_school_that_is_not_there(room: SchoolRoom, fresh: Book, proxy: FaultProxy) -> None:
    address = proxy.address
    proxy.end()
    with pytest.raises(SchoolNotReached) as caught:
        fresh.join(address, room.code())
    assert caught.value.why is Why.UNREACHABLE
    assert "The code is still good" in caught.value.next_step
    assert_nothing_kept(fresh)


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.REDIRECT, Fault.BAD_GATEWAY])
def test_a_web_page_instead_of_a_school(room: SchoolRoom, fresh: Book, proxy: FaultProxy, fault: Fault) -> None:
    proxy.plan(fault)
    with pytest.raises(SchoolNotReached) as caught:
        fresh.join(proxy.address, room.code())
    assert caught.value.sentence == "A web page answered at this address, not a school's Doorstep."
    assert_nothing_kept(fresh)


def test_an_answer_that_was_changed_on_the_way(room: SchoolRoom, fresh: Book, proxy: FaultProxy) -> None:
    proxy.plan(Fault.FLIP_ANSWER)
    with pytest.raises((SchoolNotReached, SchoolNotTheOne)):
        fresh.join(proxy.address, room.code())
    assert_nothing_kept(fresh)


def test_a_lost_answer_does_not_use_up_the_code(room: SchoolRoom, fresh: Book, proxy: FaultProxy) -> None:
    code = room.code()
    proxy.plan(Fault.CUT_BEFORE_ANSWER)
    with pytest.raises(SchoolNotReached):
        fresh.join(proxy.address, code)
    assert_nothing_kept(fresh)
    fresh.join(proxy.address, code)
    assert fresh.sync.sync_once().unsent == 0


def test_a_laptop_with_a_wrong_clock_joins_all_the_same(room: SchoolRoom, make_book: MakeBook) -> None:
    late = FakeClock()
    late.jump_to(late.now() - timedelta(days=400))
    book = make_book(late)
    book.join(room.address, room.code())
    assert book.link.drift() == 400 * 86_400_000
    assert book.sync.sync_once().unsent == 0


def test_a_joined_laptop_does_not_join_again(room: SchoolRoom, fresh: Book) -> None:
    fresh.join(room.address, room.code())
    with pytest.raises(AlreadyJoined):
        fresh.join(room.address, room.code())


def test_a_policy_pack_that_does_not_load_is_left_and_told(room: SchoolRoom, fresh: Book, expect_log: LogWatch) -> None:
    good = PACKS.files["bhes-one-to-one"]
    toml = good.toml + "\n[nonsense]\n"
    bad = good.model_copy(update={"toml": toml, "sha256": hashlib.sha256(toml.encode()).hexdigest()})
    room.app.state.endpoint = replace(room.endpoint, packs=PackFiles({"bhes-one-to-one": bad}))
    expect_log("app.sync.packs", "was not taken")
    joined = fresh.join(room.address, room.code())
    assert joined.packs_taken == ()
    assert "nonsense" in joined.pack_problems[0]


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        (" doorstep.school.example/ ", "https://doorstep.school.example"),
        ("https://Doorstep.School.Example:8443/a/", "https://doorstep.school.example:8443/a"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_an_address_is_tidied(typed: str, tidy: str) -> None:
    assert tidy_address(typed) == tidy


@pytest.mark.parametrize(
    "typed",
    ["", "http://doorstep.school.example", "ftp://x", "https://a b", "https://me@x", "https://x:99999", "https://x?q"],
)
def test_an_address_that_cannot_be_used(typed: str) -> None:
    with pytest.raises(AddressNotUsable) as caught:
        tidy_address(typed)
    assert caught.value.next_step
