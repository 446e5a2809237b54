"""Reading request bodies within limits, before any work is done on them. Must not trust a claimed length."""

from __future__ import annotations

import zlib

from starlette.requests import Request

from app.school.refusals import Refused
from app.sync.protocol import limits
from app.sync.protocol.problems import Code

_DRAIN = 4 * limits.MAX_BATCH_BYTES
"""Read this much of a body that is too large, so that its sender gets to hear the answer."""
_GZIP = 16 + zlib.MAX_WBITS


async def read_body(request: Request, most: int) -> bytes:
    """The body as sent. Raises Refused `too-large`."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most:
            chunks.append(chunk)
        elif size > _DRAIN:
            break
    if size > most:
        raise Refused(Code.TOO_LARGE, f"The body may have {most} bytes.", most_bytes=most)
    return b"".join(chunks)


def unpack(body: bytes, encoding: str, most: int) -> bytes:
    """The body after Content-Encoding, unpacked no further than the limit. Raises Refused."""
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise Refused(Code.MALFORMED, "The body may be sent as it is or with gzip.")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(body, most + 1)
    except zlib.error:
        raise Refused(Code.MALFORMED, "The body is not gzip.") from None
    if len(plain) > most:
        raise Refused(Code.TOO_LARGE, f"The body may have {most} bytes when unpacked.", most_bytes=most)
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(Code.MALFORMED, "The body is cut short, or something follows it.")
    return plain
