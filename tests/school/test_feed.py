"""The feed: every position once, in order, chained and signed, in pages that a laptop may take up anywhere."""

from __future__ import annotations

import requests
from sqlalchemy import select

from app.models.database import reading
from app.models.envelope import ZERO_HASH, SealedFact, chain_all
from app.models.facts import school as school_facts
from app.models.storage import sealed_from
from app.models.tables import journal
from app.sync.protocol import limits
from app.sync.protocol.messages import Checkpoint, HelloAnswer
from app.sync.protocol.wire import FeedItem, decode_feed
from tests.school.driver import HOUR, Answer, Laptop, Place, page_is_signed, pushed


def _items(answer: Answer) -> list[FeedItem]:
    assert answer.status == 200, answer.response.text
    return decode_feed(answer.response.content)


def _walk(laptop: Laptop, query: str) -> list[FeedItem]:
    found: list[FeedItem] = []
    while page := _items(laptop.page(found[-1].position if found else 0, query)):
        found += page
    return found


def _own(place: Place, laptop: Laptop) -> dict[object, SealedFact]:
    with reading(place.endpoint.engine) as conn:
        rows = conn.execute(select(journal).where(journal.c.device == laptop.device))
        return {row.id: sealed_from(row) for row in rows}


def test_the_pages_hold_every_position_once_and_their_heads_chain(either: Place) -> None:
    laptop = Laptop(either).join()
    for hour in range(5):
        laptop.visit(either.plan(either.clock.now() + hour * HOUR))
    pushed(laptop.push())
    whole = _walk(laptop, "&limit=3&whole=true")
    assert [item.position for item in whole] == list(range(1, len(whole) + 1))
    facts = [item.fact for item in whole if item.fact is not None]
    page = laptop.page(0, "&limit=7&whole=true")
    assert page.response.headers[limits.HEAD_HASH] == chain_all(ZERO_HASH, facts)[6].hex()
    assert page.response.headers[limits.HEAD_POSITION] == "7"
    assert page_is_signed(page, either.school, either.tutor)
    assert all(fact.payload_is_intact() for fact in facts)


def test_own_facts_come_as_ids_and_the_laptop_can_rebuild_the_same_chain(place: Place, laptop: Laptop) -> None:
    sent = laptop.visit(place.plan(place.clock.now()))
    pushed(laptop.push())
    page = laptop.page()
    items = _items(page)
    assert [item.own for item in items if item.fact is None] == [fact.id for fact in sent]
    own = {fact.id: fact for fact in laptop.facts}
    rebuilt = [item.fact if item.own is None else own[item.own] for item in items]
    last = chain_all(ZERO_HASH, [fact for fact in rebuilt if fact is not None])[-1]
    assert last.hex() == page.response.headers[limits.HEAD_HASH]
    assert _own(place, laptop).keys() == own.keys()


def test_an_empty_page_says_where_it_stands(place: Place, laptop: Laptop) -> None:
    last = _items(laptop.page())[-1].position
    page = laptop.page(last)
    assert (page.response.content, page.response.headers[limits.HEAD_POSITION]) == (b"", str(last))
    assert page_is_signed(page, place.school, place.tutor)


def test_a_page_ends_before_a_mebibyte_of_lines(place: Place, laptop: Laptop) -> None:
    long = [
        school_facts.PupilRecorded(pupil_id=place.pupil, forename="A", surname="B", address="x" * 20_000)
        for _ in range(80)
    ]
    place.journal.record(*long)
    first = laptop.page()
    assert 0 < len(first.response.content) <= limits.MAX_BATCH_BYTES
    assert len(_items(first)) < 80
    assert len(_walk(laptop, "")) > 80


def test_a_page_is_packed_only_for_those_who_can_unpack_it(place: Place, laptop: Laptop) -> None:
    packed = laptop.page()
    laptop.session.headers["Accept-Encoding"] = "identity"
    plain = laptop.page()
    assert packed.response.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.response.headers
    assert packed.response.content == plain.response.content
    assert page_is_signed(plain, place.school, place.tutor)


def test_hello_finds_the_last_position_that_both_feeds_share(laptop: Laptop) -> None:
    page = laptop.page(0, "&limit=2")
    there = Checkpoint(position=2, hash=page.response.headers[limits.HEAD_HASH])
    wrong = Checkpoint(position=3, hash="ab" * 32)

    def base(position: int, link: str, *older: Checkpoint) -> int | None:
        answer = laptop.hello(position=position, position_hash=link, checkpoints=older)
        return HelloAnswer.model_validate_json(answer.response.content).base

    assert base(2, there.hash) is None
    assert base(9_999, "cd" * 32, wrong, there) == 2
    assert base(3, wrong.hash, wrong) == 0


def test_a_feed_is_not_for_those_who_do_not_sign(place: Place) -> None:
    assert requests.get(f"{place.base}/v1/feed", timeout=10).json()["code"] == "signature"
