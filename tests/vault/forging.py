"""Headers made by hand for tests of what must not open. Must not be imported by the product."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections.abc import Callable
from typing import Any

HEAD = 12
TAIL = 40

Body = dict[str, Any]


def body_of(raw: bytes) -> Body:
    """The JSON body of a header."""
    fields: Body = json.loads(raw[HEAD:-TAIL])
    return fields


def framed(body: bytes, version: int = 1, seal: bytes = bytes(32)) -> bytes:
    """A header with a right checksum over any body."""
    head = b"DSVHDR" + struct.pack(">HI", version, len(body)) + body
    return head + hashlib.sha256(head).digest()[:8] + seal


def forged(raw: bytes, change: Callable[[Body], object], version: int = 1) -> bytes:
    """The header with its body changed and its checksum made right again; the seal is the old one."""
    body = body_of(raw)
    change(body)
    return framed(canonical(body), version, raw[-32:])


def canonical(body: Body) -> bytes:
    """The body as Doorstep spells it."""
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def resealed(raw: bytes, key: bytes) -> bytes:
    """The header with a seal made under some key."""
    return raw[:-32] + hmac.digest(key, raw[:-32], "sha256")
