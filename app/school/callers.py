"""Who is asking: signed requests, the device behind them, the nonce window. Must not do what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.models.tables.projected import devices
from app.school.endpoint import Endpoint
from app.school.identity import School, school_from
from app.school.refusals import Refused
from app.school.tables import laptops, nonces, school_identity
from app.sync.protocol.limits import CLOCK_TOLERANCE
from app.sync.protocol.messages import Order
from app.sync.protocol.problems import Code
from app.sync.protocol.signatures import BadSignature, Claim, read_claim, verify_claim

NONCE_LIFE = 3 * CLOCK_TOLERANCE
"""A request is accepted for at most twice the tolerance; its nonce is remembered for longer."""
_NO_SIGNATURE = "Sign the request with the key of an enrolled device."


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came: what its signature covers."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """A recognised device, the tutor it belongs to, and its school."""

    school: School
    tutor: UUID
    device: UUID
    public_key: bytes
    nonce: str


def claim_of(asked: Asked) -> Claim:
    """What the request's signature claims. Raises Refused `signature`."""
    try:
        return read_claim(asked.headers, asked.body)
    except BadSignature:
        raise Refused(Code.SIGNATURE, _NO_SIGNATURE) from None


def recognise(endpoint: Endpoint, conn: Connection, asked: Asked, claim: Claim) -> Caller:
    """The device that signed the request. An unknown device is refused in the same words as a wrong signature."""
    row = _device(conn, claim.device)
    if row is None or not verify_claim(claim, bytes.fromhex(row.public_key), asked.method, asked.url, asked.headers):
        raise Refused(Code.SIGNATURE, _NO_SIGNATURE)
    school = school_from(endpoint, row)
    caller = Caller(school, row.tutor_id, row.device_id, bytes.fromhex(row.public_key), claim.nonce)
    with signed_refusals(caller):
        if row.revoked_at is not None:
            raise Refused(Code.REVOKED, "The school no longer trusts this laptop.", orders=[_wipe(row)])
        check_clock(endpoint, claim)
    return caller


@contextmanager
def signed_refusals(caller: Caller) -> Iterator[None]:
    """What is refused in here is refused under the school's signature."""
    try:
        yield
    except Refused as refused:
        refused.caller = caller
        raise


def check_clock(endpoint: Endpoint, claim: Claim) -> None:
    """Refuse a request that was made too long ago or in the future; the answer says what time it is."""
    now = endpoint.clock.now()
    if abs(claim.created - now) > CLOCK_TOLERANCE:
        raise Refused(Code.CLOCK, "Sign again with the school's time.", server_clock=now.isoformat())


def remember_nonce(endpoint: Endpoint, conn: Connection, device: UUID, nonce: str) -> None:
    """Take a nonce once; the caller's transaction must not go on after Refused `replay`."""
    try:
        conn.execute(insert(nonces), {"device_id": device, "nonce": nonce, "seen_at": endpoint.clock.now()})
    except IntegrityError:
        raise Refused(Code.REPLAY, "Sign each request with a nonce of its own.") from None


def forget_nonces(endpoint: Endpoint, conn: Connection, device: UUID) -> None:
    """Drop a device's nonces that are too old to come again."""
    old = nonces.c.seen_at < endpoint.clock.now() - NONCE_LIFE
    conn.execute(delete(nonces).where(nonces.c.device_id == device, old))


def _device(conn: Connection, device: str) -> Any | None:
    """Device, enrolment and school in one row; joined on the school, so that no other school's row can serve."""
    try:
        wanted = UUID(device)
    except ValueError:
        return None
    same = (devices.c.school_id == laptops.c.school_id) & (devices.c.device_id == laptops.c.device_id)
    query = (
        select(devices, *(c for c in school_identity.c if c.name != "school_id"))
        .select_from(laptops)
        .join(devices, same)
        .join(school_identity, school_identity.c.school_id == laptops.c.school_id)
        .where(laptops.c.device_id == wanted)
    )
    return conn.execute(query).first()


def _wipe(row: Any) -> dict[str, Any]:
    """The order that goes with a revocation; its nonce is the same each time it is told."""
    nonce = sha256(f"{row.device_id}\n{row.revoked_at.isoformat()}".encode()).hexdigest()[:32]
    return Order(kind="wipe", nonce=nonce, detail=row.revoked_reason or "").model_dump(mode="json")
