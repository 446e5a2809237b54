"""What must not happen: a name in a log, an answer without end, two syncs at once."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from app.models.facts.school import PupilAllocated
from app.sync.drift import DriftGauge
from app.sync.errors import NoConnection, Why
from app.sync.outgoing import Outgoing
from app.sync.transport import Transport
from tests.support.clock import FakeClock
from tests.support.fault_proxy import Fault, fault_proxy
from tests.support.randomness import SeededBytes
from tests.sync.parts import Book, MakeBook, SchoolRoom, a_log, a_pupil


def test_no_name_note_code_or_token_reaches_a_log(
    room: SchoolRoom, make_book: MakeBook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = room.code()
    pupil = room.endpoint.new_id()
    room.record(a_pupil(pupil, "Quillfeather"), PupilAllocated(pupil_id=pupil, tutor_id=room.tutor))
    with fault_proxy(room.address) as proxy:
        book = make_book()
        joined = book.join(proxy.address, code)
        book.record(a_log(book, room.endpoint.new_id(), pupil, "Her xylophone broke"))
        proxy.plan(Fault.HTML, None, Fault.CUT_BEFORE_ANSWER, None, None, Fault.FLIP_ANSWER)
        for _ in range(3):
            with pytest.raises(NoConnection):
                book.sync.sync_once()
        book.sync.sync_once()
    secrets = ("Quillfeather", "xylophone", "Kettle", code, code.replace("-", ""), joined.sos.token)
    said = "\n".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    assert said
    assert [secret for secret in secrets if secret in said] == []


@contextmanager
def answering(head: bytes, body: bytes) -> Iterator[str]:
    """A server that gives one answer and hangs up; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client, suppress(OSError):
                client.recv(1 << 16)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + head + b"\r\n" + body)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "a little that unpacks to a lot"])
def test_an_answer_larger_than_any_of_ours_is_not_read_to_its_end(clock: FakeClock, packed: bool) -> None:
    body = b" " * (32 << 20)
    head = b"Content-Encoding: gzip\r\n" if packed else b""
    body = gzip.compress(body) if packed else body
    with answering(head + b"Content-Length: %d\r\n" % len(body), body) as address:
        line = Transport(address, "x", None, clock=clock, random=SeededBytes(), drift=DriftGauge())
        with line, pytest.raises(NoConnection) as caught:
            line.ask(Outgoing("POST", "/v1/sos", b"{}"))
    assert caught.value.why is Why.NOT_OURS


@pytest.mark.parametrize("head", [b"Content-Length: 9\r\n", b"Content-Encoding: gzip\r\nContent-Length: 2\r\n"])
def test_an_answer_shorter_than_announced_or_not_what_it_says_is_no_answer(clock: FakeClock, head: bytes) -> None:
    with answering(head, b"{}") as address:
        line = Transport(address, "x", None, clock=clock, random=SeededBytes(), drift=DriftGauge())
        with line, pytest.raises(NoConnection) as caught:
            line.ask(Outgoing("POST", "/v1/sos", b"{}"))
    assert caught.value.why is Why.CUT


def test_two_syncs_at_once_take_turns(book: Book) -> None:
    ids = [book.link.journal.new_id() for _ in range(2)]
    facts = book.record(*[a_log(book, ids[0], ids[1]) for _ in range(50)])
    pushed: list[int] = []
    threads = [threading.Thread(target=lambda: pushed.append(book.sync.sync_once().pushed)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(pushed) == [0, 0, 0, len(facts)]
