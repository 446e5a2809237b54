"""`init`, `serve`, `doctor` and `openapi`. Must not touch a caseload."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from app.models.database import reading
from app.models.doctor import examine
from app.school.app import bare_app, create_app
from app.school.commands.common import Database, SettingsPath, opened, plainly
from app.school.identity import list_schools, read_school
from app.school.logs import log_to
from app.school.opening import Card, found_school
from app.school.running import listen
from app.school.running import serve as answer_on
from app.school.settings import log_folder


def init(
    name: Annotated[str, typer.Option(help="The school's name.")],
    office_phone: Annotated[str, typer.Option(help="The office's number, as tutors ring it.")],
    duty_phone: Annotated[str, typer.Option(help="Whom tutors ring for help; the office when left out.")] = "",
    pack: Annotated[
        list[str] | None, typer.Option(help="A policy pack that holds by default; may be repeated.")
    ] = None,
    database: Database = "",
    settings: SettingsPath = None,
) -> None:
    """Make the database and a school in it. Once for each school."""
    with opened(database, settings) as (endpoint, found):
        school = found_school(endpoint, Card(name, office_phone, duty_phone, tuple(pack or ())))
        typer.echo(f"School {school.school_id} is ready.")
        typer.echo(f"Keep {found.secret_path.name} with every copy of the database: it opens the school's key.")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; other machines only through a proxy.")] = "",
    port: Annotated[int | None, typer.Option(help="The port to listen on.")] = None,
    database: Database = "",
    settings: SettingsPath = None,
) -> None:
    """Answer laptops and browsers until stopped."""
    with opened(database, settings) as (endpoint, found):
        listener, address = listen(host or found.host, found.port if port is None else port)
        log_to(log_folder())
        typer.echo(f"Serving on {address}. Press Ctrl+C to stop.")
        with listener:
            answer_on(create_app(endpoint), listener)


def doctor(database: Database = "", settings: SettingsPath = None) -> None:
    """Verify every chain, feed and table of every school, and that the secret opens each school's key."""
    with opened(database, settings) as (endpoint, _):
        with reading(endpoint.engine) as conn:
            schools = list_schools(conn)
            for school, _name in schools:
                read_school(endpoint, conn, school)
        healthy = True
        for school, _name in schools:
            found = examine(endpoint.engine, school)
            healthy = healthy and found.healthy
            typer.echo(f"School {school}: {found.facts} facts, {found.chains} chains, {found.rows} rows.")
            typer.echo(f"  {found.quarantined} kept aside, {found.waiting} waiting for a newer version.")
            for finding in found.findings:
                typer.echo(f"  {finding.what}: {finding.where}", err=True)
        if not healthy:
            raise typer.Exit(1)
        typer.echo("Everything agrees.")


def openapi() -> None:
    """Print the OpenAPI document of the laptops' interface."""
    with plainly():
        typer.echo(json.dumps(bare_app().openapi(), indent=2))


def migrate(database: Database = "", settings: SettingsPath = None) -> None:
    """Bring the database to this version's tables; `serve` does it too."""
    with opened(database, settings):
        typer.echo("The database is up to date.")
