"""`add-tutor`, `enrol-code`, `revoke-device`, `add-person` and `list`. Must not print a secret twice."""

from __future__ import annotations

import sys
from typing import Annotated
from uuid import UUID

import typer

from app.casework.caseload import add_tutor as record_tutor
from app.casework.caseload import find_tutor
from app.domain import zones
from app.models.database import reading, writing
from app.models.queries import caseload as have
from app.models.queries import devices
from app.school.commands.common import Database, Office, SchoolId, SettingsPath, office
from app.school.console.staff import NewPerson, Role
from app.school.console.staff import add_person as record_person
from app.school.enrolment import new_code, revoke
from app.sync.protocol.limits import ENROL_CODE_LIFE

Tutor = Annotated[str, typer.Argument(help="E-mail address, staff code, id or whole name.")]


def add_tutor(
    name: Annotated[str, typer.Argument(help="The tutor's name.")],
    email: Annotated[str, typer.Option(help="The address that files name the tutor by.")] = "",
    code: Annotated[str, typer.Option(help="The staff code that files name the tutor by.")] = "",
    phone: Annotated[str, typer.Option(help="Where the school rings the tutor.")] = "",
    database: Database = "",
    settings: SettingsPath = None,
    school: SchoolId = None,
) -> None:
    """Add a tutor, or bring the one with this address or code up to date."""
    with office(database, settings, school) as place:
        tutor = record_tutor(place.journal, name, email=email, phone=phone, code=code)
        typer.echo(f"Tutor {tutor} is recorded.")


def enrol_code(tutor: Tutor, database: Database = "", settings: SettingsPath = None, school: SchoolId = None) -> None:
    """Print a joining code for one laptop of a tutor. It is shown once and works once."""
    with office(database, settings, school) as place:
        with writing(place.endpoint.engine) as conn:
            whose = find_tutor(conn, place.school.school_id, tutor)
            code = new_code(place.endpoint, conn, place.school, whose)
        until = zones.local(place.endpoint.clock.now() + ENROL_CODE_LIFE, zones.zone())
        typer.echo(f"Joining code: {code.text()}")
        typer.echo(f"Good until:   {until:%A %d %B %Y, %H:%M}")
        typer.echo(f"Address:      {_address(place)}")


def revoke_device(
    device: Annotated[UUID, typer.Argument(help="The laptop's id, as `list` shows it.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    database: Database = "",
    settings: SettingsPath = None,
    school: SchoolId = None,
) -> None:
    """Trust a laptop no longer: its next request is answered with the order to wipe itself."""
    with office(database, settings, school) as place, writing(place.endpoint.engine) as conn:
        revoke(place.endpoint, conn, place.school, device, reason)
        typer.echo(f"Laptop {device} is no longer trusted.")


def add_person(
    name: Annotated[str, typer.Argument(help="The person's name.")],
    role: Annotated[Role, typer.Option(help="What the person does.")],
    sign_in: Annotated[str, typer.Option("--sign-in", help="The name to sign in with, such as an e-mail address.")],
    database: Database = "",
    settings: SettingsPath = None,
    school: SchoolId = None,
) -> None:
    """Let somebody open the board. The password is asked for, or read from standard input."""
    with office(database, settings, school) as place:
        password = _password()
        with writing(place.endpoint.engine) as conn:
            record_person(place.endpoint, conn, place.school.school_id, NewPerson(name, role, sign_in), password)
        typer.echo(f"{role.value} may sign in.")


def list_all(database: Database = "", settings: SettingsPath = None, school: SchoolId = None) -> None:
    """List the tutors and their laptops, with the ids that other commands ask for."""
    with office(database, settings, school) as place, reading(place.endpoint.engine) as conn:
        for row in have.all_tutors(conn, place.school.school_id):
            typer.echo(f"{row.name}  {row.email}  {row.tutor_id}")
            for laptop in devices.of_tutor(conn, place.school.school_id, row.tutor_id):
                state = "no longer trusted" if laptop.revoked_at else f"joined {laptop.enrolled_at:%d %B %Y}"
                typer.echo(f"  laptop {laptop.device_id}  {laptop.label}  {state}")


def _address(place: Office) -> str:
    return place.settings.public_url or f"http://{place.settings.host}:{place.settings.port}"


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
