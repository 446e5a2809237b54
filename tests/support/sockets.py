"""Sockets reach this machine only. Must not be weakened for one test: a test that needs the world needs a fake of it.

An audit hook sees every socket call that Python code makes, whatever library made it, and cannot be patched away. A
refusal is also written down, so that code which swallows the exception still fails its test.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_WATCHED = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


class OutsideConnection(RuntimeError):
    """A test tried to reach beyond this machine."""


class SocketGuard:
    """Refuses every address but loopback and Unix sockets while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.refused: list[str] = []

    def install(self) -> None:
        """Hook into the interpreter, for the life of the process."""
        sys.addaudithook(self._audit)

    @contextmanager
    def watching(self) -> Iterator[SocketGuard]:
        """Guard one test; `refused` then holds what it tried to reach."""
        self.refused.clear()
        self.on = True
        try:
            yield self
        finally:
            self.on = False

    def _audit(self, event: str, args: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event in _WATCHED and not _is_local_address(args[0], args[1]):
            self._refuse(event, args[1])
        if event in _LOOKUPS and not is_local_host(args[0]):
            self._refuse(event, args[0])

    def _refuse(self, event: str, target: object) -> None:
        self.refused.append(f"{event} {target!r}")
        raise OutsideConnection(f"{event} to {target!r}: tests may open sockets to this machine only")


def is_local_host(host: object) -> bool:
    """Whether a host name or address text means this machine and nothing else."""
    if host is None:  # getaddrinfo's word for loopback when it is not asked for a listening address
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text == "localhost":
        return True
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False


def _is_local_address(sock: object, address: object) -> bool:
    family = getattr(sock, "family", None)
    if family in (socket.AF_INET, socket.AF_INET6):
        return isinstance(address, tuple) and is_local_host(address[0])
    # A socket.sendmsg without an address goes where connect, checked above, already led.
    return address is None or family == getattr(socket, "AF_UNIX", None)
