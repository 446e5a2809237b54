"""What the paper reports are made from: a session record and a week's register, as frozen values.

Values only, never finished words: instants are aware UTC `datetime`, days are local `date`, minutes are whole `int`,
choices are the lower-case words named beside each field; `app.reports` turns them into text. Must not know about
tables, facts or layouts, and must not read a clock: `made_at` comes in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One question of the doorstep or finish check and the answer given."""

    text: str
    """The question in the pack's words, as the tutor read it."""
    answer: str
    """'yes', 'no', 'na' or '' (not answered); any other text is printed as it is (a name, minutes, a choice)."""
    clauses: tuple[str, ...] = ()
    """Clause ids, for example ('BHES-18', 'KES-28')."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContactMark:
    """A check-in or check-out: when it was made, and whether the school knows of it."""

    at: datetime | None = None
    """When the tutor made it, UTC; None if it was not made."""
    kept: str = ""
    """'on_this_laptop', 'sent', 'school_holds' or 'refused'; '' when there is nothing to send."""
    known_at: datetime | None = None
    """The school's receipt time, UTC; only with 'school_holds'."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a log that an amendment corrects."""

    field: str
    """A field name of the session log ('work_covered', 'late_minutes', …) or words to print as they are."""
    before: str
    """What stood just before this amendment, printed under "Before"; '' when it was empty."""
    after: str


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """A later correction. The original stays in the record; this is printed beside it as a block of its own."""

    amended_at: datetime
    by: str
    reason: str
    changes: tuple[FieldChange, ...]
    kept: str = ""
    """As in `ContactMark.kept`."""


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One visit on paper (domain.md 7.1). Texts of the log are the original ones; amendments stand apart."""

    school_name: str
    tutor_name: str
    pupil_name: str
    """Initials or full name: whoever builds the record decides which may be printed."""
    visit_id: str
    """The visit's UUID as text; the footer shows its last 8 characters."""
    fact_hash: str
    """Hex hash of the fact that closed the visit (or of the latest one); the footer shows 12 characters; '' if none."""
    made_at: datetime
    """When this page was made, UTC."""
    planned_start: datetime
    planned_finish: datetime
    state: str
    """'planned', 'at_door', 'in_session', 'finished', 'not_entered', 'absent' or 'cancelled'."""
    zone: str = "Europe/London"
    """IANA name of the zone in which days and clock times are printed."""
    provider_name: str = ""
    upn: str = ""
    """Whole UPN or ''; only its last three characters are printed."""
    year_group: str = ""
    subject: str = ""
    mode: str = ""
    """'in_person', 'online', 'phone' or 'work_only'."""
    venue: str = ""
    """'pupil_home', 'school', 'library', 'hospital', 'provider_site', 'other_public' or 'remote'."""
    packs: tuple[str, ...] = ()
    """Titles of the policy packs in force for the visit."""
    arrived_at: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    check_in: ContactMark = ContactMark()
    check_out: ContactMark = ContactMark()
    adult_name: str = ""
    """The responsible adult named at the door (BHES-18, KES-28)."""
    adult_relation: str = ""
    adult_over_18: bool | None = None
    start_checks: tuple[CheckLine, ...] = ()
    finish_checks: tuple[CheckLine, ...] = ()
    attended: str = ""
    """'yes', 'partly', 'no' or '' (not recorded)."""
    seen: str = ""
    """'in_person', 'live_on_camera', 'heard', 'no' or '' (BHES-12: apart from attendance)."""
    late_minutes: int | None = None
    """Minutes the pupil was late; None if not recorded."""
    minutes: int | None = None
    """Minutes delivered; None if not recorded."""
    end_reason: str = ""
    """Why it was not entered, absent or cancelled, or why it finished late, in the tutor's words."""
    suggested_code: str = ""
    """One DfE attendance code, or '' when no suggestion is possible. Never the statutory mark."""
    code_meaning: str = ""
    code_rule: str = ""
    """Why this code: the rule's situation in words, with its version."""
    ready: bool | None = None
    equipment: bool | None = None
    engagement: int | None = None
    """1 (not at all) to 5 (throughout), BHES-25; None if not recorded."""
    targets: str = ""
    work_covered: str = ""
    work_set: str = ""
    outcome: str = ""
    outcome_category: str = ""
    notes: str = ""
    amendments: tuple[AmendmentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """A line of the register's legend."""

    code: str
    meaning: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One planned or delivered visit in one half-day. Two visits in a half-day are two entries."""

    day: date
    session: str
    """'am' or 'pm'."""
    planned_start: datetime | None = None
    """UTC; None for a visit that was not planned."""
    planned_finish: datetime | None = None
    actual_start: datetime | None = None
    actual_finish: datetime | None = None
    state: str = "planned"
    """As `SessionRecord.state`."""
    attended: str = ""
    """As `SessionRecord.attended`."""
    seen: str = ""
    """As `SessionRecord.seen`."""
    minutes: int | None = None
    suggested_code: str = ""
    code_rule: str = ""
    mode: str = ""
    venue: str = ""
    reason: str = ""
    notice_date: date | None = None
    tutor_name: str = ""
    recorded_at: datetime | None = None
    """When the tutor recorded it, UTC; None if nothing is recorded yet."""
    revision: int = 1
    """1 for the original, one more for each amendment."""
    kept: str = ""
    """As `ContactMark.kept`; anything but 'school_holds' or '' is named in the register's notes."""


@dataclass(frozen=True, slots=True)
class RegisterPupil:
    """A row of the register."""

    surname: str
    forename: str
    entries: tuple[RegisterEntry, ...]
    """In order of day, then am before pm."""
    upn: str = ""
    admission_number: str = ""
    date_of_birth: date | None = None
    year_group: str = ""


@dataclass(frozen=True, slots=True)
class RegisterWeek:
    """A week's register for one school, one tutor or all of them (domain.md 4.5, 7.2)."""

    school_name: str
    week_start: date
    """A Monday, local."""
    made_at: datetime
    pupils: tuple[RegisterPupil, ...]
    """In the order in which they are to be printed."""
    provider_name: str = ""
    tutor_name: str = ""
    """One tutor, or '' when the register covers several."""
    zone: str = "Europe/London"
    legend: tuple[CodeMeaning, ...] = ()
    """Meanings of codes; the report prints those that are used."""
    code_table_version: str = ""
    notes: tuple[str, ...] = ()
    """Whole sentences to print under the table, beside those that the report finds itself."""
