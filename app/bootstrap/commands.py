"""`doorstep` on the command line. Must not print what a record holds."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from app import __version__
from app.bootstrap.keyring import system_keyring
from app.bootstrap.logs import start_logging
from app.bootstrap.open_records import OpenRecords
from app.bootstrap.places import Places, default_places, places_in
from app.bootstrap.system_clock import SystemClock
from app.domain.errors import DoorstepError
from app.models.doctor import Diagnosis, examine
from app.vault.integrity import check_database
from app.vault.vault import unlock_vault

cli = typer.Typer(
    name="doorstep",
    help="A home tutor's encrypted records. Without a command, the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_SICK = 1

Profile = Annotated[Path | None, typer.Option("--profile", help="Keep everything under this folder.")]


def run(arguments: list[str]) -> int:
    """Carry out a command; its exit code. A DoorstepError is said in a sentence and ends with 1."""
    try:
        cli(arguments, standalone_mode=False)
    except DoorstepError as error:
        sys.stderr.write(f"{error}\n")
        return _SICK
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return _SICK
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # what typer raises for a wrong command line
            error.show()
            return int(error.exit_code)
        raise
    return 0


@cli.command()
def version() -> None:
    """Say which Doorstep this is."""
    typer.echo(f"Doorstep {__version__}")


@cli.command()
def doctor(profile: Profile = None) -> None:
    """Verify the records on this laptop: file, chains, payloads, and projections against a rebuild of them."""
    places = _places(profile)
    start_logging(places.logs)
    with _opened(places) as records:
        check_database(records.vault)
        typer.echo("File: every page is as it was written.")
        if not records.joined:
            typer.echo("Journal: this laptop has not joined a school yet, so there is none.")
            return
        diagnosis = examine(records.vault.engine, records.desk.school)
    _tell(diagnosis)
    raise typer.Exit(0 if diagnosis.healthy else _SICK)


def _tell(diagnosis: Diagnosis) -> None:
    typer.echo(
        f"Journal: {diagnosis.facts} facts in {diagnosis.chains} chains, {diagnosis.rows} rows follow from them."
    )
    if diagnosis.waiting:
        typer.echo(f"{diagnosis.waiting} facts wait for a newer version of Doorstep. Nothing of them is lost.")
    if diagnosis.quarantined:
        typer.echo(f"{diagnosis.quarantined} facts could not be accepted and are kept apart.")
    for finding in diagnosis.findings:
        typer.echo(f"Found: {finding.what} ({finding.where}).")
    healthy = "The records are sound. A rebuild gives the same tables."
    typer.echo(healthy if diagnosis.healthy else "Do not delete anything. Show this to your IT support.")


@contextmanager
def _opened(places: Places) -> Iterator[OpenRecords]:
    """The records of a laptop, unlocked with a passphrase typed (or piped) in, without sync."""
    clock, keyring = SystemClock(), system_keyring(places.vault)()
    vault = unlock_vault(places.vault, _passphrase(), keyring=keyring, clock=clock)
    records = OpenRecords(vault, clock, os.urandom, keyring)
    try:
        records.open(sync=False)
        yield records
    finally:
        records.close()


def _passphrase() -> str:
    """Typed without an echo, or the first line of a pipe; never an argument (others can read those)."""
    if sys.stdin.isatty():
        return str(typer.prompt("Passphrase", hide_input=True))
    return sys.stdin.readline().rstrip("\n")


def _places(profile: Path | None) -> Places:
    return default_places() if profile is None else places_in(profile)
