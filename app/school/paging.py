"""One page of a tutor's feed, by number of lines and by bytes. Must not show a tutor another's feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.models import feeds
from app.models.envelope import ZERO_HASH
from app.school.callers import Caller
from app.sync.protocol import limits
from app.sync.protocol.wire import FeedItem, encode_feed


@dataclass(frozen=True, slots=True)
class Page:
    """Lines of a feed and where they end."""

    position: int
    head: str
    body: bytes = field(repr=False)


def page(conn: Connection, caller: Caller, after: int, limit: int, *, whole: bool) -> Page:
    """The positions above `after`: at most `limit`, and at most 1 MiB unless the first alone is larger."""
    school = caller.school.school_id
    lines: list[bytes] = []
    size, last = 0, (after, feeds.checkpoint(conn, school, caller.tutor, after) or ZERO_HASH)
    for place, line in _lines(conn, caller, after, limit, whole=whole):
        size += len(line)
        if lines and size > limits.MAX_BATCH_BYTES:
            break
        lines.append(line)
        last = place
    return Page(last[0], last[1].hex(), b"".join(lines))


def _lines(
    conn: Connection, caller: Caller, after: int, limit: int, *, whole: bool
) -> Iterator[tuple[tuple[int, bytes], bytes]]:
    for position, link, fact in feeds.page(conn, caller.school.school_id, caller.tutor, after, limit):
        own = fact.device == caller.device and not whole
        item = FeedItem(position, None, fact.id) if own else FeedItem(position, fact, None)
        yield (position, link), encode_feed([item])
