"""The people who may open the console, and what each role may see. Must not keep a password."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select

from app.domain.errors import DoorstepError
from app.school.endpoint import Endpoint
from app.school.passwords import hash_password, password_fits
from app.school.tables import people


class Role(StrEnum):
    """What somebody does at the school."""

    LEAD_WORKER = "lead_worker"
    CONTACT = "contact"
    DSL = "dsl"
    SENIOR_LEADER = "senior_leader"
    ATTENDANCE_OFFICER = "attendance_officer"
    ADMIN = "admin"


class Sight(StrEnum):
    """A kind of page."""

    BOARD = "board"
    REGISTER = "register"
    RECORD = "record"


_CASE = frozenset({Role.LEAD_WORKER, Role.DSL, Role.SENIOR_LEADER})
_MAY_SEE: dict[Sight, frozenset[Role]] = {
    Sight.BOARD: frozenset(Role),
    Sight.REGISTER: _CASE | {Role.ATTENDANCE_OFFICER},
    Sight.RECORD: _CASE,
}


class NameTaken(DoorstepError):
    """Somebody has this sign-in name."""

    code = "name-taken"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in."""

    person_id: UUID
    school_id: UUID
    name: str
    role: Role

    def may_see(self, sight: Sight) -> bool:
        """Whether the role opens this kind of page."""
        return self.role in _MAY_SEE[sight]


class NewPerson(NamedTuple):
    """Somebody who is to sign in."""

    name: str
    role: Role
    sign_in: str


def add_person(endpoint: Endpoint, conn: Connection, school: UUID, new: NewPerson, password: str) -> UUID:
    """Let somebody sign in. Raises PasswordTooShort and NameTaken."""
    wanted = new.sign_in.strip().casefold()
    if conn.execute(select(people.c.person_id).where(people.c.sign_in == wanted)).first() is not None:
        raise NameTaken("Somebody signs in with this name already.", "Choose another name to sign in with.")
    person = endpoint.new_id()
    row = {
        "person_id": person,
        "school_id": school,
        "name": new.name,
        "sign_in": wanted,
        "role": new.role.value,
        "password": hash_password(password, endpoint.password_cost, endpoint.random),
        "created_at": endpoint.clock.now(),
    }
    conn.execute(insert(people), row)
    return person


def check_password(endpoint: Endpoint, conn: Connection, sign_in: str, password: str) -> Person | None:
    """Who this is; None for a wrong name, a wrong password or a person who has left, all in the same time."""
    row = conn.execute(select(people).where(people.c.sign_in == sign_in.strip().casefold())).first()
    fits = password_fits(password, None if row is None else row.password, endpoint.password_cost)
    return person_from(row) if fits and row is not None and row.disabled_at is None else None


def person_from(row: Any) -> Person:
    """The person in a row of `people`."""
    return Person(row.person_id, row.school_id, row.name, Role(row.role))
