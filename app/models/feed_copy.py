"""The laptop's copy of its tutor's feed: the same positions and hashes as the school's (sync.md 1).

Must not decide what to believe: sync has verified a page before it comes here.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, delete

from app.models.bulk import insert_many
from app.models.feeds import checkpoint
from app.models.heads import Head, claim_head, feed_of, move_head
from app.models.tables import feed

_MOST_CHECKPOINTS = 20


class FeedMoved(Exception):
    """The copy no longer ends where the page was asked for; somebody else extended it."""


def extend(conn: Connection, school: UUID, tutor: UUID, after: Head, links: Sequence[tuple[UUID, bytes]]) -> Head:
    """Add (fact, feed hash) pairs behind `after`, in the caller's transaction; the new head. Raises FeedMoved."""
    log = feed_of(tutor)
    if claim_head(conn, school, log) != after:
        raise FeedMoved
    if not links:
        return after
    rows = [
        {"school_id": school, "tutor_id": tutor, "position": after.seq + 1 + n, "fact_id": fact, "hash": link}
        for n, (fact, link) in enumerate(links)
    ]
    insert_many(conn, feed, rows)
    head = Head(after.seq + len(links), links[-1][1])
    move_head(conn, school, log, head)
    return head


def cut(conn: Connection, school: UUID, tutor: UUID, base: int) -> Head:
    """Take the copy back to a position that both sides still share; the facts themselves stay in the journal."""
    conn.execute(delete(feed).where(feed.c.school_id == school, feed.c.tutor_id == tutor, feed.c.position > base))
    head = Head(base, checkpoint(conn, school, tutor, base) or b"") if base else Head()
    move_head(conn, school, feed_of(tutor), head)
    return head


def checkpoints(conn: Connection, school: UUID, tutor: UUID, head: Head) -> list[tuple[int, bytes]]:
    """A few older positions with their hashes, ever further apart: where both feeds may still agree."""
    found: list[tuple[int, bytes]] = []
    step = 1
    position = head.seq - step
    while position > 0 and len(found) < _MOST_CHECKPOINTS:
        hash_there = checkpoint(conn, school, tutor, position)
        if hash_there is not None:
            found.append((position, hash_there))
        step *= 2
        position -= step
    return found
