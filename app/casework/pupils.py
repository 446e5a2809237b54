"""The pupils on this laptop. Must not write."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from app.casework import cards, rules
from app.casework.desk import Desk, NotHere
from app.casework.views import PupilLine, PupilOverview, VisitLine
from app.domain.upn import mask_upn
from app.domain.visit import VisitState
from app.models.database import reading
from app.models.queries import people, visits


def list_pupils(desk: Desk, find: str = "") -> tuple[PupilLine, ...]:
    """Pupils by surname; `find` narrows to names that hold all its words, whatever their case."""
    with reading(desk.journal.engine) as conn:
        rows = people.pupils_with_next_visit(conn, desk.school, desk.now())
    words = find.casefold().split()
    return tuple(_line(row) for row in rows if all(word in _searchable(row) for word in words))


def pupil_overview(desk: Desk, pupil_id: UUID) -> PupilOverview:
    """One pupil with warnings, people and visits. Raises NotHere."""
    with reading(desk.journal.engine) as conn:
        row = people.pupil(conn, desk.school, pupil_id)
        if row is None:
            raise NotHere("That pupil is not on this laptop.", "Go to Outbox and press Sync now, then look again.")
        school = people.school(conn, desk.school)
        found = visits.of_pupil(conn, desk.school, pupil_id)
    now = desk.now()
    lines = [(_visit_line(visit), visit.starts_at) for visit in found]
    packs = rules.packs_here(row, school, desk.packs)
    return PupilOverview(
        pupil_id=pupil_id,
        name=cards.pupil_name(row),
        preferred_name=row.preferred_name,
        date_of_birth=row.date_of_birth,
        upn_masked=mask_upn(row.upn) if row.upn else "",
        year_group=row.year_group,
        school_form=row.school_form,
        address=cards.home_address(row.address, row.postcode),
        packs=tuple(pack.pack.title for pack in packs),
        warnings=cards.warnings(row.cautions),
        contacts=cards.contacts(row.contacts),
        upcoming=tuple(line for line, start in lines if start > now and line.state is VisitState.PLANNED),
        history=tuple(line for line, start in reversed(lines) if start <= now or line.state is not VisitState.PLANNED),
        sessions_planned=sum(1 for _, start in lines if start <= now),
        sessions_attended=sum(1 for line, _ in lines if line.attended in {"yes", "partly"}),
        school=cards.school_line(school, rules.overdue_minutes(packs)),
    )


def _searchable(row: Any) -> str:
    return f"{row.forename} {row.preferred_name} {row.surname} {row.school_form}".casefold()


def _line(row: Any) -> PupilLine:
    return PupilLine(
        pupil_id=row.pupil_id,
        name=cards.pupil_name(row),
        year_group=row.year_group,
        school_form=row.school_form,
        next_visit_at=row.next_visit_at,
        warnings=len(row.cautions or ()),
    )


def _visit_line(row: Any) -> VisitLine:
    return VisitLine(
        visit_id=row.visit_id,
        starts_at=row.starts_at,
        state=cards.state_of_row(row),
        subject=row.lesson,
        minutes=row.minutes,
        attended=row.attended or "",
        engagement=row.engagement,
    )
