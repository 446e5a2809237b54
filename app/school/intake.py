"""Taking a batch of facts from a laptop: all or nothing, with one fact that is wrong never in the way of another.

Must not decide what a fact means: it checks the chain, whose facts they are, and hands them to the journal.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from app.models import storage
from app.models.bulk import among
from app.models.envelope import ZERO_HASH, SealedFact, chain_all
from app.models.facts.visits import VisitFact
from app.models.heads import Head, claim_head, feed_of, journal_of, move_head, read_head
from app.models.journal import Arrival
from app.models.projections.rows import Fact
from app.models.tables import journal
from app.models.tables.projected import plans
from app.school.callers import Caller
from app.school.endpoint import Endpoint
from app.school.refusals import Refused
from app.sync.protocol.keys import verify
from app.sync.protocol.messages import FactProblem, PushAnswer, Receipt, batch_bytes
from app.sync.protocol.problems import MEANINGS, Code


@dataclass(frozen=True, slots=True)
class BatchHead:
    """What the headers of a push claim."""

    first: int
    count: int
    head: str
    epoch: int
    signature: bytes


def check_batch(caller: Caller, device: UUID, claimed: BatchHead, facts: Sequence[SealedFact]) -> None:
    """What can be said about a batch without the database. Raises Refused."""
    if device != caller.device:
        raise Refused(Code.SIGNATURE, "A laptop sends its own journal only.")
    if claimed.epoch != caller.school.epoch:
        raise Refused(Code.EPOCH, "Say hello again.", epoch=caller.school.epoch)
    told = batch_bytes(device, claimed.first, claimed.count, claimed.head, claimed.epoch)
    if not verify(caller.public_key, claimed.signature, told):
        raise Refused(Code.SIGNATURE, "The batch is not signed by this laptop.")
    in_order = all(f.device == device and f.seq == claimed.first + n for n, f in enumerate(facts))
    if len(facts) != claimed.count or not in_order:
        raise Refused(Code.MALFORMED, "The facts are not the ones that the headers announce.")
    if not all(fact.payload_is_intact() for fact in facts):
        raise Refused(Code.CHAIN, "A payload does not fit its envelope.")


def take_batch(
    endpoint: Endpoint, conn: Connection, caller: Caller, claimed: BatchHead, facts: Sequence[SealedFact]
) -> PushAnswer:
    """Keep a batch that `check_batch` has passed, in the caller's transaction. Raises Refused; then nothing is kept."""
    school = caller.school.school_id
    head = claim_head(conn, school, journal_of(caller.device))
    claim_head(conn, school, feed_of(caller.tutor))  # two laptops of one tutor take turns
    if claimed.first > head.seq + 1:
        raise Refused(Code.GAP, "Say hello again.", acked=head.seq, head=head.hash.hex())
    links = chain_all(_before(conn, caller, head, claimed.first), facts)
    _refuse_forks(conn, caller, head, facts)
    if links[-1].hex() != claimed.head:
        raise Refused(Code.CHAIN, "Say hello again.", acked=head.seq, head=head.hash.hex())
    arrivals = [Arrival(fact, link) for fact, link in zip(facts, links, strict=True) if fact.seq > head.seq]
    found = endpoint.journal(school, caller.school.device).accept(
        conn, arrivals, judge=lambda c, readable: _judge(c, caller, readable)
    )
    if found.forks:
        raise Refused(Code.FORK, "Say hello again.", facts=[str(fact) for fact in found.forks[:20]])
    if arrivals:
        head = Head(facts[-1].seq, links[-1])
        move_head(conn, school, journal_of(caller.device), head)
    problems = _problems(conn, school, facts)
    return PushAnswer(receipt=_receipt(endpoint, conn, caller, head), problems=problems)


