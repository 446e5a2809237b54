"""A call for help: it needs no vault, goes at once, and says truthfully whether the school has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from app.models.database import reading
from app.school.tables import sos_calls
from app.sync.sos import SosCaller, SosNotConfirmed, send_sos
from app.sync.transport import Timeouts
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.support.randomness import SeededBytes
from tests.sync.parts import MakeBook, SchoolRoom

SOS = UUID("01a20786-bb40-7370-8792-b17e5708cb00")


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def caller(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> SosCaller:
    """What the keyring holds after joining."""
    joined = make_book().join(proxy.address, room.code())
    found = SosCaller.from_text(joined.sos.to_text())
    assert found is not None
    return found


def call(caller: SosCaller, clock: FakeClock, *, cancelled: bool = False, timeouts: Timeouts | None = None) -> datetime:
    waits = timeouts or Timeouts(3.0, 20.0)
    return send_sos(caller, SOS, clock.now(), cancelled=cancelled, clock=clock, random=SeededBytes(), timeouts=waits)


def calls(room: SchoolRoom) -> list[tuple[UUID, bool]]:
    with reading(room.endpoint.engine) as conn:
        return [(row.sos_id, row.cancelled) for row in conn.execute(select(sos_calls))]


def test_a_call_reaches_the_school_and_says_when(room: SchoolRoom, caller: SosCaller, clock: FakeClock) -> None:
    assert call(caller, clock) == clock.now()
    assert calls(room) == [(SOS, False)]


def test_calling_twice_is_one_call_and_it_can_be_taken_back(
    room: SchoolRoom, caller: SosCaller, clock: FakeClock
) -> None:
    first = call(caller, clock)
    clock.advance(minutes=1)
    assert call(caller, clock) == first
    call(caller, clock, cancelled=True)
    assert calls(room) == [(SOS, True)]


def test_a_wrong_clock_does_not_hold_up_a_call(room: SchoolRoom, caller: SosCaller) -> None:
    wrong = FakeClock()
    wrong.advance(days=4000)
    call(caller, wrong)
    assert calls(room) == [(SOS, False)]


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE_ANSWER, Fault.CUT_BEFORE_SEND, Fault.HTML, Fault.TRUNCATE_ANSWER])
def test_a_broken_line_is_tried_a_second_time_at_once(
    room: SchoolRoom, caller: SosCaller, clock: FakeClock, proxy: FaultProxy, fault: Fault
) -> None:
    proxy.plan(fault)
    call(caller, clock)
    assert calls(room) == [(SOS, False)]


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.REDIRECT, Fault.CUT_BEFORE_ANSWER, Fault.SILENCE])
def test_without_the_schools_answer_it_never_says_that_help_knows(
    caller: SosCaller, clock: FakeClock, proxy: FaultProxy, fault: Fault
) -> None:
    proxy.plan(fault, fault)
    waits = Timeouts(3.0, 0.5) if fault is Fault.SILENCE else None
    with pytest.raises(SosNotConfirmed) as caught:
        call(caller, clock, timeouts=waits)
    assert "999" in caught.value.next_step


def test_a_wrong_token_is_not_a_call(caller: SosCaller, clock: FakeClock) -> None:
    with pytest.raises(SosNotConfirmed):
        call(SosCaller(caller.base_url, caller.device_id, "wrong"), clock)


def test_a_token_stays_out_of_what_is_printed(caller: SosCaller) -> None:
    assert caller.token not in repr(caller)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"base_url": 1, "device_id": "x", "token": ""}'])
def test_a_damaged_keyring_item_is_no_caller(text: str) -> None:
    assert SosCaller.from_text(text) is None
