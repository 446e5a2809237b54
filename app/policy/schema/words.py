"""The closed lists of words a policy pack may use (domain.md 2.5.1 and 2.5.2). Must not hold rules: only vocabulary.

A word that is not here makes a pack wrong: a rule nobody evaluates is worse than a pack that does not load.
"""

from __future__ import annotations

from enum import StrEnum, auto


class Strength(StrEnum):
    """How strongly the source puts it. Order of strictness: may, should, must."""

    MAY = auto()
    SHOULD = auto()
    MUST = auto()


class Enforce(StrEnum):
    """What the product does about it (domain.md 0.4), from the mildest to the strictest."""

    SHOW = auto()
    RECORD = auto()
    REPORT = auto()
    NOTIFY = auto()
    REMIND = auto()
    WARN = auto()
    BLOCK = auto()


class Mode(StrEnum):
    IN_PERSON = auto()
    ONLINE = auto()
    PHONE = auto()
    WORK_ONLY = auto()


class Venue(StrEnum):
    PUPIL_HOME = auto()
    SCHOOL = auto()
    LIBRARY = auto()
    HOSPITAL = auto()
    PROVIDER_SITE = auto()
    OTHER_PUBLIC = auto()
    REMOTE = auto()


class Arrangement(StrEnum):
    MEDICAL_TUITION = auto()
    ONE_TO_ONE_SUPPORT = auto()
    MENTORING = auto()
    ALTERNATIVE_PROVISION = auto()
    PART_TIME_TIMETABLE = auto()
    FLEXI = auto()


class Flag(StrEnum):
    EHCP = auto()
    SEN_SUPPORT = auto()
    LAC = auto()
    FSM = auto()
    PP = auto()
    SOCIAL_WORKER = auto()
    EXAM_YEAR = auto()
    MEDICAL = auto()
    PREGNANCY = auto()


class ProviderStatus(StrEnum):
    """Registration of a provider; the words of OLOL's visit report (domain.md 3.2, field 4)."""

    REGISTERED_INDEPENDENT_SCHOOL = auto()
    REGISTERED_OTHER = auto()
    UNREGISTERED = auto()
    UNKNOWN = auto()


class SecondAdult(StrEnum):
    NONE = auto()
    PRESENT = auto()


class Moment(StrEnum):
    """A step that a gate, a document or a check of a person may stand before."""

    ACTIVATE_PUPIL = auto()
    ASSIGN_STAFF = auto()
    FIRST_SESSION = auto()
    FIRST_OFFSITE_SESSION = auto()
    FIRST_VISIT_TO_VENUE = auto()
    SCHEDULE_SESSION = auto()
    START_SESSION = auto()
    FINISH_SESSION = auto()
    AGREE_PLAN = auto()
    CLOSE_REVIEW = auto()
    SHARE_OUTSIDE = auto()
    PLACE_PUPIL = auto()
    START_ARRANGEMENT = auto()
    END_PLACEMENT = auto()


class EventId(StrEnum):
    """Things that happen and that a pack may ask to tell somebody about."""

    ABSENT = auto()
    CANCELLED = auto()
    LATE_RUNNING = auto()
    UNSEEN_WEEK = auto()
    LEFT_WITHOUT_PERMISSION = auto()
    CONCERN_CHILD = auto()
    CONCERN_BOUNDARY = auto()
    CONCERN_PROVISION = auto()
    SERIOUS_BEHAVIOUR = auto()
    PHYSICAL_CONTACT = auto()
    WELLBEING_MAJOR = auto()
    SESSION_STARTED = auto()
    SESSION_FINISHED = auto()
    SESSION_OVERDUE = auto()
    SESSION_SCHEDULED = auto()
    ADULT_LEFT = auto()
    AGENCY_ENGAGED = auto()
    PLAN_CHANGED = auto()
    REVIEW_CLOSED = auto()
    PROGRESS_UNSATISFACTORY = auto()
    MEDICAL_EVIDENCE_EXPIRING = auto()
    END_DATE_PASSED = auto()
    PROVIDER_STATUS_CHANGED = auto()
    CIRCUMSTANCES_CHANGED = auto()


class Phase(StrEnum):
    """When a check is asked. START is the doorstep."""

    BEFORE = auto()
    START = auto()
    DURING = auto()
    FINISH = auto()


class AnswerKind(StrEnum):
    YES_NO = auto()
    YES_NO_NA = auto()
    NAME = auto()
    MINUTES = auto()
    SCALE = auto()
    TEXT = auto()
    CHOICE = auto()


class OnFail(StrEnum):
    """What a failed check does, from the mildest to the strictest."""

    RECORD = auto()
    WARN = auto()
    BLOCK_START = auto()
    END_SESSION = auto()
