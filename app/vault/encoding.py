"""Bytes as text and back, in exactly one way, so that what is authenticated has one spelling. Makes no keys."""

from __future__ import annotations

import base64
import binascii
import json


def b64(data: bytes | bytearray) -> str:
    """Base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def unb64(text: object, length: int) -> bytes:
    """The `length` bytes that `b64` wrote as `text`; ValueError for anything `b64` would not have written."""
    if not isinstance(text, str):
        raise ValueError("not text")  # noqa: TRY004  one kind of error for every malformed header field
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64url") from error
    if len(data) != length or b64(data) != text:
        raise ValueError("wrong length or spelling")
    return data


def canonical_json(value: object) -> bytes:
    """Sorted keys, no spaces, ASCII: the same value always gives the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")
