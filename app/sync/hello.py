"""Hello: both sides say where they stand. Must not send or fetch a fact."""

from __future__ import annotations

from sqlalchemy import Connection

from app.models import feed_copy
from app.models.database import reading, writing
from app.models.heads import Head
from app.models.local import write_state
from app.models.queries.sync_state import chain_hash_at
from app.sync.drift import measure
from app.sync.errors import StopReason, SyncStopped
from app.sync.line import Line
from app.sync.link import LaptopLink, Standing
from app.sync.protocol import limits
from app.sync.protocol.messages import Checkpoint, HelloAnswer, HelloRequest


def say_hello(link: LaptopLink, line: Line) -> HelloAnswer:
    """Ask where the school stands, measure the drift, and keep both. Raises SyncStopped when the histories part.

    A smaller `acked` than was receipted (a restored school) only means that facts are sent again; another epoch is
    taken over, and the copy of the feed goes back to the `base` that both still share. Facts are never touched.
    """
    with reading(link.engine) as conn:
        standing = link.standing_in(conn)
        older = feed_copy.checkpoints(conn, link.school, link.tutor, standing.feed)
    request = _request(link, standing, older)
    answer = line.hello(request)
    received_at = link.clock.now()
    drift = measure(request.clock, received_at, answer.server_clock)
    link.drift.set(drift)
    with writing(link.engine) as conn:
        write_state(conn, drift_ms=drift, last_contact_at=received_at.isoformat())
        standing = link.standing_in(conn)
        parted = _parted(standing, answer, chain_hash_at(conn, link.school, link.device, answer.acked))
        if parted is None:
            _take_over(conn, link, standing, answer)
    if parted is not None:
        raise SyncStopped(parted)
    return answer


def _request(link: LaptopLink, standing: Standing, older: list[tuple[int, bytes]]) -> HelloRequest:
    return HelloRequest(
        protocol=limits.PROTOCOL,
        epoch=standing.epoch,
        position=standing.feed.seq,
        position_hash=standing.feed.hash.hex(),
        checkpoints=tuple(Checkpoint(position=p, hash=h.hex()) for p, h in older),
        clock=link.clock.now(),
        unsent=standing.unsent,
        quarantined=len(standing.marks.refused),
        app_version=link.app_version,
    )


def _parted(standing: Standing, answer: HelloAnswer, here: bytes | None) -> StopReason | None:
    """How the histories part: the school's end of this laptop's chain must be one of the laptop's own links."""
    if answer.acked > standing.own.seq:
        return StopReason.BEHIND
    if here is None or here != bytes.fromhex(answer.head):
        return StopReason.FORK
    if answer.base is not None and answer.base > standing.feed.seq:
        return StopReason.FEED
    return None


def _take_over(conn: Connection, link: LaptopLink, standing: Standing, answer: HelloAnswer) -> None:
    write_state(conn, epoch=answer.epoch, held_up_to=answer.acked)
    if answer.base is not None and answer.base < standing.feed.seq:
        feed_copy.cut(conn, link.school, link.tutor, answer.base)


def nothing_new(standing: Standing, answer: HelloAnswer) -> bool:
    """Whether this hello was the whole sync."""
    return standing.unsent == 0 and standing.feed == Head(answer.feed_head, standing.feed.hash)
