"""Projections of what the school writes. Must not touch the tutor's columns."""

from __future__ import annotations

from collections.abc import Iterable

from app.models.envelope import SealedFact
from app.models.facts import school as facts
from app.models.projections.rows import Row, projects
from app.models.tables import projected as t


@projects(facts.SchoolDescribed)
def _school(fact: facts.SchoolDescribed, _: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(exclude={"kind", "school_id"})
    yield Row(t.schools, {}, values | {"packs": list(fact.packs)})


@projects(facts.TutorAdded)
def _tutor(fact: facts.TutorAdded, _: SealedFact) -> Iterable[Row]:
    yield Row(t.tutors, {"tutor_id": fact.tutor_id}, fact.model_dump(exclude={"kind", "tutor_id"}))


@projects(facts.PupilRecorded)
def _pupil(fact: facts.PupilRecorded, _: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(exclude={"kind", "pupil_id", "date_of_birth"}, mode="json")
    yield Row(t.pupils, {"pupil_id": fact.pupil_id}, values | {"date_of_birth": fact.date_of_birth})


@projects(facts.PupilAllocated)
def _allocation(fact: facts.PupilAllocated, sealed: SealedFact) -> Iterable[Row]:
    key = {"pupil_id": fact.pupil_id, "tutor_id": fact.tutor_id}
    yield Row(t.allocations, key, {"allocated_at": sealed.recorded_at})


@projects(facts.VisitPlanned)
def _plan(fact: facts.VisitPlanned, _: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(exclude={"kind", "visit_id"})
    yield Row(t.plans, {"visit_id": fact.visit_id}, values | {"withdrawn_at": None, "withdrawn_reason": None})


@projects(facts.VisitPlanWithdrawn)
def _withdrawn(fact: facts.VisitPlanWithdrawn, sealed: SealedFact) -> Iterable[Row]:
    values = {"withdrawn_at": sealed.recorded_at, "withdrawn_reason": fact.reason}
    yield Row(t.plans, {"visit_id": fact.visit_id}, values)


@projects(facts.DeviceEnrolled)
def _enrolled(fact: facts.DeviceEnrolled, _: SealedFact) -> Iterable[Row]:
    yield Row(t.devices, {"device_id": fact.device_id}, fact.model_dump(exclude={"kind", "device_id"}))


@projects(facts.DeviceRevoked)
def _revoked(fact: facts.DeviceRevoked, _: SealedFact) -> Iterable[Row]:
    values = {"revoked_at": fact.revoked_at, "revoked_reason": fact.reason}
    yield Row(t.devices, {"device_id": fact.device_id}, values)
