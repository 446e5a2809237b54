"""Which register code to suggest for a half-day, by situation (domain.md 4.2, 4.3). The school decides, always."""

from __future__ import annotations

from enum import StrEnum, auto


class Situation(StrEnum):
    """What happened in a half-day, as far as the register cares."""

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
