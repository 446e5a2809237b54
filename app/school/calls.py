"""Calls for help by the alarm-only token (sync.md 2). Must not refuse one for its clock, its epoch or a lost trust."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select, update

from app.models.database import reading, writing
from app.models.tables.projected import devices, tutors
from app.school.endpoint import Endpoint
from app.school.enrolment import token_hash
from app.school.refusals import Refused
from app.school.tables import laptops, sos_calls
from app.school.throttling import SOS_DEVICE, require
from app.sync.protocol.messages import SosAnswer, SosRequest
from app.sync.protocol.problems import Code


def call_for_help(endpoint: Endpoint, request: SosRequest) -> SosAnswer:
    """Keep a call; asking again with the same id changes nothing but a cancellation. Raises Refused.

    A laptop that the school has revoked may still call: an unknown caller means that a person looks.
    """
    with reading(endpoint.engine) as conn:
        laptop = _laptop(conn, request)
    require(endpoint, SOS_DEVICE, str(request.device_id))
    with writing(endpoint.engine) as conn:
        return SosAnswer(received_at=_keep(endpoint, conn, laptop, request))


def _laptop(conn: Connection, request: SosRequest) -> Any:
    row = conn.execute(select(laptops).where(laptops.c.device_id == request.device_id)).first()
    kept = bytes(32) if row is None else bytes(row.sos_hash)
    if not hmac.compare_digest(kept, token_hash(request.token)) or row is None:
        raise Refused(Code.SIGNATURE, "Call with the token of an enrolled device.")
    return row


def _keep(endpoint: Endpoint, conn: Connection, laptop: Any, request: SosRequest) -> Any:
    mine = sos_calls.c.school_id == laptop.school_id, sos_calls.c.sos_id == request.sos_id
    row = conn.execute(select(sos_calls).where(*mine)).first()
    if row is not None:
        conn.execute(update(sos_calls).where(*mine).values(cancelled=row.cancelled or request.cancelled))
        return row.received_at
    now = endpoint.clock.now()
    values = request.model_dump(include={"sos_id", "device_id", "visit_id", "at", "cancelled"})
    conn.execute(insert(sos_calls), values | {"school_id": laptop.school_id, "received_at": now})
    return now


def recent_calls(conn: Connection, school: UUID, since: datetime) -> Sequence[Row[Any]]:
    """Calls by token since an instant, newest first, with the tutor of the laptop."""
    owner = (devices.c.school_id == sos_calls.c.school_id) & (devices.c.device_id == sos_calls.c.device_id)
    same = (tutors.c.school_id == devices.c.school_id) & (tutors.c.tutor_id == devices.c.tutor_id)
    query = (
        select(sos_calls, tutors.c.name.label("tutor_name"), tutors.c.phone.label("tutor_phone"))
        .select_from(sos_calls.outerjoin(devices, owner).outerjoin(tutors, same))
        .where(sos_calls.c.school_id == school, sos_calls.c.received_at >= since)
    )
    return conn.execute(query.order_by(sos_calls.c.received_at.desc())).all()
