"""From rows to the values that screens show. Must not query or write."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from app.casework.views import ContactLine, HouseWarning, Kept, SchoolLine, VisitCard
from app.domain.visit import VisitState, VisitTimes, state_of
from app.models.queries.sync_state import KeptMarks
from app.policy.lone_working import DEFAULT_OVERDUE_MINUTES


def times_of(row: Any) -> VisitTimes:
    """The instants of a visit's run."""
    return VisitTimes(
        arrived_at=row.arrived_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        not_entered_at=row.not_entered_at,
        absent_at=row.absent_at,
        cancelled_at=row.cancelled_at,
    )


def state_of_row(row: Any) -> VisitState:
    """The visit's state; a plan that the school withdrew before anything happened counts as cancelled."""
    state = state_of(times_of(row))
    return VisitState.CANCELLED if state is VisitState.PLANNED and row.withdrawn_at is not None else state


def card(row: Any, marks: KeptMarks) -> VisitCard:
    """A visit as Today shows it."""
    return VisitCard(
        visit_id=row.visit_id,
        pupil_id=row.pupil_id,
        pupil_name=pupil_name(row),
        year_group=row.year_group or "",
        subject=row.lesson or "",
        address=row.address or home_address(row.home_address, row.postcode),
        mode=row.mode,
        venue=row.venue,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=state_of_row(row),
        arrived_at=row.arrived_at,
        started_at=row.started_at,
        due_finish_at=row.due_finish_at,
        finished_at=row.finished_at,
        ended_at=ended_at(row),
        warnings=warnings(row.cautions),
        start_kept=kept(row.start_fact, row.start_seq, marks),
        end_kept=kept(row.end_fact, row.end_seq, marks),
        start_known_at=row.start_known_at,
        plan_withdrawn=row.withdrawn_at is not None,
    )


def ended_at(row: Any) -> datetime | None:
    """When the visit ended in any way."""
    instants = (row.finished_at, row.absent_at, row.not_entered_at, row.cancelled_at)
    return next((instant for instant in instants if instant is not None), None)


def kept(fact: UUID | None, seq: int | None, marks: KeptMarks) -> Kept | None:
    """Where one of this laptop's facts is; None when there is no such fact."""
    if fact is None or seq is None:
        return None
    if fact in marks.refused:
        return Kept.REFUSED
    if seq <= marks.receipted_seq:
        return Kept.SCHOOL_HOLDS
    return Kept.SENT if seq <= marks.pushed_up_to else Kept.LAPTOP


def pupil_name(row: Any) -> str:
    """The name that is used: the preferred forename where there is one."""
    if row.surname is None:
        return "Pupil not on this laptop"
    return f"{row.preferred_name or row.forename} {row.surname}".strip()


def home_address(address: str | None, postcode: str | None) -> str:
    """The pupil's address in one line."""
    parts = [part.strip() for part in (address or "").splitlines() if part.strip()]
    if postcode and postcode not in (address or ""):
        parts.append(postcode)
    return ", ".join(parts)


def warnings(cautions: list[dict[str, str]] | None) -> tuple[HouseWarning, ...]:
    """What to know before going in."""
    return tuple(HouseWarning(item["title"], item["action"]) for item in cautions or ())


def contacts(items: list[dict[str, Any]] | None) -> tuple[ContactLine, ...]:
    """Whom to ring about the pupil."""
    return tuple(ContactLine(i["name"], i["relation"], i["phone"], i["over_18"]) for i in items or ())


def school_line(row: Any, overdue_minutes: int = DEFAULT_OVERDUE_MINUTES) -> SchoolLine:
    """The school's card; empty numbers before it has arrived."""
    if row is None:
        return SchoolLine("", "", "", "Europe/London", overdue_minutes)
    return SchoolLine(row.name, row.office_phone, row.duty_phone, row.zone, overdue_minutes)


def afternoon_of(school: Any) -> time:
    """The local clock time at which the afternoon half-day begins."""
    return time.fromisoformat(school.afternoon_from) if school is not None else time(12, 30)
