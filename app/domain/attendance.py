"""Which register code to suggest for a half-day, by situation (domain.md 4.2, 4.3). The school decides, always.

Must not write a register: a suggestion carries its rule, its table version and a note that says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from app.domain.attendance_codes import TABLE_VERSION, is_in_force
from app.domain.school_age import is_compulsory_school_age


class Situation(StrEnum):
    """What happened in a half-day, as far as the register cares (domain.md 4.3)."""

    LA_ARRANGED_IN_PERSON_ATTENDED = auto()
    SCHOOL_ARRANGED_IN_PERSON_ATTENDED = auto()
    REGISTERED_PROVISION_ATTENDED = auto()
    ONLINE_ATTENDED = auto()
    WORK_ONLY_AT_HOME = auto()
    PLANNED_TUITION_MISSED_ILL = auto()
    PLANNED_TUITION_MISSED_APPOINTMENT = auto()
    PLANNED_TUITION_MISSED_NO_REASON = auto()
    TUITION_CANCELLED_BY_PROVIDER = auto()
    PART_TIME_OFF_HALF_DAY = auto()
    FLEXI_HOME_DAY = auto()
    HALF_DAY_NO_TUITION_TOO_ILL = auto()
    INTERVIEW = auto()
    SUSPENDED_NO_PROVISION = auto()
    IN_HOSPITAL_TAUGHT_BY_HOSPITAL_SCHOOL = auto()
    SCHOOL_CLOSED_PLANNED = auto()


SITUATION_WORDS: dict[str, str] = {
    Situation.LA_ARRANGED_IN_PERSON_ATTENDED: "Taught in person, arranged by the local authority",
    Situation.SCHOOL_ARRANGED_IN_PERSON_ATTENDED: "Taught in person, arranged by the school",
    Situation.REGISTERED_PROVISION_ATTENDED: "At another school where the pupil is registered too",
    Situation.ONLINE_ATTENDED: "Taught online",
    Situation.WORK_ONLY_AT_HOME: "Worked alone at home",
    Situation.PLANNED_TUITION_MISSED_ILL: "Planned lesson missed, too ill",
    Situation.PLANNED_TUITION_MISSED_APPOINTMENT: "Planned lesson missed, medical appointment",
    Situation.PLANNED_TUITION_MISSED_NO_REASON: "Planned lesson missed, no reason known yet",
    Situation.TUITION_CANCELLED_BY_PROVIDER: "No lesson could be given",
    Situation.PART_TIME_OFF_HALF_DAY: "Half-day off under a part-time timetable",
    Situation.FLEXI_HOME_DAY: "Day taught at home by agreement",
    Situation.HALF_DAY_NO_TUITION_TOO_ILL: "Too ill for school and for a lesson",
    Situation.INTERVIEW: "At an interview",
    Situation.SUSPENDED_NO_PROVISION: "Suspended, nothing arranged",
    Situation.IN_HOSPITAL_TAUGHT_BY_HOSPITAL_SCHOOL: "In hospital, taught by its school",
    Situation.SCHOOL_CLOSED_PLANNED: "School closed as planned",
}
"""What each situation is called on paper."""


class AwayReason(StrEnum):
    """Why the pupil is not in school that half-day."""

    ILL = auto()
    APPOINTMENT = auto()
    PART_TIME = auto()
    LEAVE = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class HalfDayFacts:
    """What is known about the half-day; None means not known. `school_days_open`: since the absence, for N."""

    day: date
    away_reason: AwayReason | None = None
    born: date | None = None
    dual_registered: bool | None = None
    la_arranged: bool | None = None
    school_days_open: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed mark; `code` None when only the school can tell. `note` is shown beside it."""

    code: str | None
    rule: str
    note: str
    table_version: str = TABLE_VERSION


_Proposal = tuple[str | None, str]
_REASON_DAYS = 5

