"""A week's register, built the same way on the laptop and at the school. Must not lay anything out or write."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.casework import cards
from app.casework.records import Source, rule_words
from app.casework.views import Kept
from app.domain import reasons, zones
from app.domain.attendance_codes import TABLE_VERSION, find_code
from app.domain.records import CodeMeaning, RegisterEntry, RegisterPupil, RegisterWeek
from app.models.database import reading
from app.models.queries import people, registers
from app.models.queries.sync_state import KeptMarks


def register_week(source: Source, day: date, tutor: Any = None) -> RegisterWeek:
    """The register of the Monday-to-Sunday week that holds `day`; of one tutor (a UUID) or of all."""
    with reading(source.engine) as conn:
        school = people.school(conn, source.school)
        where = zones.zone(school.zone if school is not None else zones.LONDON)
        start, end = zones.week_bounds(day, where)
        rows = registers.between(conn, source.school, tutor, start, end)
        marks = source.marks(conn)
        name = people.tutor(conn, source.school, tutor) if tutor is not None else None
    boundary = cards.afternoon_of(school)
    by_pupil: dict[Any, list[Any]] = {}
    for row in rows:
        by_pupil.setdefault(row.pupil_id, []).append(row)
    codes = sorted({row.suggested_code for row in rows if row.suggested_code})
    return RegisterWeek(
        school_name=school.name if school is not None else "",
        week_start=zones.week_start(day),
        made_at=source.now,
        pupils=tuple(
            _pupil(items, tuple(_entry(row, boundary, where, marks) for row in items)) for items in by_pupil.values()
        ),
        tutor_name=name.name if name is not None else "",
        zone=school.zone if school is not None else zones.LONDON,
        legend=tuple(CodeMeaning(code, find_code(code).meaning) for code in codes),
        code_table_version=TABLE_VERSION,
    )


def _pupil(items: list[Any], entries: tuple[RegisterEntry, ...]) -> RegisterPupil:
    row = items[0]
    return RegisterPupil(
        surname=row.surname or "",
        forename=row.forename or "",
        entries=tuple(sorted(entries, key=lambda entry: (entry.day, entry.session))),
        upn=row.upn or "",
        admission_number=row.admission_number or "",
        date_of_birth=row.date_of_birth,
        year_group=row.year_group or "",
    )


def _entry(row: Any, boundary: Any, where: Any, marks: KeptMarks | None) -> RegisterEntry:
    half = row.half_day or zones.half_day(row.starts_at, row.ends_at, boundary, where).value
    return RegisterEntry(
        day=row.day or zones.local_day(row.starts_at, where),
        session=half,
        planned_start=row.starts_at,
        planned_finish=row.ends_at,
        actual_start=row.started_at,
        actual_finish=row.finished_at,
        state=cards.state_of_row(row).value,
        attended=row.attended or "",
        seen=row.seen or "",
        minutes=row.minutes,
        suggested_code=row.suggested_code or "",
        code_rule=rule_words(row.rule_id) if row.rule_id else "",
        mode=row.mode,
        venue=row.venue,
        reason=_reason(row),
        notice_date=zones.local_day(row.absent_at, where) if row.notice_given and row.absent_at else None,
        tutor_name=row.tutor_name or "",
        recorded_at=row.marked_at,
        revision=1 + (row.corrections or 0),
        kept=_kept(row, marks),
    )


def _kept(row: Any, marks: KeptMarks | None) -> str:
    if row.mark_fact is None:
        return ""
    found = Kept.SCHOOL_HOLDS if marks is None else cards.kept(row.mark_fact, row.mark_seq, marks)
    return found.value if found is not None else ""


def _reason(row: Any) -> str:
    """The reason in words, whichever list it is from."""
    words = reasons.NOT_ENTERED | reasons.ABSENT | reasons.CANCELLED
    return words.get(row.end_reason or "", row.withdrawn_reason or "")
