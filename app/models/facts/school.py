"""Facts that the school writes: who its tutors and pupils are, what is planned, which laptops it trusts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.models.facts.base import Instant, Key, Minutes, Name, Part, Payload, Text


class Contact(Part):
    """Somebody to ring about a pupil."""

    name: Name
    relation: Name = ""
    phone: Name = ""
    email: Name = ""
    over_18: bool = True


class Caution(Part):
    """A thing to know before going in."""

    title: Name
    action: Text = ""


class SchoolFact(Payload):
    """Common to what the school owns."""

    OWNER: ClassVar[str] = "school"


class SchoolDescribed(SchoolFact):
    """The school's own card: whom to ring, its zone and half-days, the packs that hold by default."""

    kind: Literal["school_described"] = "school_described"
    school_id: UUID
    name: Name
    urn: Name = ""
    office_phone: Name
    duty_phone: Name
    zone: Name = "Europe/London"
    afternoon_from: Annotated[str, Field(pattern=r"^\d\d:\d\d$")] = "12:30"
    """Local clock time at which the afternoon half-day begins."""
    packs: tuple[Key, ...] = ()

    @property
    def subject(self) -> UUID:
        return self.school_id


class TutorAdded(SchoolFact):
    """A tutor works for this school."""

    kind: Literal["tutor_added"] = "tutor_added"
    tutor_id: UUID
    name: Name
    email: Name = ""
    phone: Name = ""
    code: Name = ""

    @property
    def subject(self) -> UUID:
        return self.tutor_id


class PupilRecorded(SchoolFact):
    """The school's record of a pupil, whole; a later one replaces it."""

    kind: Literal["pupil_recorded"] = "pupil_recorded"
    pupil_id: UUID
    forename: Name
    surname: Name
    preferred_name: Name = ""
    date_of_birth: date | None = None
    upn: Name = ""
    admission_number: Name = ""
    year_group: Name = ""
    school_form: Name = ""
    address: Text = ""
    postcode: Name = ""
    phone: Name = ""
    contacts: tuple[Contact, ...] = Field(default=(), max_length=20)
    cautions: tuple[Caution, ...] = Field(default=(), max_length=50)
    packs: tuple[Key, ...] = Field(default=(), max_length=5)
    flags: tuple[Key, ...] = Field(default=(), max_length=20)

    @property
    def subject(self) -> UUID:
        return self.pupil_id


class PupilAllocated(SchoolFact):
    """A tutor may hold this pupil's record from now on."""

    kind: Literal["pupil_allocated"] = "pupil_allocated"
    pupil_id: UUID
    tutor_id: UUID

    @property
    def subject(self) -> UUID:
        return self.pupil_id


class VisitPlanned(SchoolFact):
    """A visit stands in the timetable; the same visit planned again has been moved."""

    kind: Literal["visit_planned"] = "visit_planned"
    visit_id: UUID
    pupil_id: UUID
    tutor_id: UUID
    starts_at: Instant
    ends_at: Instant
    lesson: Name = ""
    mode: Literal["in_person", "online", "phone", "work_only"] = "in_person"
    venue: Key = "pupil_home"
    address: Text = ""
    grace_minutes: Minutes | None = None
    """Minutes after the end before the school acts; None: as the packs say."""
    source_uid: Name = ""
    """The calendar entry it came from, so that a second import finds it again."""

    @property
    def subject(self) -> UUID:
        return self.visit_id


class VisitPlanWithdrawn(SchoolFact):
    """The school took a visit out of the timetable."""

    kind: Literal["visit_plan_withdrawn"] = "visit_plan_withdrawn"
    visit_id: UUID
    tutor_id: UUID
    reason: Text = ""

    @property
    def subject(self) -> UUID:
        return self.visit_id


class DeviceEnrolled(SchoolFact):
    """A laptop was joined to a tutor with a one-time code."""

    kind: Literal["device_enrolled"] = "device_enrolled"
    device_id: UUID
    tutor_id: UUID
    public_key: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Ed25519, raw, in hex."""
    label: Name = ""
    enrolled_at: Instant

    @property
    def subject(self) -> UUID:
        return self.device_id


class DeviceRevoked(SchoolFact):
    """The school no longer trusts a laptop."""

    kind: Literal["device_revoked"] = "device_revoked"
    device_id: UUID
    tutor_id: UUID
    reason: Text = ""
    revoked_at: Instant

    @property
    def subject(self) -> UUID:
        return self.device_id