_FIXED: dict[Situation, _Proposal] = {
    Situation.LA_ARRANGED_IN_PERSON_ATTENDED: (
        "K",
        "The local authority arranged it and the pupil took part. Note what it was, such as one-to-one home tuition.",
    ),
    Situation.SCHOOL_ARRANGED_IN_PERSON_ATTENDED: (
        "B",
        "Only while the lesson ran, in person, approved by the school and supervised. Note what it was.",
    ),
    Situation.REGISTERED_PROVISION_ATTENDED: (
        "D",
        "For the school the pupil was not expected at. The other school marks the pupil present.",
    ),
    Situation.PLANNED_TUITION_MISSED_ILL: ("I", "Counts towards the school's return after 15 days of illness."),
    Situation.PLANNED_TUITION_MISSED_APPOINTMENT: ("M", "The pupil had a medical or dental appointment."),
    Situation.FLEXI_HOME_DAY: ("C", "A day taught at home by agreement is leave; it is not an approved activity."),
    Situation.HALF_DAY_NO_TUITION_TOO_ILL: ("I", "The pupil was too ill for school and for tuition."),
    Situation.INTERVIEW: ("J1", "An interview no longer counts as attendance."),
    Situation.SUSPENDED_NO_PROVISION: ("E", "Only the pupil's own school can suspend."),
    Situation.SCHOOL_CLOSED_PLANNED: ("#", "The school was closed as planned."),
}


def suggest_code(situation: Situation, facts: HalfDayFacts) -> Suggestion:
    """The code of domain.md 4.3, with the rule `4.3/<situation>` and a note in plain words.

    A code that was not yet in force on the day is not suggested: `code` is None and the note says so.
    """
    code, note = _FIXED[situation] if situation in _FIXED else _DEPENDING[situation](facts)
    if code is not None and not is_in_force(code, facts.day):
        code, note = None, f"Code {code} was not in force on that day. The school chooses a code of that time."
    return Suggestion(code, f"4.3/{situation}", note)


def _online(facts: HalfDayFacts) -> _Proposal:
    code = _away_code(facts, otherwise="C")
    return code, "A lesson online is never attendance in the register. The code says why the pupil is not in school."


def _work_only(facts: HalfDayFacts) -> _Proposal:
    return _away_code(facts, otherwise="N"), "Work done alone at home is an absence. The code says why."


def _cancelled(facts: HalfDayFacts) -> _Proposal:
    note = "No lesson took place, so the code says why the pupil is not in school. Tell the school today all the same."
    return _away_code(facts, otherwise="N"), note


def _no_reason(facts: HalfDayFacts) -> _Proposal:
    if facts.school_days_open > _REASON_DAYS:
        return "O", "No reason was found within 5 school days."
    return "N", "Find the reason within 5 school days and correct the mark."


def _part_time(facts: HalfDayFacts) -> _Proposal:
    if facts.born is None:
        return "C2", "For a pupil of compulsory school age. Check the date of birth: if not of that age, it is X."
    if is_compulsory_school_age(facts.born, facts.day):
        return "C2", "The pupil is of compulsory school age, on a part-time timetable."
    return "X", "The pupil is not of compulsory school age and was not required to attend."


def _in_hospital(facts: HalfDayFacts) -> _Proposal:
    if facts.dual_registered:
        return "D", "The pupil is also registered at the hospital school, which marks the attendance."
    if facts.la_arranged:
        return "K", "The local authority arranged the teaching in hospital."
    return None, "The school knows whether the pupil is registered twice or the local authority arranged it."


def _away_code(facts: HalfDayFacts, otherwise: str) -> str | None:
    """The absence code for the real reason; part-time depends on age."""
    if facts.away_reason is AwayReason.PART_TIME:
        return _part_time(facts)[0]
    codes = {AwayReason.ILL: "I", AwayReason.APPOINTMENT: "M", AwayReason.LEAVE: "C", AwayReason.UNKNOWN: "N"}
    return otherwise if facts.away_reason is None else codes[facts.away_reason]


_DEPENDING: dict[Situation, Callable[[HalfDayFacts], _Proposal]] = {
    Situation.ONLINE_ATTENDED: _online,
    Situation.WORK_ONLY_AT_HOME: _work_only,
    Situation.PLANNED_TUITION_MISSED_NO_REASON: _no_reason,
    Situation.TUITION_CANCELLED_BY_PROVIDER: _cancelled,
    Situation.PART_TIME_OFF_HALF_DAY: _part_time,
    Situation.IN_HOSPITAL_TAUGHT_BY_HOSPITAL_SCHOOL: _in_hospital,
}
