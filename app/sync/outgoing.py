"""Requests before they leave: addresses, compressed bodies that know when they have left, signed headers.

Must not send anything.
"""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from app.domain.errors import DoorstepError
from app.sync.protocol import limits

_GZIP_LEVEL = 6
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class AddressNotUsable(DoorstepError):
    """The school's address cannot be used as it was typed."""

    code = "address-not-usable"


class Body(io.BytesIO):
    """A request's body; `left` once the last byte of it was handed to the network."""

    left = False

    def read(self, size: int | None = -1) -> bytes:
        """As BytesIO; the read that finds nothing more is asked only after everything before it was sent."""
        block = super().read(size)
        if not block and size != 0:
            self.left = True
        return block


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request: a path below the school's address, and what goes with it."""

    method: str
    path: str
    body: bytes | None = None
    content_type: str = limits.JSON
    headers: dict[str, str] = field(default_factory=dict)
    most: int = limits.MAX_MESSAGE_BYTES
    """How many bytes of answer are read, after decompression."""


def packed(outgoing: Outgoing) -> tuple[bytes | None, dict[str, str]]:
    """The body as it is sent, and the headers that describe it. Lines come `zipped`; small messages are left plain."""
    accepted = f"{limits.JSON}, {limits.NDJSON}, {limits.PROBLEM}"
    headers = {"Accept": accepted, "Accept-Encoding": "gzip", "User-Agent": "Doorstep"} | outgoing.headers
    if outgoing.body is None:
        return None, headers
    headers["Content-Type"] = outgoing.content_type
    return outgoing.body, headers


def zipped(plain: bytes) -> bytes:
    """A batch's lines as they travel. Apart from sending, so that a batch is packed while another is on its way."""
    return gzip.compress(plain, _GZIP_LEVEL, mtime=0)


def tidy_address(typed: str) -> str:
    """The school's address as `https://host[:port][/path]`; plain http for this machine only. Raises AddressNotUsable.

    A name without a scheme gets https; user names, queries and fragments have no place in it.
    """
    text = typed.strip().rstrip("/")
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or " " in text or "@" in parts.netloc or parts.query or parts.fragment:
        raise AddressNotUsable(
            "That is not the address of a school.", "It looks like https://doorstep.school.example. Type it again."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise AddressNotUsable(
            "That address is not secure.", "The school's address begins with https. Ask the office for the right one."
        )
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port is None else f"{shown}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))