def _before(conn: Connection, caller: Caller, head: Head, first: int) -> bytes:
    """The chain's hash before number `first`."""
    if first == head.seq + 1:
        return head.hash
    if first == 1:
        return ZERO_HASH
    own = journal.c.school_id == caller.school.school_id, journal.c.device == caller.device
    return bytes(conn.execute(select(journal.c.chain_hash).where(*own, journal.c.seq == first - 1)).scalar_one())


def _refuse_forks(conn: Connection, caller: Caller, head: Head, facts: Sequence[SealedFact]) -> None:
    """Facts the school holds already must be the very same ones."""
    held = [fact for fact in facts if fact.seq <= head.seq]
    if not held:
        return
    school = caller.school.school_id
    kept = storage.read_own(conn, school, caller.device, held[0].seq - 1, len(held))
    other = [f for f, k in zip(held, kept, strict=True) if f.canonical() != k.canonical()]
    if other:
        raise Refused(Code.FORK, "Say hello again.", facts=[str(fact.id) for fact in other[:20]])


def _judge(conn: Connection, caller: Caller, readable: Sequence[Fact]) -> Mapping[UUID, str]:
    """What a tutor may not write: the school's kinds, and visits that are planned for somebody else."""
    problems = {f.sealed.id: "not-yours: kind" for f in readable if f.payload.OWNER != "tutor"}
    problems |= {f.sealed.id: "schema-invalid: a text holds the character NUL" for f in readable if _has_nul(f)}
    visits = {f.payload.visit_id for f in readable if isinstance(f.payload, VisitFact)}
    query = select(plans.c.visit_id, plans.c.tutor_id, plans.c.pupil_id).where(
        plans.c.school_id == caller.school.school_id, among(conn, plans.c.visit_id, list(visits))
    )
    planned = {row.visit_id: row for row in conn.execute(query)} if visits else {}
    for fact in readable:
        plan = planned.get(fact.payload.visit_id) if isinstance(fact.payload, VisitFact) else None
        if plan is not None and plan.tutor_id != caller.tutor:
            problems[fact.sealed.id] = "not-yours: visit_id"
        elif plan is not None and isinstance(fact.payload, VisitFact) and plan.pupil_id != fact.payload.pupil_id:
            problems[fact.sealed.id] = "not-yours: pupil_id"
    return problems


def _has_nul(fact: Fact) -> bool:
    """PostgreSQL keeps no NUL in a text, and nobody typed it; JSON can only write it as this escape."""
    raw = fact.sealed.payload or b""
    return rb"\u0000" in raw and "\0" in "".join(_texts(json.loads(raw)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(part)


def _receipt(endpoint: Endpoint, conn: Connection, caller: Caller, head: Head) -> Receipt:
    school = caller.school
    unsigned = Receipt(
        device=caller.device,
        seq=head.seq,
        head=head.hash.hex(),
        feed_position=read_head(conn, school.school_id, feed_of(caller.tutor)).seq,
        epoch=school.epoch,
        received_at=endpoint.clock.now(),
    )
    signature = school.signer.sign(unsigned.signed_bytes())
    return unsigned.model_copy(update={"signature": base64.b64encode(signature).decode("ascii")})


def _problems(conn: Connection, school: UUID, facts: Sequence[SealedFact]) -> tuple[FactProblem, ...]:
    """What is wrong with which facts of the batch, kept now or before: the first answer may have been lost."""
    aside = (journal.c.school_id == school) & (journal.c.standing == storage.QUARANTINED)
    own = (journal.c.device == facts[0].device) & journal.c.seq.between(facts[0].seq, facts[-1].seq)
    query = select(journal.c.id, journal.c.seq, journal.c.problem).where(aside, own).order_by(journal.c.seq)
    told = []
    for row in conn.execute(query):
        code, _, where = row.problem.partition(": ")
        sentence = f"{MEANINGS[Code(code)].title}: {where}. The school keeps it aside until a person has looked."
        told.append(FactProblem(fact_id=row.id, seq=row.seq, code=code, sentence=sentence[:2000]))
    return tuple(told)
