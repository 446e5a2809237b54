"""Joining a laptop to a tutor: the one-time code, the enrolment itself, the end of trust. Must not know HTTP."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.errors import DoorstepError
from app.models.database import writing
from app.models.facts.school import DeviceEnrolled, DeviceRevoked
from app.models.queries import people
from app.models.tables.projected import devices
from app.school.callers import Asked, Caller, check_clock, claim_of, remember_nonce, signed_refusals
from app.school.endpoint import Endpoint
from app.school.handouts import packs_for
from app.school.identity import School, read_school
from app.school.refusals import Refused
from app.school.tables import enrol_codes, laptops
from app.sync.protocol.keys import CodeMistyped, EnrolCode, make_code, read_code
from app.sync.protocol.limits import ENROL_CODE_LIFE
from app.sync.protocol.messages import EnrolAnswer, EnrolRequest
from app.sync.protocol.problems import Code
from app.sync.protocol.signatures import verify_claim

_TOKEN_BYTES = 24
_WRONG = "Check the code with the school."


class NobodyThere(DoorstepError):
    """There is no such tutor or laptop."""

    code = "not-found"


def new_code(endpoint: Endpoint, conn: Connection, school: School, tutor: UUID) -> EnrolCode:
    """A code for a tutor's next laptop; only its hash is kept. Raises NobodyThere."""
    if people.tutor(conn, school.school_id, tutor) is None:
        raise NobodyThere("The school has no such tutor.", "Add the tutor first.")
    code, now = make_code(endpoint.random, school.signer.public), endpoint.clock.now()
    row = {"secret_hash": code.secret_hash(), "school_id": school.school_id, "tutor_id": tutor}
    conn.execute(insert(enrol_codes), row | {"created_at": now, "expires_at": now + ENROL_CODE_LIFE})
    return code


def enrol(endpoint: Endpoint, asked: Asked, request: EnrolRequest) -> tuple[Caller, EnrolAnswer]:
    """Join a laptop. The same laptop may ask again with its code when the answer was lost. Raises Refused."""
    _prove_possession(asked, request)
    with writing(endpoint.engine) as conn:
        row = _find_code(conn, request.code)
        school = read_school(endpoint, conn, row.school_id)
        claim = claim_of(asked)
        caller = Caller(school, row.tutor_id, request.device_id, bytes.fromhex(request.public_key), claim.nonce)
        with signed_refusals(caller):
            check_clock(endpoint, claim)
            remember_nonce(endpoint, conn, request.device_id, claim.nonce)
            _use_code(endpoint, conn, row, caller, request.label)
            return caller, _answer(endpoint, conn, caller)


def revoke(endpoint: Endpoint, conn: Connection, school: School, device: UUID, reason: str) -> None:
    """Trust a laptop no longer; its next request is answered with the order to wipe. Raises NobodyThere."""
    query = select(devices.c.tutor_id).where(devices.c.school_id == school.school_id, devices.c.device_id == device)
    tutor = conn.execute(query).scalar()
    if tutor is None:
        raise NobodyThere("The school has no such laptop.", "Look up its id among the school's laptops.")
    fact = DeviceRevoked(device_id=device, tutor_id=tutor, reason=reason, revoked_at=endpoint.clock.now())
    endpoint.journal(school.school_id, school.device).record_in(conn, fact)


def token_hash(token: str) -> bytes:
    """What is kept of an alarm-only token."""
    return hashlib.sha256(b"doorstep sos token\n" + token.encode()).digest()


def _prove_possession(asked: Asked, request: EnrolRequest) -> None:
    claim = claim_of(asked)
    ours = claim.device == str(request.device_id)
    if not ours or not verify_claim(claim, bytes.fromhex(request.public_key), asked.method, asked.url, asked.headers):
        raise Refused(Code.SIGNATURE, "Sign the request with the key that it brings.")


def _find_code(conn: Connection, text: str) -> Any:
    try:
        code = read_code(text)
    except CodeMistyped:
        raise Refused(Code.ENROL_CODE, _WRONG) from None
    query = select(enrol_codes).where(enrol_codes.c.secret_hash == code.secret_hash())
    row = conn.execute(query.with_for_update()).first()
    if row is None:
        raise Refused(Code.ENROL_CODE, _WRONG)
    return row


def _use_code(endpoint: Endpoint, conn: Connection, row: Any, caller: Caller, label: str) -> None:
    """Use the code up and record the laptop, unless this very laptop did so before."""
    if row.used_at is not None:
        if row.used_by == caller.device and _same_key(conn, caller):
            return
        raise Refused(Code.ENROL_CODE_USED, "Ask the school for a new code.")
    now = endpoint.clock.now()
    if row.expires_at <= now:
        raise Refused(Code.ENROL_CODE_EXPIRED, "Ask the school for a new code.")
    if conn.execute(select(laptops.c.device_id).where(laptops.c.device_id == caller.device)).first() is not None:
        raise Refused(Code.FORK, "Another laptop has this device id. Join with a new one.")
    used = update(enrol_codes).where(enrol_codes.c.secret_hash == row.secret_hash)
    conn.execute(used.values(used_at=now, used_by=caller.device))
    fact = DeviceEnrolled(
        device_id=caller.device,
        tutor_id=caller.tutor,
        public_key=caller.public_key.hex(),
        label=label,
        enrolled_at=now,
    )
    endpoint.journal(caller.school.school_id, caller.school.device).record_in(conn, fact)


def _same_key(conn: Connection, caller: Caller) -> bool:
    query = select(devices.c.public_key, devices.c.revoked_at).where(
        devices.c.school_id == caller.school.school_id, devices.c.device_id == caller.device
    )
    row = conn.execute(query).first()
    return row is not None and row.revoked_at is None and bytes.fromhex(row.public_key) == caller.public_key


def _answer(endpoint: Endpoint, conn: Connection, caller: Caller) -> EnrolAnswer:
    token = base64.urlsafe_b64encode(endpoint.random(_TOKEN_BYTES)).decode("ascii")
    school, tutor = caller.school, people.tutor(conn, caller.school.school_id, caller.tutor)
    conn.execute(delete(laptops).where(laptops.c.device_id == caller.device))
    row = {"device_id": caller.device, "school_id": school.school_id, "sos_hash": token_hash(token)}
    conn.execute(insert(laptops), row)
    return EnrolAnswer(
        school_id=school.school_id,
        school_name=school.name,
        tutor_id=caller.tutor,
        tutor_name="" if tutor is None else tutor.name or "",
        school_key=school.signer.public.hex(),
        epoch=school.epoch,
        server_clock=endpoint.clock.now(),
        sos_token=token,
        packs=packs_for(endpoint, conn, school.school_id, caller.tutor),
    )
