"""What the commands share: the options, the endpoint they open, how they say that something went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from sqlalchemy.exc import OperationalError

from app.casework.intake.problems import RowProblem, problem_lines
from app.domain.errors import DoorstepError
from app.models.journal import Journal
from app.school.endpoint import Endpoint
from app.school.identity import School
from app.school.opening import open_endpoint, the_school
from app.school.settings import Settings, load_settings

Database = Annotated[
    str, typer.Option("--database", help="sqlite:///PATH or postgresql://…; by default as the settings say.")
]
SettingsPath = Annotated[Path | None, typer.Option("--settings", help="The settings file.")]
SchoolId = Annotated[
    UUID | None, typer.Option("--school", help="The school's id, when the database holds more than one.")
]


@dataclass(frozen=True)
class Office:
    """An opened endpoint with the one school that a command is about."""

    endpoint: Endpoint
    settings: Settings
    school: School

    @property
    def journal(self) -> Journal:
        """The school's journal."""
        return self.endpoint.journal(self.school.school_id, self.school.device)


def settings_of(database: str, path: Path | None) -> Settings:
    """The settings, with the database of the command line where one is given."""
    found = load_settings(path)
    return found.model_copy(update={"database": database}) if database else found


@contextmanager
def opened(database: str, path: Path | None) -> Iterator[tuple[Endpoint, Settings]]:
    """The endpoint for one command; what the world does wrong is said in a sentence and ends it with 1."""
    with plainly():
        settings = settings_of(database, path)
        endpoint = open_endpoint(settings)
        try:
            yield endpoint, settings
        finally:
            endpoint.engine.dispose()


@contextmanager
def office(database: str, path: Path | None, school: UUID | None) -> Iterator[Office]:
    """As `opened`, with the school."""
    with opened(database, path) as (endpoint, settings):
        yield Office(endpoint, settings, the_school(endpoint, school))


@contextmanager
def plainly() -> Iterator[None]:
    """Say an error of the world as a sentence. Never its cause's text, which may quote a password or a name."""
    try:
        yield
    except DoorstepError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OperationalError:
        typer.echo(
            "The database cannot be reached or opened. Check that it runs and that --database is right.", err=True
        )
        raise typer.Exit(1) from None


def refuse(problems: tuple[RowProblem, ...]) -> None:
    """Name the rows that are wrong and end with 1; nothing was imported."""
    for line in problem_lines(problems):
        typer.echo(line, err=True)
    typer.echo("Nothing was imported. Correct the file and import it again.", err=True)
    raise typer.Exit(1)
