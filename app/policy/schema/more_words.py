"""The longer closed lists: evidence, measures, kinds of papers. Must not hold rules: only vocabulary."""

from __future__ import annotations

from enum import StrEnum, auto


class Evidence(StrEnum):
    """What a gate may need before it opens (domain.md 2.5.2)."""

    EMAIL_ADDRESS = auto()
    FORMS_RETURNED = auto()
    LEAD_WORKER = auto()
    NAMED_SCHOOL_PERSON = auto()
    HOME_SCHOOL_ON_ROLL = auto()
    MEDICAL_EVIDENCE = auto()
    ELIGIBILITY_CURRENT = auto()
    PARENT_CONSENT_WRITTEN = auto()
    PARENT_PERMISSION_SCOPE = auto()
    PARENT_AGREEMENT = auto()
    HEADTEACHER_APPROVAL = auto()
    SLT_APPROVAL = auto()
    DPS_LIAISON = auto()
    DPS_AUTHORISATION = auto()
    LA_NOTIFIED = auto()
    LA_APPROVAL = auto()
    LA_DIRECTION = auto()
    SOCIAL_WORKER_INFORMED = auto()
    RISK_ASSESSMENT = auto()
    RISK_ASSESSMENT_SENT = auto()
    JUSTIFICATION = auto()
    PLAN_VERSION = auto()
    INTEGRATION_TARGET = auto()
    END_DATE = auto()
    WRITTEN_AGREEMENT = auto()
    OBJECTIVES_WRITTEN = auto()
    PLACEMENT_INFORMATION_ISSUED = auto()
    ATTENDANCE_AGREEMENT = auto()
    DOCUMENTS_SIGNED = auto()
    VETTING_COMPLETE = auto()
    TRAINING_CURRENT = auto()
    SUPERVISION_DECISION = auto()
    PROCEDURE_AGREED = auto()
    INVITATIONS_RECORDED = auto()
    PUPIL_VIEW = auto()
    PARENT_VIEW = auto()
    FINAL_REPORT = auto()
    PLATFORM_APPROVED = auto()
    DSL_INVITED = auto()
    TIMETABLE_PUBLISHED = auto()
    NAMED_CONTACT = auto()
    SLA_COPY = auto()


class VettingCheck(StrEnum):
    IDENTITY = auto()
    REFERENCES = auto()
    DBS_ENHANCED = auto()
    BARRED_LIST = auto()
    WORK_HISTORY = auto()
    QUALIFICATION = auto()
    QTS = auto()
    RIGHT_TO_WORK = auto()
    PROHIBITION = auto()
    SECTION_128 = auto()
    OVERSEAS = auto()
    SLT_CONFIDENCE = auto()


class CycleKind(StrEnum):
    """What comes round again and again."""

    REVIEW = auto()
    INITIAL_MEETING = auto()
    FEEDBACK = auto()
    PROGRESS_REPORT = auto()
    VISIT = auto()
    REGISTER = auto()
    ATTENDANCE_REPORT = auto()
    RISK_REVIEW = auto()
    LINE_MEETING = auto()
    SUPERVISION = auto()
    SUBJECT_LIAISON = auto()
    PARENT_CONTACT = auto()
    PROVIDER_CONTACT = auto()
    PUPIL_CHECKIN = auto()
    MEDICAL_EVIDENCE = auto()
    GOVERNOR_REPORT = auto()
    DATA_CAPTURE = auto()


class Measure(StrEnum):
    WEEKLY_HOURS_1TO1 = auto()
    NOTICE_DAYS = auto()
    ATTENDANCE_PERCENT = auto()
    UNSATISFACTORY_REVIEWS = auto()
    PROVIDER_PUPILS = auto()
    UNSEEN_DAYS = auto()
    SESSION_OVERDUE_MINUTES = auto()
    HEALTH_LIMITED_HOURS = auto()


class PlanKind(StrEnum):
    PROGRESS = auto()
    EDUCATION = auto()
    OBJECTIVES = auto()
    INTEGRATION = auto()
    REINTEGRATION = auto()


class PlanNeed(StrEnum):
    BARRIER = auto()
    INTEGRATION_TARGET = auto()
    RETURN_DATE_OR_REASON = auto()
    PUPIL_VIEW = auto()
    PARENT_VIEW = auto()
    EHCP_OUTCOME_LINK = auto()
    PUPIL_SET_TARGET = auto()
    MILESTONES = auto()
    END_DATE = auto()


class RetentionClass(StrEnum):
    """Classes of records that are kept alike (domain.md 6.3)."""

    REGISTER_ENTRY = auto()
    ABSENCE_CORRESPONDENCE = auto()
    SESSION_LOG = auto()
    WORK = auto()
    MARK_RECORD = auto()
    PUPIL_FILE_SECONDARY = auto()
    CHILD_PROTECTION_FILE = auto()
    SEN_FILE = auto()
    EHCP = auto()
    EDUCATION_PLAN = auto()
    REVIEW_MINUTES = auto()
    RISK_ASSESSMENT = auto()
    ACCIDENT_CHILD = auto()
    CONSENT_NO_INCIDENT = auto()
    ALLEGATION_STAFF = auto()
    DBS_COPY = auto()
    SINGLE_CENTRAL_RECORD_ROW = auto()
    RECORDING = auto()
    COMPLAINT = auto()
    CHARGE_STATEMENT = auto()
    AUDIT_LOG = auto()
    TUTOR_WORKING_COPY = auto()


class FieldType(StrEnum):
    TEXT = auto()
    LONG_TEXT = auto()
    BULLETS = auto()
    DATE = auto()
    CHOICE = auto()
    MULTI = auto()
    MONEY = auto()
    PERSON = auto()
    SIGNATURE = auto()
    FLAGS = auto()
    AGENCY_LIST = auto()
    SCALE = auto()
    HEADING = auto()
