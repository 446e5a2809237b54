"""What the school does with its caseload: describe itself, add tutors, import pupils. One transaction each.

Doing the same twice writes nothing the second time. Must not read files: intake has done that, and checked the rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.casework.intake.problems import RowProblem
from app.casework.intake.results import CaseloadResult, CaseloadRow
from app.domain.errors import DoorstepError
from app.models.database import writing
from app.models.facts import school as facts
from app.models.facts.base import Payload
from app.models.journal import Journal
from app.models.queries import caseload as have
from app.models.queries import people


class NoSuchTutor(DoorstepError):
    """A tutor was named whom the school does not have."""

    code = "no-such-tutor"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; with `problems` it did nothing."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    allocated: int = 0
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class Roll:
    """The school's people as they stand, looked up the way a file names them."""

    tutors: Mapping[str, UUID]
    """By e-mail address, staff code and id, in lower case."""
    pupils: Sequence[Any]
    held: set[tuple[UUID, UUID]] = field(default_factory=set)

    def tutor(self, name: str) -> UUID | None:
        """The tutor a file means; None for nobody."""
        return self.tutors.get(name.strip().casefold())


def read_roll(conn: Connection, school: UUID) -> Roll:
    """The roll in the caller's transaction."""
    named: dict[str, UUID] = {}
    for row in have.all_tutors(conn, school):
        named |= {key.casefold(): row.tutor_id for key in (row.email, row.code, str(row.tutor_id)) if key}
    return Roll(named, have.all_pupils(conn, school), have.all_allocations(conn, school))


def describe_school(journal: Journal, **card: Any) -> bool:
    """Set the school's card: `name`, `office_phone`, `duty_phone`, `packs` …; whether anything changed."""
    with writing(journal.engine) as conn:
        fact = facts.SchoolDescribed(school_id=journal.school, **card)
        row = people.school(conn, journal.school)
        if row is not None and _same(fact, row):
            return False
        journal.record_in(conn, fact)
        return True


def add_tutor(journal: Journal, name: str, *, email: str = "", phone: str = "", code: str = "") -> UUID:
    """The tutor with this address or code, added or brought up to date; else a new one."""
    with writing(journal.engine) as conn:
        roll = read_roll(conn, journal.school)
        known = next((roll.tutor(key) for key in (email, code) if key and roll.tutor(key)), None)
        fact = facts.TutorAdded(tutor_id=known or journal.new_id(), name=name, email=email, phone=phone, code=code)
        row = people.tutor(conn, journal.school, fact.tutor_id)
        if row is None or not _same(fact, row):
            journal.record_in(conn, fact)
        return fact.tutor_id


def find_tutor(conn: Connection, school: UUID, name: str) -> UUID:
    """The tutor with this e-mail address, staff code, id or whole name. Raises NoSuchTutor."""
    found = read_roll(conn, school).tutor(name)
    called = [row.tutor_id for row in have.all_tutors(conn, school) if row.name.casefold() == name.strip().casefold()]
    if found is None and len(called) != 1:
        raise NoSuchTutor("The school has no such tutor.", "Give the tutor's e-mail address or staff code.")
    return found or called[0]


def import_caseload(journal: Journal, result: CaseloadResult, *, tutor: UUID | None = None) -> Imported:
    """Record new and changed pupils and who may hold them, all or nothing.

    A pupil's tutor is the one on the line, else `tutor`; without either the pupil is recorded and allocated to nobody.
    What the file has no column for stays as the school has it.
    """
    if result.problems:
        return Imported(problems=result.problems)
    columns = {name.split(" ")[0] for name, _ in result.mapping}
    with writing(journal.engine) as conn:
        roll = read_roll(conn, journal.school)
        problems = tuple(_unknown_tutors(roll, result.rows))
        if problems:
            return Imported(problems=problems)
        steps = [_step(journal, roll, row, columns, tutor) for row in result.rows]
        journal.record_in(conn, *(payload for step in steps for payload in step.payloads))
    return Imported(
        new=sum(step.known is None for step in steps),
        changed=sum(step.known is not None and step.rewritten for step in steps),
        unchanged=sum(not step.rewritten for step in steps),
        allocated=sum(step.allocated for step in steps),
    )


