"""The school itself: who it is, its key, its epoch. Must not mix two schools: every query names one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select

from app.domain.errors import DoorstepError
from app.school.endpoint import Endpoint
from app.school.sealing import seal, unseal
from app.school.tables import school_identity
from app.sync.protocol.keys import Signer

FIRST_EPOCH = 1


class SchoolUnknown(DoorstepError):
    """The database holds no such school, or several where one was meant."""

    code = "school-unknown"


@dataclass(frozen=True)
class School:
    """One school of the database."""

    school_id: UUID
    device: UUID
    """The id under which the school itself writes facts."""
    name: str
    epoch: int
    signer: Signer = field(repr=False)


def create_school(endpoint: Endpoint, conn: Connection, name: str) -> School:
    """A new school with a fresh key, in the caller's transaction."""
    school_id, key = endpoint.new_id(), Ed25519PrivateKey.from_private_bytes(endpoint.random(32))
    row = {
        "school_id": school_id,
        "school_device": endpoint.new_id(),
        "name": name,
        "created_at": endpoint.clock.now(),
        "epoch": FIRST_EPOCH,
        "public_key": key.public_key().public_bytes_raw(),
        "sealed_key": seal(endpoint.secret, school_id, key.private_bytes_raw(), endpoint.random),
    }
    conn.execute(insert(school_identity), row)
    return read_school(endpoint, conn, school_id)


def read_school(endpoint: Endpoint, conn: Connection, school_id: UUID) -> School:
    """The school with this id. Raises SchoolUnknown and SecretMissing."""
    row = conn.execute(select(school_identity).where(school_identity.c.school_id == school_id)).first()
    if row is None:
        raise SchoolUnknown("There is no such school in this database.", "Run doorstep-school init to make one.")
    return school_from(endpoint, row)


def school_from(endpoint: Endpoint, row: Any) -> School:
    """The school in a row that selected the identity's columns."""
    signer = Signer(unseal(endpoint.secret, row.school_id, bytes(row.sealed_key)))
    return School(row.school_id, row.school_device, row.name, row.epoch, signer)


def list_schools(conn: Connection) -> list[tuple[UUID, str]]:
    """(id, name) of every school, oldest first: for the operator at the command line only."""
    query = select(school_identity.c.school_id, school_identity.c.name).order_by(school_identity.c.created_at)
    return [(row.school_id, row.name) for row in conn.execute(query)]


def only_school(endpoint: Endpoint, conn: Connection, wanted: UUID | None = None) -> School:
    """The school with the id, or the only one there is. Raises SchoolUnknown."""
    found = [school for school, _ in list_schools(conn)] if wanted is None else [wanted]
    if len(found) != 1:
        what = "This database holds no school yet." if not found else "This database holds more than one school."
        then = "Run doorstep-school init first." if not found else "Say which with --school and its id."
        raise SchoolUnknown(what, then)
    return read_school(endpoint, conn, found[0])
