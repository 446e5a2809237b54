"""Push: the laptop's own facts to the school, from the first one without a receipt. Must not delete or change one.

A batch is all or nothing up to the first wrong fact, idempotent, and may be cut at any point: what has no verified
receipt is simply sent again. While one batch is at the school, the next is read and packed in a thread beside.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
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
from app.models.storage import own_in_order
from app.sync.ahead import Ahead
from app.sync.errors import NoConnection, StopReason, SyncStopped, Why
from app.sync.line import Line, SchoolSaid
from app.sync.link import LaptopLink
from app.sync.outgoing import zipped
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
    packed: bytes
    more: bool
    """Whether there were facts that did not fit."""

    @property
    def last(self) -> int:
        """The number of its last fact."""
        return self.first + self.count - 1


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
    with Ahead[Batch | None]("doorstep-next-batch") as beside:
        while not cancelled():
            batch = beside.result(partial(_next_batch, link, room))
            if batch is None:
                break
            if batch.more:
                beside.begin(partial(_next_batch, link, room, batch.last))
            try:
                answer = _send(link, line, batch, epoch)
            except (NoConnection, SchoolSaid) as error:
                if not _was_too_large(error):
                    raise
                beside.drop()
                room = room.halved(batch.count)
                continue
            _take(link, answer, batch, epoch)
            if answer.receipt.seq != batch.last:
                beside.drop()
            _count(found, answer, batch)
            told(found.sent)
    return found


def _count(found: Pushed, answer: PushAnswer, batch: Batch) -> None:
    found.sent += batch.count
    found.refused += [problem.fact_id for problem in answer.problems]
    found.feed_position = answer.receipt.feed_position


def _next_batch(link: LaptopLink, room: Room, after: int | None = None) -> Batch | None:
    """The facts above number `after`, by default from the first one without a receipt."""
    with reading(link.engine) as conn:
        if after is None:
            after = kept_marks(conn, link.school, link.device).receipted_seq
        facts = own_in_order(conn, link.school, link.device, after, room.facts + 1)
        lines, more = _fill(facts, room)
        if not lines:
            return None
        head = chain_hash_at(conn, link.school, link.device, after + len(lines))
    assert head is not None, "an own fact has its link"
    return Batch(after + 1, len(lines), head, zipped(b"".join(lines)), more)


def _fill(facts: Iterable[SealedFact], room: Room) -> tuple[list[bytes], bool]:
    """As many lines as fit, but always one; and whether there are more."""
    lines: list[bytes] = []
    total = 0
    for fact in facts:
        line = encode_facts([fact])
        total += len(line)
        if lines and (total > room.size or len(lines) == room.facts):
            return lines, True
        lines.append(line)
    return lines, False


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
        return line.push(link.device, batch.packed, headers)
    except NoConnection as error:
        if error.went_out:
            _mark_sent(link, batch.last)
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
        if receipt.seq < batch.last:
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
