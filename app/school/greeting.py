"""The answer to a hello: where the school stands with a laptop (sync.md 2). Must not change what either side holds."""

from __future__ import annotations

from sqlalchemy import Connection

from app.models import feeds
from app.models.envelope import ZERO_HASH
from app.models.heads import feed_of, journal_of, read_head
from app.school.callers import Caller
from app.school.endpoint import Endpoint
from app.school.handouts import packs_for
from app.school.refusals import Refused
from app.sync.protocol.limits import PROTOCOL
from app.sync.protocol.messages import Checkpoint, HelloAnswer, HelloRequest
from app.sync.protocol.problems import Code


def hello(endpoint: Endpoint, conn: Connection, caller: Caller, request: HelloRequest) -> HelloAnswer:
    """What the school holds of this device, and how far the two feeds agree. Raises Refused `update-needed`."""
    if request.protocol != PROTOCOL:
        raise Refused(Code.UPDATE_NEEDED, "Install the newest version of Doorstep.", protocol=PROTOCOL)
    school = caller.school.school_id
    own = read_head(conn, school, journal_of(caller.device))
    feed = read_head(conn, school, feed_of(caller.tutor))
    return HelloAnswer(
        epoch=caller.school.epoch,
        acked=own.seq,
        head=own.hash.hex(),
        base=_base(conn, caller, request),
        feed_head=feed.seq,
        server_clock=endpoint.clock.now(),
        packs={pack.pack_id: pack.sha256 for pack in packs_for(endpoint, conn, school, caller.tutor)},
    )


def _base(conn: Connection, caller: Caller, request: HelloRequest) -> int | None:
    """The highest position at which both feeds have the same hash; None when that is where the laptop stands."""
    if _agrees(conn, caller, Checkpoint(position=request.position, hash=request.position_hash)):
        return None
    older = sorted(request.checkpoints, key=lambda c: c.position, reverse=True)
    return next((c.position for c in older if _agrees(conn, caller, c)), 0)


def _agrees(conn: Connection, caller: Caller, checkpoint: Checkpoint) -> bool:
    if checkpoint.position == 0:
        return checkpoint.hash == ZERO_HASH.hex()
    ours = feeds.checkpoint(conn, caller.school.school_id, caller.tutor, checkpoint.position)
    return ours is not None and ours.hex() == checkpoint.hash
