"""Facts as lines of NDJSON, both ways. Must not accept a line that is not exactly one fact within the limits."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from app.models.envelope import SealedFact, stamp
from app.sync.protocol import limits

_HEX64 = r"^[0-9a-f]{64}$"
_STAMP = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"


class WireFact(BaseModel):
    """One fact on the wire: the envelope's fields, and beside them the salt and the payload as the exact text."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    id: UUID
    device: UUID
    seq: Annotated[int, Field(ge=1, lt=1 << 53)]
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$")]
    version: Annotated[int, Field(ge=1, le=10_000)]
    subject: UUID
    recorded_at: Annotated[str, StringConstraints(pattern=_STAMP)]
    drift_ms: Annotated[int, Field(gt=-(1 << 53), lt=1 << 53)] | None = None
    payload_hash: Annotated[str, StringConstraints(pattern=_HEX64)]
    salt: Annotated[str, StringConstraints(max_length=24)] | None = None
    payload: Annotated[str, StringConstraints(max_length=limits.MAX_LINE_BYTES)] | None = None


class FeedLine(BaseModel):
    """One position of a feed: a fact, or just the id of a fact that the asking device wrote itself."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    position: Annotated[int, Field(ge=1, lt=1 << 53)]
    fact: WireFact | None = None
    own: UUID | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A feed position as the engine uses it; exactly one of `fact` and `own` is set."""

    position: int
    fact: SealedFact | None
    own: UUID | None


class MalformedLines(Exception):
    """What arrived is not lines of facts; says which line and which field, never what they hold."""


_FACTS: TypeAdapter[list[WireFact]] = TypeAdapter(list[WireFact])
_LINES: TypeAdapter[list[FeedLine]] = TypeAdapter(list[FeedLine])


def encode_facts(facts: Iterable[SealedFact]) -> bytes:
    """Facts as NDJSON, a line each."""
    return "".join(f"{_line(fact)}\n" for fact in facts).encode()


def decode_facts(body: bytes) -> list[SealedFact]:
    """Facts from NDJSON. Raises MalformedLines."""
    try:
        return [_sealed(line) for line in _FACTS.validate_json(_as_list(body, limits.MAX_FACTS))]
    except (ValidationError, ValueError) as error:
        raise MalformedLines(_where(error)) from None


def encode_feed(items: Iterable[FeedItem]) -> bytes:
    """Feed positions as NDJSON."""
    lines = (
        f'{{"position":{i.position},"own":"{i.own}"}}\n'
        if i.fact is None
        else f'{{"position":{i.position},"fact":{_line(i.fact)}}}\n'
        for i in items
    )
    return "".join(lines).encode()


def decode_feed(body: bytes) -> list[FeedItem]:
    """Feed positions from NDJSON. Raises MalformedLines."""
    try:
        lines = _LINES.validate_json(_as_list(body, limits.MAX_PAGE))
        items = [FeedItem(line.position, _sealed(line.fact) if line.fact else None, line.own) for line in lines]
    except (ValidationError, ValueError) as error:
        raise MalformedLines(_where(error)) from None
    if any((item.fact is None) == (item.own is None) for item in items):
        raise MalformedLines("a line is neither a fact nor an own fact")
    return items


def _line(fact: SealedFact) -> str:
    """A fact as JSON, written out: a page of a thousand is made while somebody waits."""
    drift = "null" if fact.drift_ms is None else fact.drift_ms
    salt = "null" if fact.salt is None else f'"{base64.b64encode(fact.salt).decode("ascii")}"'
    payload = "null" if fact.payload is None else encode_basestring(fact.payload.decode())
    return (
        f'{{"id":"{fact.id}","device":"{fact.device}","seq":{fact.seq},"kind":{encode_basestring(fact.kind)},'
        f'"version":{fact.version},"subject":"{fact.subject}","recorded_at":"{stamp(fact.recorded_at)}",'
        f'"drift_ms":{drift},"payload_hash":"{fact.payload_hash.hex()}","salt":{salt},"payload":{payload}}}'
    )


def _sealed(line: WireFact) -> SealedFact:
    return SealedFact(
        id=line.id,
        device=line.device,
        seq=line.seq,
        kind=line.kind,
        version=line.version,
        subject=line.subject,
        recorded_at=datetime.fromisoformat(line.recorded_at).astimezone(UTC),
        drift_ms=line.drift_ms,
        payload_hash=bytes.fromhex(line.payload_hash),
        salt=None if line.salt is None else base64.b64decode(line.salt, validate=True),
        payload=None if line.payload is None else line.payload.encode(),
    )


def _as_list(body: bytes, most: int) -> bytes:
    """The lines as one JSON list, so that one validation reads them all."""
    lines: Sequence[bytes] = [line for line in body.split(b"\n") if line]
    if len(lines) > most:
        raise ValueError(f"more than {most} lines")
    if any(len(line) > limits.MAX_LINE_BYTES for line in lines):
        raise ValueError("a line is too long")
    return b"[" + b",".join(lines) + b"]"


def _where(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        return f"line {first['loc'][0] if first['loc'] else '?'}: {first['type']}"
    return re.sub(r"[^A-Za-z0-9 :.-]", "", str(error))[:80]
