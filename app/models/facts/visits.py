"""Facts that the tutor writes on a visit, from the doorstep to the amended log."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.models.facts.base import Instant, Key, Minutes, Name, Part, Payload, Text

Attended = Literal["yes", "partly", "no"]
Seen = Literal["in_person", "live_on_camera", "heard", "no"]


class Answer(Part):
    """An answer to one question of a check, with the clauses that ask it."""

    check_id: Key
    value: Name
    note: Text = ""
    cites: tuple[Name, ...] = ()


class PackUsed(Part):
    """Which pack asked, in which version."""

    pack_id: Key
    version: Name


class VisitFact(Payload):
    """Common to what happens on one visit."""

    visit_id: UUID
    pupil_id: UUID
    at: Instant
    """When it happened by the laptop's clock."""

    @property
    def subject(self) -> UUID:
        return self.visit_id


class TutorArrived(VisitFact):
    """The tutor stands at the door."""

    kind: Literal["tutor_arrived"] = "tutor_arrived"


class DoorstepChecked(VisitFact):
    """The doorstep check was answered; `clear` says whether it allowed a start."""

    kind: Literal["doorstep_checked"] = "doorstep_checked"
    clear: bool
    answers: tuple[Answer, ...] = Field(default=(), max_length=100)
    adult_name: Name = ""
    adult_relation: Name = ""
    adult_over_18: bool | None = None
    packs: tuple[PackUsed, ...] = ()


class VisitStarted(VisitFact):
    """Check-in: the session runs and its finish time is fixed."""

    kind: Literal["visit_started"] = "visit_started"
    due_finish_at: Instant


class VisitExtended(VisitFact):
    """The finish time was moved."""

    kind: Literal["visit_extended"] = "visit_extended"
    minutes: Minutes
    due_finish_at: Instant


class VisitFinished(VisitFact):
    """Check-out: the tutor has left."""

    kind: Literal["visit_finished"] = "visit_finished"
    late_reason: Text = ""


class VisitNotEntered(VisitFact):
    """The tutor did not go in. Never blamed (design.md 4)."""

    kind: Literal["visit_not_entered"] = "visit_not_entered"
    reason: Key
    note: Text = ""


class PupilAbsent(VisitFact):
    """The pupil was not there for a planned visit (BHES-11)."""

    kind: Literal["pupil_absent"] = "pupil_absent"
    reason: Key
    note: Text = ""
    notice_given: bool = False
    notice_from: Name = ""


class VisitCancelled(VisitFact):
    """A planned visit was called off, and by whom (BHES-31)."""

    kind: Literal["visit_cancelled"] = "visit_cancelled"
    cause: Key
    note: Text = ""


class AttendanceMarked(VisitFact):
    """The tutor's evidence for one half-day, with a suggested code; the school decides (domain.md 4.5)."""

    kind: Literal["attendance_marked"] = "attendance_marked"
    day: date
    half_day: Literal["am", "pm"]
    attended: Attended
    seen: Seen
    late_minutes: Minutes = 0
    minutes: Minutes = 0
    """Minutes delivered."""
    started_at: Instant | None = None
    ended_at: Instant | None = None
    reason: Key = ""
    suggested_code: Name = ""
    rule_id: Name = ""
    table_version: Name = ""


class SessionLogged(VisitFact):
    """What happened in the session."""

    kind: Literal["session_logged"] = "session_logged"
    ready: bool | None = None
    equipment: bool | None = None
    engagement: Annotated[int, Field(ge=1, le=5)] | None = None
    targets: Text = ""
    work_covered: Text = ""
    work_set: Text = ""
    outcome: Text = ""
    outcome_category: Key = ""
    notes: Text = ""
    finish_answers: tuple[Answer, ...] = Field(default=(), max_length=100)


class FieldChange(Part):
    """One field of a log and what it should say."""

    field: Key
    value: Text


class LogAmended(VisitFact):
    """A correction of a finished log, with its reason; the first text stands beside it."""

    kind: Literal["log_amended"] = "log_amended"
    changes: tuple[FieldChange, ...] = Field(min_length=1, max_length=20)
    reason: Text


class SosRaised(Payload):
    """The tutor asked for help."""

    OWNER: ClassVar[str] = "tutor"
    kind: Literal["sos_raised"] = "sos_raised"
    sos_id: UUID
    visit_id: UUID | None = None
    at: Instant
    cancelled: bool = False

    @property
    def subject(self) -> UUID:
        return self.sos_id
