"""Facts go over the wire as lines of JSON and come back the same, whatever they hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.models.envelope import SealedFact, hash_payload, stamp
from app.sync.protocol.wire import FeedItem, decode_facts, decode_feed, encode_facts, encode_feed

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
_INSTANT = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  given a zone


@st.composite
def sealed_facts(draw: st.DrawFn) -> SealedFact:
    """Any fact, erased or not."""
    raw, salt = (
        json.dumps({"note": draw(_TEXT)}, ensure_ascii=False).encode(),
        draw(st.binary(min_size=16, max_size=16)),
    )
    erased = draw(st.booleans())
    return SealedFact(
        id=draw(st.uuids()),
        device=draw(st.uuids()),
        seq=draw(st.integers(1, (1 << 53) - 1)),
        kind=draw(st.from_regex(r"[a-z0-9_]{1,64}", fullmatch=True)),
        version=draw(st.integers(1, 10_000)),
        subject=draw(st.uuids()),
        recorded_at=draw(_INSTANT),
        drift_ms=draw(st.none() | st.integers(-(1 << 52), 1 << 52)),
        payload_hash=hash_payload(salt, raw),
        salt=None if erased else salt,
        payload=None if erased else raw,
    )


@given(st.lists(sealed_facts(), max_size=5))
def test_facts_come_back_as_they_were_sent(facts: list[SealedFact]) -> None:
    body = encode_facts(facts)
    assert decode_facts(body) == facts
    assert body.count(b"\n") == len(facts)


@given(sealed_facts(), st.integers(1, 1 << 50), st.uuids())
def test_feed_lines_come_back_as_they_were_sent(fact: SealedFact, position: int, own: UUID) -> None:
    items = [FeedItem(position, fact, None), FeedItem(position + 1, None, own)]
    assert decode_feed(encode_feed(items)) == items


@given(sealed_facts())
def test_the_hashed_envelope_is_plain_sorted_json(fact: SealedFact) -> None:
    said = json.loads(fact.canonical())
    again = json.dumps(said, separators=(",", ":"), sort_keys=True).encode("ascii")
    assert fact.canonical() == again
    assert said["recorded_at"] == stamp(fact.recorded_at)
    assert said["id"] == str(fact.id)
