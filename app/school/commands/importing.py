"""`import-caseload` and `import-timetable`. Must not import a part of a file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from app.casework.caseload import Imported, find_tutor, read_roll
from app.casework.caseload import import_caseload as take_caseload
from app.casework.intake.caseload_csv import parse_caseload
from app.casework.intake.timetable_ics import parse_timetable
from app.casework.timetable import import_timetable as take_timetable
from app.domain import zones
from app.domain.errors import DoorstepError
from app.models.database import reading
from app.models.queries import people
from app.school.commands.common import Database, Office, SchoolId, SettingsPath, office, refuse

Tutor = Annotated[str, typer.Option(help="Whose pupils or visits these are, where the file does not say.")]
_YEAR = timedelta(days=400)


class FileUnreadable(DoorstepError):
    """The file is not there or may not be read."""

    code = "file-unreadable"


def import_caseload(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    tutor: Tutor = "",
    database: Database = "",
    settings: SettingsPath = None,
    school: SchoolId = None,
) -> None:
    """Record the pupils of a CSV file and who teaches them. A second time it changes nothing."""
    with office(database, settings, school) as place:
        with reading(place.endpoint.engine) as conn:
            known = set(read_roll(conn, place.school.school_id).tutors)
            whose = find_tutor(conn, place.school.school_id, tutor) if tutor else None
        result = parse_caseload(_read(file), filename=file.name, tutors=known, packs=set(place.endpoint.packs.files))
        _tell("pupils", take_caseload(place.journal, result, tutor=whose))
        if result.ignored:
            typer.echo(f"Columns left out: {', '.join(result.ignored)}.")


def import_timetable(
    file: Annotated[Path, typer.Argument(help="The ICS file.")],
    tutor: Tutor = "",
    since: Annotated[str, typer.Option("--from", help="First day, as 2026-11-23; by default today.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last day; by default 400 days later.")] = "",
    database: Database = "",
    settings: SettingsPath = None,
    school: SchoolId = None,
) -> None:
    """Bring the planned visits in line with a calendar. A second time it changes nothing."""
    with office(database, settings, school) as place:
        zone = _zone(place)
        where = zones.zone(zone)
        first = _day(since) if since else zones.local_day(place.endpoint.clock.now(), where)
        last = _day(until) if until else first + _YEAR
        with reading(place.endpoint.engine) as conn:
            whose = find_tutor(conn, place.school.school_id, tutor) if tutor else None
        result = parse_timetable(_read(file), window=(first, last), zone=zone)
        if result.problems:
            refuse(result.problems)
        span = zones.day_bounds(first, where)[0], zones.day_bounds(last, where)[1]
        _tell("visits", take_timetable(place.journal, result.visits, tutor=whose, window=span))


def _tell(what: str, done: Imported) -> None:
    if done.problems:
        refuse(done.problems)
    typer.echo(f"{done.new} {what} new, {done.changed} changed, {done.unchanged} as they were.")
    if done.withdrawn:
        typer.echo(f"{done.withdrawn} {what} withdrawn.")
    if done.allocated:
        typer.echo(f"{done.allocated} pupils allocated.")


def _zone(place: Office) -> str:
    with reading(place.endpoint.engine) as conn:
        card = people.school(conn, place.school.school_id)
    return zones.LONDON if card is None else str(card.zone)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise FileUnreadable(f"The file {file.name} cannot be read.", "Check its name and who may read it.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FileUnreadable("That is not a day.", "Write it as 2026-11-23.") from None