@dataclass(frozen=True, slots=True)
class _Step:
    known: Any | None
    rewritten: bool
    allocated: bool
    payloads: tuple[Payload, ...]


def _step(journal: Journal, roll: Roll, row: CaseloadRow, columns: set[str], tutor: UUID | None) -> _Step:
    known = match_pupil(roll.pupils, row)
    fact = _pupil(journal.new_id() if known is None else known.pupil_id, row, known, columns)
    rewritten = known is None or not _same(fact, known)
    holder = roll.tutor(row.tutor) if row.tutor else tutor
    allocated = holder is not None and (fact.pupil_id, holder) not in roll.held
    payloads: list[Payload] = [fact] if rewritten else []
    if holder is not None and allocated:
        payloads.append(facts.PupilAllocated(pupil_id=fact.pupil_id, tutor_id=holder))
    return _Step(known, rewritten, allocated, tuple(payloads))


def match_pupil(pupils: Sequence[Any], row: CaseloadRow) -> Any | None:
    """The pupil a row means: by UPN, else by admission number, else by name and day of birth."""
    for column, wanted in (("upn", row.upn), ("admission_number", row.admission_number)):
        found = [p for p in pupils if wanted and getattr(p, column).casefold() == wanted.casefold()]
        if found:
            return found[0]
    name = (row.surname.casefold(), row.forename.casefold(), row.date_of_birth)
    alike = [p for p in pupils if (p.surname.casefold(), p.forename.casefold(), p.date_of_birth) == name]
    # Two numbers that differ are two people, whatever their names.
    alike = [p for p in alike if not (p.upn and row.upn) and not (p.admission_number and row.admission_number)]
    return alike[0] if len(alike) == 1 else None


def _pupil(pupil: UUID, row: CaseloadRow, known: Any | None, columns: set[str]) -> facts.PupilRecorded:
    contacts = tuple(
        facts.Contact(name=c.name, relation=c.relation, phone=c.phone, email=c.email) for c in row.contacts
    )
    if row.email and not any(contact.email for contact in contacts):
        first = contacts[0] if contacts else facts.Contact(name="Family")
        contacts = (first.model_copy(update={"email": row.email}), *contacts[1:])
    fact = facts.PupilRecorded(
        pupil_id=pupil,
        forename=row.forename,
        surname=row.surname,
        preferred_name=row.preferred_name,
        date_of_birth=row.date_of_birth,
        upn=row.upn,
        admission_number=row.admission_number,
        year_group=row.year_group,
        school_form=row.form,
        address=row.address,
        postcode=row.postcode,
        contacts=contacts,
        cautions=tuple(facts.Caution(title=w.title, action=w.action) for w in row.warnings),
        packs=row.packs,
    )
    return fact if known is None else _with_what_the_file_lacks(fact, known, columns)


_COLUMN_OF = {
    "preferred_name": "preferred_name",
    "upn": "upn",
    "admission_number": "admission_number",
    "year_group": "year_group",
    "school_form": "form",
    "address": "address",
    "postcode": "postcode",
    "phone": "no column",
    "contacts": "contact",
    "cautions": "warnings",
    "packs": "packs",
    "flags": "no column",
}


def _with_what_the_file_lacks(fact: facts.PupilRecorded, known: Any, columns: set[str]) -> facts.PupilRecorded:
    """A file without a column for warnings must not wipe the warnings out."""
    kept = {name: _json(known, name) for name, column in _COLUMN_OF.items() if column not in columns}
    if "contacts" in kept and "email" in columns:
        kept.pop("contacts")
    return facts.PupilRecorded.model_validate_json(json.dumps(fact.model_dump(mode="json") | kept))


def _unknown_tutors(roll: Roll, rows: Iterable[CaseloadRow]) -> Iterable[RowProblem]:
    for row in rows:
        if row.tutor and roll.tutor(row.tutor) is None:
            yield RowProblem(row.line, "", row.tutor[:40], "The school has no tutor with this address or code.")


def _same(fact: Payload, row: Any) -> bool:
    """Whether the row already says what the fact would."""
    wanted = fact.model_dump(mode="json", exclude={"kind"})
    return all(_json(row, name) == value for name, value in wanted.items())


def _json(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return value if value is None or isinstance(value, str | int | list) else str(value)
