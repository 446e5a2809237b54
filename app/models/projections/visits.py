"""Projections of what the tutor writes. Must not touch the school's columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.models.envelope import SealedFact
from app.models.facts import visits as facts
from app.models.projections.rows import Row, projects
from app.models.tables import projected as t


def _run(fact: facts.VisitFact, **values: Any) -> Row:
    return Row(t.runs, {"visit_id": fact.visit_id}, {"pupil_id": fact.pupil_id, **values})


@projects(facts.TutorArrived)
def _arrived(fact: facts.TutorArrived, _: SealedFact) -> Iterable[Row]:
    yield _run(fact, arrived_at=fact.at)


@projects(facts.DoorstepChecked)
def _checked(fact: facts.DoorstepChecked, sealed: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(include={"answers", "packs"}, mode="json") | fact.model_dump(
        include={"visit_id", "at", "clear", "adult_name", "adult_relation", "adult_over_18"}
    )
    yield Row(t.doorstep_checks, {"fact_id": sealed.id}, values)


@projects(facts.VisitStarted)
def _started(fact: facts.VisitStarted, sealed: SealedFact) -> Iterable[Row]:
    yield _run(fact, started_at=fact.at, due_finish_at=fact.due_finish_at, start_fact=sealed.id)


@projects(facts.VisitExtended)
def _extended(fact: facts.VisitExtended, _: SealedFact) -> Iterable[Row]:
    yield _run(fact, due_finish_at=fact.due_finish_at)


@projects(facts.VisitFinished)
def _finished(fact: facts.VisitFinished, sealed: SealedFact) -> Iterable[Row]:
    yield _run(fact, finished_at=fact.at, end_fact=sealed.id)
    yield Row(t.session_logs, {"visit_id": fact.visit_id}, {"late_reason": fact.late_reason})


@projects(facts.VisitNotEntered)
def _not_entered(fact: facts.VisitNotEntered, sealed: SealedFact) -> Iterable[Row]:
    yield _run(fact, not_entered_at=fact.at, end_reason=fact.reason, end_note=fact.note, end_fact=sealed.id)


@projects(facts.PupilAbsent)
def _absent(fact: facts.PupilAbsent, sealed: SealedFact) -> Iterable[Row]:
    notice = {"notice_given": fact.notice_given, "notice_from": fact.notice_from}
    yield _run(fact, absent_at=fact.at, end_reason=fact.reason, end_note=fact.note, end_fact=sealed.id, **notice)


@projects(facts.VisitCancelled)
def _cancelled(fact: facts.VisitCancelled, sealed: SealedFact) -> Iterable[Row]:
    yield _run(fact, cancelled_at=fact.at, end_reason=fact.cause, end_note=fact.note, end_fact=sealed.id)


@projects(facts.AttendanceMarked)
def _marked(fact: facts.AttendanceMarked, sealed: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(exclude={"kind", "visit_id", "at"})
    yield Row(
        t.register_marks, {"visit_id": fact.visit_id}, values | {"fact_id": sealed.id, "marked_at": sealed.recorded_at}
    )


@projects(facts.SessionLogged)
def _logged(fact: facts.SessionLogged, sealed: SealedFact) -> Iterable[Row]:
    values = fact.model_dump(exclude={"kind", "visit_id", "pupil_id", "at"}, mode="json")
    own = {"pupil_id": fact.pupil_id, "logged_at": fact.at, "fact_id": sealed.id}
    yield Row(t.session_logs, {"visit_id": fact.visit_id}, values | own)


@projects(facts.LogAmended)
def _amended(fact: facts.LogAmended, sealed: SealedFact) -> Iterable[Row]:
    changes = [[change.field, change.value] for change in fact.changes]
    values = {"visit_id": fact.visit_id, "amended_at": fact.at, "reason": fact.reason, "changes": changes}
    yield Row(t.log_amendments, {"fact_id": sealed.id}, values)


@projects(facts.SosRaised)
def _sos(fact: facts.SosRaised, sealed: SealedFact) -> Iterable[Row]:
    values = {"device": sealed.device, "visit_id": fact.visit_id, "at": fact.at, "cancelled": fact.cancelled}
    yield Row(t.calls_for_help, {"sos_id": fact.sos_id}, values)
