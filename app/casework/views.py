"""The frozen values that casework hands to screens, boards and reports. Must not hold rows, connections or Qt.

Instants are aware UTC; days are local dates in the school's zone; names and notes are plain text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.domain.visit import VisitState


class Kept(StrEnum):
    """Where a saved thing is. Only a verified receipt makes it SCHOOL_HOLDS (design.md 6)."""

    LAPTOP = "on_this_laptop"
    SENT = "sent"
    SCHOOL_HOLDS = "school_holds"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HouseWarning:
    """A thing to know before going in, and what to do about it."""

    title: str
    action: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """Somebody to ring: a parent, the office."""

    name: str
    relation: str
    phone: str
    over_18: bool = True


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One visit as Today shows it."""

    visit_id: UUID
    pupil_id: UUID
    pupil_name: str
    year_group: str
    subject: str
    address: str
    mode: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    state: VisitState
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    due_finish_at: datetime | None = None
    finished_at: datetime | None = None
    ended_at: datetime | None = None
    """When it ended in any way (finished, absent, not entered, cancelled)."""
    warnings: tuple[HouseWarning, ...] = ()
    start_kept: Kept | None = None
    """Where the check-in is; None before it. `SCHOOL_HOLDS` is the only state that means the office knows."""
    end_kept: Kept | None = None
    start_known_at: datetime | None = None
    """School's receipt time of the check-in."""
    plan_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """Who to ring, and the rules that the screens mention."""

    name: str
    office_phone: str
    duty_phone: str
    zone: str
    overdue_minutes: int
    """Minutes after the planned finish at which the school acts."""


@dataclass(frozen=True, slots=True)
class TodayList:
    """The day's visits, in order of their start."""

    day: date
    tutor_name: str
    school: SchoolLine
    visits: tuple[VisitCard, ...]
    as_of: datetime | None
    """When the plan was last brought from the school; None if never."""
    unsent: int
    running: VisitCard | None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """An answer to one question of a check: 'yes', 'no', 'na', or for a name question the name itself."""

    check_id: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the pack's check, as a screen asks it."""

    check_id: str
    text: str
    help: str
    answer: str
    """'yes_no', 'yes_no_na', 'name', 'minutes', 'scale', 'text' or 'choice'."""
    options: tuple[str, ...]
    on_fail: str
    """'block_start', 'end_session', 'warn' or 'record'."""
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdultAtHome:
    """The responsible adult named at the door (BHES-18, KES-28)."""

    name: str
    relation: str
    over_18: bool


@dataclass(frozen=True, slots=True)
class SessionLog:
    """What the tutor writes when a visit finishes."""

    attended: str = "yes"
    """'yes', 'partly' or 'no'."""
    seen: str = "in_person"
    """'in_person', 'live_on_camera', 'heard' or 'no' (BHES-12: separate from attendance)."""
    late_minutes: int = 0
    ready: bool | None = None
    equipment: bool | None = None
    engagement: int | None = None
    """1 (not at all) to 5 (throughout), BHES-25."""
    targets: str = ""
    work_covered: str = ""
    work_set: str = ""
    outcome: str = ""
    outcome_category: str = ""
    notes: str = ""
    finish_answers: tuple[CheckAnswer, ...] = ()
    late_finish_reason: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later correction of a finished log; the original stands beside it."""

    amended_at: datetime
    reason: str
    changes: tuple[tuple[str, str], ...]
    """(field of SessionLog, new text) in the order given."""
    kept: Kept = Kept.LAPTOP


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Everything the three steps of a visit show."""

    card: VisitCard
    school: SchoolLine
    contacts: tuple[ContactLine, ...]
    start_questions: tuple[Question, ...]
    finish_questions: tuple[Question, ...]
    outcome_categories: tuple[str, ...]
    adult_asked: bool = True
    """Whether the packs ask for a named adult at the door; then `adult` must be given at the start."""
    adult_text: str = ""
    adult_help: str = ""
    adult_relations: tuple[str, ...] = ()
    """The relations to choose from; empty means any text."""
    adult: AdultAtHome | None = None
    start_answers: tuple[CheckAnswer, ...] = ()
    log: SessionLog | None = None
    amendments: tuple[Amendment, ...] = ()
    draft: dict[str, str] = field(default_factory=dict)
    """What was being typed, by field name, restored after a crash; empty when nothing was."""
    end_reason: str = ""
    """Why it was not entered, absent or cancelled, in words."""


@dataclass(frozen=True, slots=True)
class StartBlocked:
    """The check does not allow a start yet. Nothing was recorded as started."""

    missing: tuple[str, ...]
    """Ids of questions without an answer; 'adult' for the named adult."""
    failed: tuple[str, ...]
    """Ids of questions answered in a way that stops the start."""
    must_leave: bool
    """True when a failed question ends the visit (somebody smokes, the adult left)."""


@dataclass(frozen=True, slots=True)
class Started:
    """The visit runs; its facts are on this laptop."""

    card: VisitCard


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil in the list."""

    pupil_id: UUID
    name: str
    year_group: str
    school_form: str
    next_visit_at: datetime | None
    warnings: int


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a pupil's history."""

    visit_id: UUID
    starts_at: datetime
    state: VisitState
    subject: str
    minutes: int | None
    attended: str
    engagement: int | None


@dataclass(frozen=True, slots=True)
class PupilOverview:
    """One pupil, down the page."""

    pupil_id: UUID
    name: str
    preferred_name: str
    date_of_birth: date | None
    upn_masked: str
    year_group: str
    school_form: str
    address: str
    packs: tuple[str, ...]
    warnings: tuple[HouseWarning, ...]
    contacts: tuple[ContactLine, ...]
    upcoming: tuple[VisitLine, ...]
    history: tuple[VisitLine, ...]
    sessions_planned: int
    sessions_attended: int
    school: SchoolLine


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One saved thing and where it is."""

    fact_id: UUID
    what: str
    """'Check-in', 'Session log', … in words."""
    about: str
    recorded_at: datetime
    kept: Kept
    problem: str = ""
    """Why the school refused it and what to do, when it did."""


@dataclass(frozen=True, slots=True)
class OutboxView:
    """What has not reached the school, and what has lately."""

    waiting: tuple[OutboxItem, ...]
    refused: tuple[OutboxItem, ...]
    recent: tuple[OutboxItem, ...]
    unsent: int
    held_by_school: int
    last_contact_at: datetime | None
