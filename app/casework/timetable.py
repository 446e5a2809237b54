"""The school's timetable from a calendar: plan, move, withdraw. One transaction; a second import writes nothing.

A visit is found again by its calendar entry and instance. Must not read files: intake has done that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from app.casework.caseload import Imported, Roll, read_roll
from app.casework.intake.problems import RowProblem
from app.casework.intake.results import TimetableVisit
from app.models.database import writing
from app.models.facts import school as facts
from app.models.facts.base import Payload
from app.models.journal import Journal
from app.models.queries import caseload as have

_LONGEST_UID = 200
_GONE = "The timetable no longer has this visit."


@dataclass(slots=True)
class _Change:
    """What an import starts from, and what it comes to while it is worked out."""

    journal: Journal
    roll: Roll
    planned: dict[str, list[Any]]
    """The visits that came from calendars, by their source."""
    tutor: UUID | None
    payloads: list[Payload] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    allocated: int = 0
    problems: dict[tuple[str, str], RowProblem] = field(default_factory=dict)


def import_timetable(
    journal: Journal,
    visits: Sequence[TimetableVisit],
    *,
    tutor: UUID | None = None,
    window: tuple[datetime, datetime] | None = None,
) -> Imported:
    """Bring the plan in line with a calendar, all or nothing.

    A visit's tutor is the one in the file, else `tutor`, else the only one the pupil is allocated to. With `window`,
    instances of the file's series that it no longer has in there, and that are still to come, are withdrawn; an entry
    that is missing with its whole series is left, since a calendar may be one of several.
    """
    with writing(journal.engine) as conn:
        planned = _by_source(have.imported_plans(conn, journal.school))
        change = _Change(journal, read_roll(conn, journal.school), planned, tutor)
        for visit in visits:
            _take(change, visit)
        if window is not None:
            _withdraw_missing(change, visits, window)
        if change.problems:
            return Imported(problems=tuple(sorted(change.problems.values())))
        journal.record_in(conn, *change.payloads)
    return Imported(change.new, change.changed, change.unchanged, change.withdrawn, change.allocated)


def source_key(uid: str, recurrence_id: str) -> str:
    """What `VisitPlanned.source_uid` holds: the series, then the instance; a long series by its hash."""
    key = f"{uid}#{recurrence_id}"
    return key if len(key) <= _LONGEST_UID else f"sha256:{hashlib.sha256(uid.encode()).hexdigest()}#{recurrence_id}"


def _by_source(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.source_uid, []).append(row)
    return found


def _take(change: _Change, visit: TimetableVisit) -> None:
    source = source_key(visit.source_uid, visit.recurrence_id)
    standing = change.planned.get(source, [])
    if visit.cancelled:
        _withdraw(change, standing, "The timetable says that it is cancelled.")
        return
    pupil = _pupil(change, visit)
    holder = _holder(change, visit, pupil)
    if pupil is None or holder is None:
        return
    if (pupil, holder) not in change.roll.held:
        change.payloads.append(facts.PupilAllocated(pupil_id=pupil, tutor_id=holder))
        change.allocated += 1
        change.roll.held.add((pupil, holder))
    # A visit that passes to another tutor, or pupil, is another visit: what the first tutor wrote stays with the first.
    mine = [row for row in standing if (row.tutor_id, row.pupil_id) == (holder, pupil)]
    _withdraw(change, [row for row in standing if row not in mine], "It was given to somebody else.")
    fact = _plan(change.journal.new_id() if not mine else mine[0].visit_id, visit, pupil, holder, source)
    _plan_or_leave(change, fact, mine[0] if mine else None)


def _plan_or_leave(change: _Change, fact: facts.VisitPlanned, known: Any | None) -> None:
    if known is not None and known.withdrawn_at is None and _stands(fact, known):
        change.unchanged += 1
        return
    change.payloads.append(fact)
    change.new += known is None
    change.changed += known is not None


def _stands(fact: facts.VisitPlanned, row: Any) -> bool:
    return all(getattr(row, name) == value for name, value in fact.model_dump(exclude={"kind"}).items())


def _plan(visit_id: UUID, visit: TimetableVisit, pupil: UUID, tutor: UUID, source: str) -> facts.VisitPlanned:
    return facts.VisitPlanned.model_validate(
        {
            "visit_id": visit_id,
            "pupil_id": pupil,
            "tutor_id": tutor,
            "starts_at": visit.starts_at,
            "ends_at": visit.ends_at,
            "lesson": visit.subject[:200],
            "mode": visit.mode or "in_person",
            "venue": visit.venue or ("remote" if visit.mode in {"online", "phone"} else "pupil_home"),
            "address": visit.location,
            "source_uid": source,
        }
    )


def _withdraw(change: _Change, rows: Iterable[Any], reason: str) -> None:
    for row in rows:
        if row.withdrawn_at is None:
            fact = facts.VisitPlanWithdrawn(visit_id=row.visit_id, tutor_id=row.tutor_id, reason=reason)
            change.payloads.append(fact)
            change.withdrawn += 1


def _withdraw_missing(change: _Change, visits: Sequence[TimetableVisit], window: tuple[datetime, datetime]) -> None:
    present = {source_key(v.source_uid, v.recurrence_id) for v in visits}
    series = {source.rpartition("#")[0] for source in present}
    now = change.journal.clock.now()
    for source, rows in change.planned.items():
        if source not in present and source.rpartition("#")[0] in series:
            ahead = [r for r in rows if max(now, window[0]) < r.starts_at < window[1] and r.started_at is None]
            _withdraw(change, ahead, _GONE)


def _pupil(change: _Change, visit: TimetableVisit) -> UUID | None:
    wanted = visit.pupil_ref.casefold()
    for row in change.roll.pupils:
        if wanted and wanted in ((row.admission_number or "").casefold(), (row.upn or "").casefold()):
            return UUID(str(row.pupil_id))
    _problem(change, "pupil", visit.pupil_ref, "The school has no pupil with this number. Import the caseload first.")
    return None


def _holder(change: _Change, visit: TimetableVisit, pupil: UUID | None) -> UUID | None:
    if visit.tutor_ref:
        named = change.roll.tutor(visit.tutor_ref)
        if named is None:
            _problem(change, "tutor", visit.tutor_ref, "The school has no tutor with this address or code.")
        return named
    if change.tutor is not None or pupil is None:
        return change.tutor
    holders = sorted(holder for held, holder in change.roll.held if held == pupil)
    if len(holders) != 1:
        _problem(change, "tutor", visit.pupil_ref, "The file does not say whose visit it is. Name the tutor.")
        return None
    return holders[0]


def _problem(change: _Change, column: str, what: str, reason: str) -> None:
    change.problems.setdefault((column, what), RowProblem(0, column, what[:40], reason))
