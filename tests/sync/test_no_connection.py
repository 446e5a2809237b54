"""What comes back instead of the school's word, and what the laptop makes of it. Must never be success."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app.models.database import reading
from app.models.queries.sync_state import kept_marks
from app.sync.drift import DriftGauge
from app.sync.errors import NoConnection, Why
from app.sync.outgoing import Outgoing
from app.sync.transport import Transport
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.support.randomness import SeededBytes
from tests.sync.parts import HASTY, Book, MakeBook, SchoolRoom, a_start


@pytest.fixture
def proxy(room: SchoolRoom) -> Iterator[FaultProxy]:
    with fault_proxy(room.address) as made:
        yield made


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook, proxy: FaultProxy) -> Book:
    made = make_book()
    made.join(proxy.address, room.code())
    return made


def fails(book: Book) -> NoConnection:
    with pytest.raises(NoConnection) as caught:
        book.sync.sync_once()
    return caught.value


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.HTML, Why.NOT_OURS),
        (Fault.REDIRECT, Why.NOT_OURS),
        (Fault.BAD_GATEWAY, Why.NOT_OURS),
        (Fault.SLOW_DOWN, Why.NOT_OURS),
        (Fault.CUT_BEFORE_SEND, Why.CUT),
        (Fault.CUT_BEFORE_ANSWER, Why.CUT),
        (Fault.CUT_IN_ANSWER, Why.CUT),
        (Fault.TRUNCATE_ANSWER, Why.UNSIGNED),
        (Fault.FLIP_ANSWER, Why.UNSIGNED),
        (Fault.SILENCE, Why.TIMED_OUT),
    ],
)
def test_each_fault_is_named_for_what_it_is(book: Book, proxy: FaultProxy, fault: Fault, why: Why) -> None:
    if fault is Fault.SILENCE:
        book.timeouts = HASTY
    proxy.plan(fault)
    error = fails(book)
    assert error.why is why
    assert error.sentence
    assert "saved on this laptop" in error.next_step


def test_a_request_changed_on_the_way_is_not_taken_for_a_revocation(book: Book, proxy: FaultProxy) -> None:
    proxy.plan(Fault.FLIP_REQUEST)
    assert fails(book).why is Why.NOT_RECOGNISED


def test_a_proxy_may_ask_for_patience(book: Book, proxy: FaultProxy) -> None:
    proxy.plan(Fault.SLOW_DOWN)
    assert fails(book).retry_after == 120


def test_nobody_there(book: Book, proxy: FaultProxy) -> None:
    proxy.end()
    assert fails(book).why is Why.UNREACHABLE


def test_a_batch_that_went_out_without_an_answer_counts_as_sent_not_as_held(
    room: SchoolRoom, book: Book, proxy: FaultProxy
) -> None:
    book.sync.sync_once()
    book.record(a_start(book, room.endpoint.new_id(), room.endpoint.new_id()))
    book.timeouts = HASTY
    book.reopen()
    proxy.plan(Fault.SILENCE, path="/v1/journal")
    assert fails(book).went_out
    with reading(book.engine) as conn:
        marks = kept_marks(conn, room.school_id, book.link.device)
    assert (marks.receipted_seq, marks.pushed_up_to) == (0, 1)


def test_a_batch_that_never_left_is_not_called_sent(room: SchoolRoom, book: Book, proxy: FaultProxy) -> None:
    book.record(a_start(book, room.endpoint.new_id(), room.endpoint.new_id()))
    proxy.end()
    assert not fails(book).went_out
    with reading(book.engine) as conn:
        assert kept_marks(conn, room.school_id, book.link.device).pushed_up_to == 0


def test_a_line_that_does_not_speak_tls_is_not_trusted(clock: FakeClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_hang_up, args=(listener,))
        thread.start()
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        transport = Transport(address, "x", None, clock=clock, random=SeededBytes(), drift=DriftGauge())
        with transport, pytest.raises(NoConnection) as caught:
            transport.ask(Outgoing("POST", "/v1/sos", b"{}"))
        thread.join(10)
    assert caught.value.why is Why.NOT_SECURE


def _hang_up(listener: socket.socket) -> None:
    client, _ = listener.accept()
    with client, suppress(OSError):
        client.recv(1 << 12)
        client.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_a_certificate_of_nobody_is_not_trusted(clock: FakeClock, self_signed: ssl.SSLContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_shake_hands, args=(listener, self_signed))
        thread.start()
        address = f"https://127.0.0.1:{listener.getsockname()[1]}"
        transport = Transport(address, "x", None, clock=clock, random=SeededBytes(), drift=DriftGauge())
        with transport, pytest.raises(NoConnection) as caught:
            transport.ask(Outgoing("POST", "/v1/sos", b"{}"))
        thread.join(10)
    assert caught.value.why is Why.NOT_SECURE
    assert not caught.value.went_out


def _shake_hands(listener: socket.socket, context: ssl.SSLContext) -> None:
    client, _ = listener.accept()
    with client, suppress(OSError), context.wrap_socket(client, server_side=True) as wrapped:
        wrapped.recv(1)
