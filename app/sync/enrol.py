"""Joining a laptop to a school with a one-time code. Must not trust a key that the code does not vouch for.

Everything that joining gives is kept in one transaction. The new key is kept before it is sent: when the answer is
lost on the way, the same code with the same key is asked again, and the school answers again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, Engine

from app.domain.clock import Clock
from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes, new_id
from app.models.database import writing
from app.models.local import drop_secret, read_secret, read_state, write_secret, write_state
from app.sync.drift import DriftGauge, measure
from app.sync.enrol_errors import AlreadyJoined, SchoolNotReached, SchoolNotTheOne, not_taken
from app.sync.errors import NoConnection, Why
from app.sync.line import SchoolSaid, read_problem, server_clock
from app.sync.link import CheckPack
from app.sync.outgoing import Outgoing, tidy_address
from app.sync.packs import PacksTaken, keep_packs
from app.sync.protocol import limits
from app.sync.protocol.answers import answer_is_signed
from app.sync.protocol.keys import EnrolCode, Signer, read_code
from app.sync.protocol.messages import EnrolAnswer, EnrolRequest
from app.sync.protocol.problems import Code
from app.sync.sos import SosCaller
from app.sync.transport import Reply, Timeouts, Transport, retry_after

_MOST_ANSWER = 8 << 20
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Joined:
    """A laptop that is joined; `sos` belongs into the system's keyring."""

    school_id: UUID
    school_name: str
    tutor_id: UUID
    tutor_name: str
    device_id: UUID
    sos: SosCaller = field(repr=False)
    packs_taken: tuple[str, ...] = ()
    pack_problems: tuple[str, ...] = ()
    """A sentence for each policy pack that was not taken."""


@dataclass(frozen=True, slots=True)
class Laptop:
    """The laptop that wants to join: its open, migrated database and its seams."""

    engine: Engine
    clock: Clock
    random: RandomBytes
    check_pack: CheckPack
    label: str = ""
    app_version: str = ""


@dataclass(frozen=True, slots=True)
class _NewDevice:
    id: UUID
    key: bytes = field(repr=False)


def enrol(laptop: Laptop, address: str, code_text: str, *, timeouts: Timeouts | None = None) -> Joined:
    """Join this laptop to the school at `address` with the code that the office gave.

    Raises AddressNotUsable, CodeMistyped, AlreadyJoined, CodeWrong, CodeUsed, CodeExpired, TooManyTries,
    SchoolNotTheOne, SchoolNotReached. Whatever is raised, nothing of the school was kept.
    """
    base_url, code = tidy_address(address), read_code(code_text)
    device = _new_device(laptop, code)
    gauge = DriftGauge()
    transport = Transport(
        base_url,
        str(device.id),
        Signer(device.key),
        clock=laptop.clock,
        random=laptop.random,
        drift=gauge,
        timeouts=timeouts,
    )
    with transport:
        asked_at, reply = _ask(laptop, transport, device, code)
    answer = _believed(reply, code)
    drift = measure(asked_at, laptop.clock.now(), answer.server_clock)
    return _keep(laptop, device, base_url, answer, drift)


def _new_device(laptop: Laptop, code: EnrolCode) -> _NewDevice:
    """A new device id and key, or those of an earlier try with the same code. Raises AlreadyJoined."""
    digest = code.secret_hash().hex()
    with writing(laptop.engine) as conn:
        if read_state(conn, "device_id") is not None:
            raise AlreadyJoined
        before, key = read_state(conn, "joining"), read_secret(conn, "joining_key")
        if before is not None and key is not None and before["code"] == digest:
            return _NewDevice(UUID(before["device_id"]), key)
        device = _NewDevice(new_id(laptop.clock.now(), laptop.random), laptop.random(_KEY_BYTES))
        write_state(conn, joining={"device_id": str(device.id), "code": digest})
        write_secret(conn, "joining_key", device.key)
    return device


def _ask(laptop: Laptop, transport: Transport, device: _NewDevice, code: EnrolCode) -> tuple[datetime, Reply]:
    """The school's answer, and when it was asked for; asked twice when only this laptop's clock is wrong."""
    request = EnrolRequest(
        code=code.text(),
        device_id=device.id,
        public_key=Signer(device.key).public.hex(),
        label=laptop.label,
        app_version=laptop.app_version,
    )
    outgoing = Outgoing("POST", "/v1/enrol", request.model_dump_json().encode(), most=_MOST_ANSWER)
    asked_at = laptop.clock.now()
    try:
        reply = transport.ask(outgoing)
        problem = read_problem(reply) if reply.content_type == limits.PROBLEM else None
        if problem is not None and problem.code is Code.CLOCK:
            transport.learn(server_clock(SchoolSaid(problem, None)))
            asked_at = laptop.clock.now()
            reply = transport.ask(outgoing)
    except NoConnection as error:
        raise SchoolNotReached(error.why) from None
    except SchoolSaid:
        raise SchoolNotReached(Why.NOT_OURS) from None
    return asked_at, reply


def _believed(reply: Reply, code: EnrolCode) -> EnrolAnswer:
    """The answer, once the code vouches for the school's key and the key for the answer."""
    if reply.content_type == limits.PROBLEM:
        raise _refused(reply)
    try:
        answer = EnrolAnswer.model_validate_json(reply.body)
    except ValidationError:
        raise SchoolNotReached(Why.NOT_OURS) from None
    key = bytes.fromhex(answer.school_key)
    if not code.matches(key):
        raise SchoolNotTheOne
    if not answer_is_signed(key, reply.nonce, reply.body, reply.headers.get(limits.HEAD_SIGNATURE)):
        raise SchoolNotReached(Why.UNSIGNED)
    return answer


def _refused(reply: Reply) -> DoorstepError:
    problem = read_problem(reply)
    if problem is None:
        return SchoolNotReached(Why.NOT_OURS)
    return not_taken(problem.code, retry_after(reply.headers))


def _keep(laptop: Laptop, device: _NewDevice, base_url: str, answer: EnrolAnswer, drift: int) -> Joined:
    packs = PacksTaken()
    with writing(laptop.engine) as conn:
        _keep_school(conn, device, base_url, answer)
        keep_packs(conn, answer.packs, laptop.check_pack, packs)
        write_state(conn, drift_ms=drift, last_contact_at=laptop.clock.now().isoformat(), joining=None)
        drop_secret(conn, "joining_key")
    return Joined(
        school_id=answer.school_id,
        school_name=answer.school_name,
        tutor_id=answer.tutor_id,
        tutor_name=answer.tutor_name,
        device_id=device.id,
        sos=SosCaller(base_url, device.id, answer.sos_token),
        packs_taken=tuple(packs.taken),
        pack_problems=tuple(packs.problems),
    )


def _keep_school(conn: Connection, device: _NewDevice, base_url: str, answer: EnrolAnswer) -> None:
    write_state(
        conn,
        school_id=str(answer.school_id),
        school_name=answer.school_name,
        tutor_id=str(answer.tutor_id),
        tutor_name=answer.tutor_name,
        device_id=str(device.id),
        base_url=base_url,
        school_key=answer.school_key,
        epoch=answer.epoch,
    )
    write_secret(conn, "device_key", device.key)
    write_secret(conn, "sos_token", answer.sos_token.encode())
