"""Push: the laptop's own facts to the school, from the first one without a receipt. Must not delete or change one.

A batch is all or nothing up to the first wrong fact, idempotent, and may be cut at any point: what has no verified
receipt is simply sent again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from app.models.database import reading, writing
from app.models.envelope import SealedFact
from app.models.local import write_state
from app.models.queries.sync_state import (
    ReceiptRow,
    RefusalRow,
    chain_hash_at,
    keep_receipt,
    keep_refusals,
    kept_marks,
)
from app.models.storage import read_own
from app.sync.errors import NoConnection, StopReason, SyncStopped, Why
from app.sync.line import Line, SchoolSaid
from app.sync.link import LaptopLink
from app.sync.protocol import limits
from app.sync.protocol.keys import verify
from app.sync.protocol.messages import PushAnswer, Receipt, batch_bytes
from app.sync.protocol.problems import Code
from app.sync.protocol.wire import encode_facts

_TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Room:
    """How much one batch may hold."""

    facts: int = limits.MAX_FACTS
    size: int = limits.MAX_BATCH_BYTES

    def halved(self, sent: int) -> Room:
        """Half of what was just too large. Raises SyncStopped when that was a single fact."""
        if sent <= 1:
            raise SyncStopped(StopReason.FACT_TOO_LARGE)
        return Room(sent // 2, self.size)


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts in their order, as lines, and the hash of the chain after the last of them."""

    first: int
    count: int
    head: bytes
    lines: bytes


@dataclass(slots=True)
class Pushed:
    """What a push has done so far."""

    sent: int = 0
    refused: list[UUID] = field(default_factory=list)
    feed_position: int = 0
    """Where the school's feed ended after the last batch."""


def push_all(
    link: LaptopLink, line: Line, epoch: int, told: Callable[[int], None], cancelled: Callable[[], bool]
) -> Pushed:
    """Send batch after batch until every fact has its receipt, or `cancelled`; `told` hears how many have.

    Raises NoConnection, SchoolSaid (`gap`, `epoch`: say hello again), SyncStopped.
    """
    found, room = Pushed(), Room()
    while not cancelled():
        batch = _next_batch(link, room)
        if batch is None:
            break
        try:
            answer = _send(link, line, batch, epoch)
        except (NoConnection, SchoolSaid) as error:
            if not _was_too_large(error):
                raise
            room = room.halved(batch.count)
            continue
        _take(link, answer, batch, epoch)
        found.sent += batch.count
        found.refused += [problem.fact_id for problem in answer.problems]
        found.feed_position = answer.receipt.feed_position
        told(found.sent)
    return found


def _next_batch(link: LaptopLink, room: Room) -> Batch | None:
    with reading(link.engine) as conn:
        after = kept_marks(conn, link.school, link.device).receipted_seq
        facts = read_own(conn, link.school, link.device, after, room.facts)
        count, lines = _fill(facts, room.size)
        if not count:
            return None
        head = chain_hash_at(conn, link.school, link.device, after + count)
    assert head is not None, "an own fact has its link"
    return Batch(after + 1, count, head, lines)


def _fill(facts: list[SealedFact], size: int) -> tuple[int, bytes]:
    """As many facts as fit, but always one."""
    lines: list[bytes] = []
    total = 0
    for fact in facts:
        line = encode_facts([fact])
        total += len(line)
        if lines and total > size:
            break
        lines.append(line)
    return len(lines), b"".join(lines)


def _send(link: LaptopLink, line: Line, batch: Batch, epoch: int) -> PushAnswer:
    head = batch.head.hex()
    signature = link.signer.sign(batch_bytes(link.device, batch.first, batch.count, head, epoch))
    headers = {
        limits.HEAD_FIRST: str(batch.first),
        limits.HEAD_COUNT: str(batch.count),
        limits.HEAD_HASH: head,
        limits.HEAD_EPOCH: str(epoch),
        limits.HEAD_SIGNATURE: base64.b64encode(signature).decode("ascii"),
    }
    try:
        return line.push(link.device, batch.lines, headers)
    except NoConnection as error:
        if error.went_out:
            _mark_sent(link, batch.first + batch.count - 1)
        raise


def _was_too_large(error: NoConnection | SchoolSaid) -> bool:
    """Whether to halve the batch: that drops nothing, so a proxy's word is enough for it."""
    if isinstance(error, SchoolSaid):
        return error.code is Code.TOO_LARGE
    return error.status == _TOO_LARGE


def _mark_sent(link: LaptopLink, seq: int) -> None:
    with writing(link.engine) as conn:
        if seq > kept_marks(conn, link.school, link.device).pushed_up_to:
            write_state(conn, pushed_up_to=seq)


def _take(link: LaptopLink, answer: PushAnswer, batch: Batch, epoch: int) -> None:
    """Keep the receipt and what was refused, once the receipt is the school's word about this very chain."""
    receipt = answer.receipt
    row = _verified(link, receipt, epoch)
    now = link.clock.now()
    told = [RefusalRow(p.fact_id, p.code, p.sentence, now) for p in answer.problems]
    with writing(link.engine) as conn:
        here = chain_hash_at(conn, link.school, link.device, receipt.seq)
        if here is None or here != row.head:
            raise SyncStopped(StopReason.FORK)
        if receipt.seq < batch.first + batch.count - 1:
            raise SyncStopped(StopReason.CHAIN)
        keep_receipt(conn, link.school, row)
        keep_refusals(conn, link.school, told)
        write_state(conn, held_up_to=receipt.seq, pushed_up_to=receipt.seq, last_contact_at=now.isoformat())


def _verified(link: LaptopLink, receipt: Receipt, epoch: int) -> ReceiptRow:
    """The receipt as it is kept. Raises NoConnection when it is not the school's word for this laptop."""
    unsigned = NoConnection(Why.UNSIGNED, went_out=True)
    try:
        signature = base64.b64decode(receipt.signature, validate=True)
    except ValueError:
        raise unsigned from None
    genuine = verify(link.school_key, signature, receipt.signed_bytes())
    if not genuine or receipt.device != link.device or receipt.epoch != epoch:
        raise unsigned
    return ReceiptRow(
        device=receipt.device,
        seq=receipt.seq,
        head=bytes.fromhex(receipt.head),
        feed_position=receipt.feed_position,
        epoch=receipt.epoch,
        received_at=receipt.received_at,
        signature=signature,
    )
