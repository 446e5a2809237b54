"""What a caseload file and a timetable file become. Either every row is good or none is given. Must not parse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.casework.intake.problems import RowProblem


@dataclass(frozen=True, slots=True)
class CaseloadContact:
    """Somebody to ring about a pupil, as the file has them."""

    name: str
    relation: str
    phone: str
    """As typed in the file, spaces tidied."""
    email: str = ""


@dataclass(frozen=True, slots=True)
class CaseloadWarning:
    """A thing to know before going in; `action` is '' when the file gives none."""

    title: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One pupil of a caseload file, checked and tidied."""

    line: int
    """Line of the file on which the row begins."""
    surname: str
    forename: str
    preferred_name: str = ""
    date_of_birth: date | None = None
    upn: str = ""
    """13 characters with a right check letter, or ''."""
    admission_number: str = ""
    """Text: leading zeros are part of it."""
    year_group: str = ""
    form: str = ""
    address: str = ""
    """Lines joined with ', ', without the postcode."""
    postcode: str = ""
    """Upper case, one space; as typed when it has no known form (a wrong one must not block, domain.md 5.2)."""
    phone: str = ""
    """The household's number, as typed."""
    email: str = ""
    """The family's address (BHES-14)."""
    contacts: tuple[CaseloadContact, ...] = ()
    warnings: tuple[CaseloadWarning, ...] = ()
    tutor: str = ""
    """E-mail address or staff code of the tutor; '' when the file does not say."""
    packs: tuple[str, ...] = ()
    """Pack ids, lower case, in the file's order."""

    @property
    def key(self) -> str:
        """What makes a pupil the same pupil in the next file: UPN, else admission number, else name and birth."""
        if self.upn or self.admission_number:
            return f"upn:{self.upn}" if self.upn else f"adm:{self.admission_number}"
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        return f"name:{self.surname.casefold()}|{self.forename.casefold()}|{born}"


@dataclass(frozen=True, slots=True)
class CaseloadResult:
    """What a caseload file holds. `rows` is empty when there is any problem: all or nothing."""

    rows: tuple[CaseloadRow, ...]
    problems: tuple[RowProblem, ...]
    mapping: tuple[tuple[str, str], ...]
    """(field, header as the file writes it) in the file's order."""
    ignored: tuple[str, ...] = ()
    """Headers that were not understood and are left out."""
    encoding: str = "utf-8"
    """'utf-8', 'utf-8-sig', 'utf-16' or 'cp1252'."""
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class TimetableVisit:
    """One visit of the timetable inside the window."""

    source_uid: str
    """The event's UID."""
    recurrence_id: str
    """Which instance of a repeating event: its original start as UTC 'YYYYMMDDTHHMMSSZ'; '' for a single event."""
    starts_at: datetime
    """Aware UTC."""
    ends_at: datetime
    """Aware UTC, after `starts_at`."""
    summary: str
    location: str
    pupil_ref: str
    """Admission number, UPN or case code of the pupil."""
    tutor_ref: str
    """E-mail address or staff code of the tutor; '' when the file does not say."""
    subject: str = ""
    cancelled: bool = False
    sequence: int = 0
    """The highest SEQUENCE of the event's series; a later export has a higher one when anything changed."""
    mode: str = ""
    """'in_person', 'online', 'phone' or 'work_only'; '' when the file does not say."""
    venue: str = ""
    """'pupil_home', 'school', 'library', 'hospital', 'provider_site', 'other_public', 'remote' or ''."""


@dataclass(frozen=True, slots=True)
class TimetableResult:
    """What a timetable file holds inside the window. `visits` is empty when there is any problem."""

    visits: tuple[TimetableVisit, ...]
    """In order of start, then UID."""
    problems: tuple[RowProblem, ...]
