"""An HTTP proxy on loopback that breaks what a test asks it to break. Must not change anything it was not asked to.

It reads each request whole, then treats it by the next planned fault whose path fits; without one it passes it on.
Nothing is timed: a fault happens at a place in the bytes, not at a moment.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

_HTML = b"<!doctype html><title>Sign in</title><p>Welcome to the guest network</p>"
_SECONDS = 20.0


class Fault(StrEnum):
    """What may go wrong on the way."""

    CUT_BEFORE_SEND = "cut before the school hears of it"
    CUT_IN_REQUEST = "cut in the middle of the request's body"
    CUT_BEFORE_ANSWER = "cut after the school has acted, before its answer"
    CUT_IN_ANSWER = "cut in the middle of the answer's body"
    DUPLICATE = "the request arrives twice, the first answer returns"
    DUPLICATE_LAST = "the request arrives twice, the second answer returns"
    TRUNCATE_REQUEST = "half of the request's body, announced as whole"
    TRUNCATE_ANSWER = "half of the answer's body, announced as whole"
    FLIP_REQUEST = "one bit of the request's body is another"
    FLIP_ANSWER = "one bit of the answer's body is another"
    HTML = "200 and a web page"
    REDIRECT = "302 to a portal"
    TOO_LARGE = "413 from a proxy"
    SLOW_DOWN = "429 with Retry-After from a proxy"
    BAD_GATEWAY = "502 from a proxy"
    SILENCE = "the school acts, and nothing comes back"


_PAGES = {
    Fault.HTML: ("200 OK", ""),
    Fault.REDIRECT: ("302 Found", "Location: http://127.0.0.1:9/login\r\n"),
    Fault.TOO_LARGE: ("413 Content Too Large", ""),
    Fault.SLOW_DOWN: ("429 Too Many Requests", "Retry-After: 120\r\n"),
    Fault.BAD_GATEWAY: ("502 Bad Gateway", ""),
}


@dataclass(frozen=True, slots=True)
class Packet:
    """A request or an answer as bytes."""

    head: bytes
    body: bytes

    @property
    def raw(self) -> bytes:
        """All of it."""
        return self.head + self.body

    @property
    def path(self) -> str:
        """Of a request: its target."""
        return self.head.split(b" ", 2)[1].decode("latin-1")

    def half(self) -> Packet:
        """Half of the body, with a head that says so."""
        body = self.body[: len(self.body) // 2]
        lines = [line for line in self.head.split(b"\r\n") if not line.lower().startswith(b"content-length:")]
        head = b"\r\n".join([lines[0], b"Content-Length: %d" % len(body), *lines[1:]])
        return Packet(head, body)

    def flipped(self) -> Packet:
        """One bit in the middle of the body is another; a packet without a body stays as it is."""
        if not self.body:
            return self
        middle = len(self.body) // 2
        return Packet(self.head, self.body[:middle] + bytes([self.body[middle] ^ 1]) + self.body[middle + 1 :])


@dataclass
class FaultProxy:
    """The proxy: `plan` what shall go wrong, read `seen` afterwards, send an old packet again with `replay`."""

    target: tuple[str, int]
    listener: socket.socket
    seen: list[Packet] = field(default_factory=list)
    done: list[Fault] = field(default_factory=list)
    _planned: list[tuple[str, Fault | None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: set[socket.socket] = field(default_factory=set)
    _ended: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """What a client takes for the school's address."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def plan(self, *faults: Fault | None, path: str = "") -> None:
        """The next requests whose path begins with `path` meet these faults, one each; None lets one pass."""
        with self._lock:
            self._planned += [(path, fault) for fault in faults]

    def forget(self) -> None:
        """Let everything pass from now on."""
        with self._lock:
            self._planned.clear()

    def replay(self, packet: Packet) -> Packet | None:
        """Send an old request again, as a late or duplicated packet arrives; its answer."""
        return self._pass_on(packet.raw)

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while not self._ended.is_set():
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self._open.add(client)
            threading.Thread(target=self._serve_one, args=(client,), daemon=True).start()

    def end(self) -> None:
        """Close everything."""
        self._ended.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for client in list(self._open):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def _serve_one(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            client.settimeout(_SECONDS)
            while (request := _read(client)) is not None:
                self.seen.append(request)
                if not self._treat(client, request):
                    break
        self._open.discard(client)

    def _next_fault(self, request: Packet) -> Fault | None:
        with self._lock:
            for index, (path, fault) in enumerate(self._planned):
                if request.path.startswith(path):
                    del self._planned[index]
                    self.done += [] if fault is None else [fault]
                    return fault
        return None

    def _treat(self, client: socket.socket, request: Packet) -> bool:
        """Whether the connection goes on."""
        fault = self._next_fault(request)
        if fault in _PAGES:
            client.sendall(_page(fault))
            return False
        if fault is Fault.CUT_BEFORE_SEND:
            return False
        if fault is Fault.CUT_IN_REQUEST:
            with socket.create_connection(self.target, _SECONDS) as school:
                school.sendall(request.head + request.body[: len(request.body) // 2])
            return False
        return self._answer(client, self._sent(request, fault), fault)

    def _sent(self, request: Packet, fault: Fault | None) -> Packet | None:
        """The school's answer to the request, after what the fault does to it."""
        changed = {Fault.TRUNCATE_REQUEST: request.half, Fault.FLIP_REQUEST: request.flipped}
        raw = changed[fault]().raw if fault in changed else request.raw
        answer = self._pass_on(raw)
        if fault in (Fault.DUPLICATE, Fault.DUPLICATE_LAST):
            second = self._pass_on(raw)
            return second if fault is Fault.DUPLICATE_LAST else answer
        return answer

    def _answer(self, client: socket.socket, answer: Packet | None, fault: Fault | None) -> bool:
        if answer is None or fault is Fault.CUT_BEFORE_ANSWER:
            return False
        if fault is Fault.SILENCE:
            self._ended.wait(_SECONDS)
            return False
        if fault is Fault.CUT_IN_ANSWER:
            client.sendall(answer.head + answer.body[: len(answer.body) // 2])
            return False
        changed = {Fault.TRUNCATE_ANSWER: answer.half, Fault.FLIP_ANSWER: answer.flipped}
        client.sendall((changed[fault]() if fault in changed else answer).raw)
        return True

    def _pass_on(self, raw: bytes) -> Packet | None:
        with socket.create_connection(self.target, _SECONDS) as school:
            school.sendall(raw)
            return _read(school)


def _read(sock: socket.socket) -> Packet | None:
    """One message with a Content-Length, or without a body; None at the end of the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        block = sock.recv(1 << 16)
        if not block:
            return None
        received += block
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        block = sock.recv(1 << 16)
        if not block:
            return None
        body += block
    return Packet(head + b"\r\n\r\n", body)


def _page(fault: Fault) -> bytes:
    status, more = _PAGES[fault]
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{more}Content-Length: {len(_HTML)}\r\n\r\n"
    return head.encode() + _HTML


@contextmanager
def fault_proxy(address: str) -> Iterator[FaultProxy]:
    """A proxy before the server at `address`, for as long as the context lasts."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    assert parts.port is not None
    proxy = FaultProxy((parts.hostname, parts.port), socket.create_server(("127.0.0.1", 0)))
    thread = threading.Thread(target=proxy.serve, name="fault-proxy", daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.end()
        thread.join(_SECONDS)
