"""The register mark that follows from a visit, with a suggested code and its rule. The school decides (domain.md 4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from app.casework import cards, rules
from app.domain import zones
from app.domain.attendance import AwayReason, HalfDayFacts, Situation, Suggestion, suggest_code
from app.models.facts import visits as facts
from app.policy.schema.words import Arrangement

if TYPE_CHECKING:
    from app.casework.acts import Act
    from app.casework.views import SessionLog

_MISSED = {
    "ill": (Situation.PLANNED_TUITION_MISSED_ILL, AwayReason.ILL),
    "illness": (Situation.TUITION_CANCELLED_BY_PROVIDER, None),
    "appointment": (Situation.PLANNED_TUITION_MISSED_APPOINTMENT, AwayReason.APPOINTMENT),
    "refused": (Situation.PLANNED_TUITION_MISSED_NO_REASON, None),
    "not_home": (Situation.PLANNED_TUITION_MISSED_NO_REASON, None),
    "no_reason": (Situation.PLANNED_TUITION_MISSED_NO_REASON, None),
    "other": (Situation.PLANNED_TUITION_MISSED_NO_REASON, None),
    "nobody_answered": (Situation.PLANNED_TUITION_MISSED_NO_REASON, None),
}
"""Reason key -> situation. Every other reason means that no tuition was given; the code says why the pupil is away."""


def mark_attended(act: Act, log: SessionLog) -> facts.AttendanceMarked:
    """The mark of a visit that took place, by what the tutor saw."""
    started = act.row.started_at
    minutes = max(0, round((act.now - started).total_seconds() / 60))
    suggestion = suggest_code(_situation(act, log), _half_day_facts(act, _away(act)))
    return facts.AttendanceMarked(
        **act.about,
        **_half_day(act, started, act.now),
        attended=cast("facts.Attended", log.attended),
        seen=cast("facts.Seen", log.seen),
        late_minutes=log.late_minutes,
        minutes=minutes if log.attended != "no" else 0,
        started_at=started,
        ended_at=act.now,
        **_code(suggestion),
    )


def mark_missed(act: Act, reason: str) -> facts.AttendanceMarked:
    """The mark of a visit that did not take place, for the reason key the tutor picked."""
    situation, away = _MISSED.get(reason, (Situation.TUITION_CANCELLED_BY_PROVIDER, None))
    suggestion = suggest_code(situation, _half_day_facts(act, away))
    return facts.AttendanceMarked(
        **act.about,
        **_half_day(act, act.row.starts_at, act.row.ends_at),
        attended="no",
        seen="no",
        reason=reason,
        **_code(suggestion),
    )


def _situation(act: Act, log: SessionLog) -> Situation:
    if log.attended == "no":
        return Situation.PLANNED_TUITION_MISSED_NO_REASON
    if act.row.mode == "work_only":
        return Situation.WORK_ONLY_AT_HOME
    if act.row.mode != "in_person":
        return Situation.ONLINE_ATTENDED
    if _is_medical(act):
        return Situation.LA_ARRANGED_IN_PERSON_ATTENDED
    return Situation.SCHOOL_ARRANGED_IN_PERSON_ATTENDED


def _is_medical(act: Act) -> bool:
    """Whether a pack of the pupil is for tuition on medical grounds, which a local authority's service arranges."""
    found = rules.packs_here(act.row, act.school, act.desk.packs)
    return any(Arrangement.MEDICAL_TUITION in pack.pack.arrangements for pack in found)


def _away(act: Act) -> AwayReason | None:
    """Why a pupil taught out of school is not in school, as far as the packs tell."""
    return AwayReason.ILL if _is_medical(act) else None


def _half_day_facts(act: Act, away: AwayReason | None) -> HalfDayFacts:
    return HalfDayFacts(day=_local_day(act), away_reason=away)


def _local_day(act: Act) -> date:
    return zones.local_day(act.row.starts_at, _zone(act))


def _zone(act: Act) -> Any:
    return zones.zone(act.school.zone if act.school is not None else zones.LONDON)


def _half_day(act: Act, start: datetime, end: datetime) -> dict[str, Any]:
    boundary = cards.afternoon_of(act.school)
    return {"day": _local_day(act), "half_day": zones.half_day(start, end, boundary, _zone(act)).value}


def _code(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "suggested_code": suggestion.code or "",
        "rule_id": suggestion.rule,
        "table_version": suggestion.table_version,
    }
