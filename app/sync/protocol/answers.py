"""Signed answers: one rule for every answer of the school, so that no proxy can speak for it.

The header `Doorstep-Signature` is base64 of the school key's signature over `answer_bytes(nonce, content)`:
`nonce` is the one of the request's own signature, and `content` is the body before compression, except on a page of
the feed, where it is `page_content(…)`: the page's position, head and epoch (the headers `Doorstep-Position`,
`Doorstep-Head` and `Doorstep-Epoch`), then the body. Every success of enrol, hello, push, feed and packs is signed, and
so is every problem that is answered after the device was recognised (`clock`, `replay`, `gap`, `fork`, `epoch`,
`chain`, `revoked` …). A laptop acts on an order, an epoch, an `acked` or a `server_clock` only under such a signature.
Must not send anything.
"""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

from app.sync.protocol.keys import Signer, verify
from app.sync.protocol.messages import answer_bytes, page_bytes


def sign_answer(signer: Signer, nonce: str, content: bytes) -> str:
    """The value of `Doorstep-Signature` for an answer to the request with this nonce."""
    return base64.b64encode(signer.sign(answer_bytes(nonce, content))).decode("ascii")


def answer_is_signed(school_key: bytes, nonce: str, content: bytes, signature: str | None) -> bool:
    """Whether the header's value is the school's word for this answer; False when it is missing or malformed."""
    try:
        raw = base64.b64decode(signature or "", validate=True)
    except (binascii.Error, ValueError):
        return False
    return verify(school_key, raw, answer_bytes(nonce, content))


def page_content(tutor: UUID, position: int, head: str, epoch: int, body: bytes) -> bytes:
    """What is signed for a page of the feed: where it ends, then its lines (uncompressed)."""
    return page_bytes(tutor, position, head, epoch) + b"\n" + body
