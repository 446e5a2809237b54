"""The attendance codes of England as a table with a version (domain.md 4.1), and sums over them.

Public implementations disagree on categories, so the table is data to compare and replace, and every suggestion
names its version. Must not decide which code a pupil gets: the school does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.domain.errors import DoorstepError

TABLE_VERSION = "england-2024-08-19"
"""School Attendance (Pupil Registration) (England) Regulations 2024, regulation 10, in force 19 August 2024."""

NEW_RULES = date(2024, 8, 19)
_LAST_OLD_DAY = date(2024, 8, 18)
_LAST_DAY_OF_F = date(2013, 8, 31)
_TENTH = Decimal("0.1")


class Category(StrEnum):
    """How statistics count a mark."""

    PRESENT = "present"
    ATTENDING = "attending"
    """At an approved educational activity; counts as attendance."""
    AUTHORISED = "authorised"
    UNAUTHORISED = "unauthorised"
    NOT_POSSIBLE = "not_possible"
    """Leaves the denominator."""
    ADMINISTRATIVE = "administrative"


class CodeUnknown(DoorstepError):
    """A register mark is no attendance code, of today or of the past."""

    code = "attendance-code-unknown"


@dataclass(frozen=True, slots=True)
class AttendanceCode:
    """One code. In force from `first_day` to `last_day`, both included; None is open."""

    code: str
    meaning: str
    category: Category
    first_day: date | None = None
    last_day: date | None = None


def _new(code: str, meaning: str, category: Category) -> AttendanceCode:
    return AttendanceCode(code, meaning, category, first_day=NEW_RULES)


_P, _A, _AA = Category.PRESENT, Category.ATTENDING, Category.AUTHORISED
_UA, _NP, _ADM = Category.UNAUTHORISED, Category.NOT_POSSIBLE, Category.ADMINISTRATIVE

_TABLE = (
    AttendanceCode("/", "Present in the morning", _P),
    AttendanceCode("\\", "Present in the afternoon", _P),
    AttendanceCode("L", "Came late, before the register closed", _P),
    _new("K", "At education arranged by the local authority, away from school", _A),
    AttendanceCode("V", "On an educational visit or trip", _A),
    AttendanceCode("P", "At an approved sporting activity", _A),
    AttendanceCode("W", "On work experience", _A),
    AttendanceCode("B", "At another approved educational activity, in person and supervised", _A),
    AttendanceCode("D", "Registered at two schools, expected at the other one", _NP),
    _new("C1", "Leave for a regulated performance, or regulated work abroad", _AA),
    _new("C2", "Leave: on a part-time timetable, of compulsory school age", _AA),
    AttendanceCode("C", "Leave for an exceptional circumstance", _AA),
    AttendanceCode("M", "Leave for a medical or dental appointment", _AA),
    _new("J1", "Leave for an interview for a job or another place of education", _AA),
    AttendanceCode("S", "Study leave for a public examination", _AA),
    AttendanceCode("X", "Not of compulsory school age and not required to attend", _NP),
    AttendanceCode("T", "Parent travelling for their occupation", _AA),
    AttendanceCode("R", "Religious observance", _AA),
    AttendanceCode("I", "Ill, in body or mind", _AA),
    AttendanceCode("E", "Suspended or excluded, nothing else arranged", _AA),
    _new("Q", "Could not come: travel that the local authority should arrange", _NP),
    _new("Y1", "Could not come: the usual transport did not run", _NP),
    _new("Y2", "Could not come: widespread disruption to travel", _NP),
    _new("Y3", "Could not come: part of the school was closed", _NP),
    _new("Y4", "Could not come: the whole school was closed unexpectedly", _NP),
    _new("Y5", "Could not come: detained in criminal justice", _NP),
    _new("Y6", "Could not come: public health law or guidance", _NP),
    _new("Y7", "Could not come: another cause that could not be avoided", _NP),
    AttendanceCode("G", "On a holiday the school did not grant", _UA),
    AttendanceCode("N", "Reason not known yet", _UA),
    AttendanceCode("O", "Absent for another reason, or for none that is known", _UA),
    AttendanceCode("U", "Came after the register closed", _UA),
    AttendanceCode("Z", "Not on the admission register yet", _ADM),
    AttendanceCode("#", "School closed as planned", _ADM),
    # Withdrawn. Registers of their time may hold them; they are never offered for a later day.
    AttendanceCode("H", "On a holiday the school agreed", _AA, last_day=_LAST_OLD_DAY),
    AttendanceCode("J", "At an interview (then counted as attendance)", _A, last_day=_LAST_OLD_DAY),
    AttendanceCode("Y", "Could not come, exceptional circumstances", _NP, last_day=_LAST_OLD_DAY),
    AttendanceCode("F", "On an extended family holiday the school agreed", _AA, last_day=_LAST_DAY_OF_F),
)
CODES: dict[str, AttendanceCode] = {entry.code: entry for entry in _TABLE}


def find_code(code: str) -> AttendanceCode:
    """The code's entry, withdrawn ones too; CodeUnknown when there is none. Codes are case-sensitive."""
    if code not in CODES:
        raise CodeUnknown(f'"{code[:4]}" is not an attendance code.', "Choose one of the codes in force on that day.")
    return CODES[code]


def is_in_force(code: str, day: date) -> bool:
    """Whether a register for `day` may use this code; False for text that is no code."""
    entry = CODES.get(code)
    if entry is None:
        return False
    return (entry.first_day is None or entry.first_day <= day) and (entry.last_day is None or day <= entry.last_day)


def codes_in_force(day: date) -> tuple[AttendanceCode, ...]:
    """Every code that may be offered for `day`, in the table's order."""
    return tuple(entry for entry in CODES.values() if is_in_force(entry.code, day))


@dataclass(frozen=True, slots=True)
class AttendanceSums:
    """Counts of half-days. `percent` is attended of possible to one decimal, None when nothing was possible."""

    possible: int
    attended: int
    authorised: int
    unauthorised: int

    @property
    def percent(self) -> Decimal | None:
        if not self.possible:
            return None
        return (Decimal(100 * self.attended) / self.possible).quantize(_TENTH, ROUND_HALF_UP)

    @property
    def persistently_absent(self) -> bool:
        """A tenth or more of what was possible was missed."""
        return 0 < self.possible <= 10 * (self.possible - self.attended)

    @property
    def severely_absent(self) -> bool:
        """Half or more of what was possible was missed."""
        return 0 < self.possible <= 2 * (self.possible - self.attended)


def sum_marks(marks: Iterable[str]) -> AttendanceSums:
    """Count one code per half-day; CodeUnknown for a mark that is no code."""
    tally = dict.fromkeys(Category, 0)
    for mark in marks:
        tally[find_code(mark).category] += 1
    attended = tally[_P] + tally[_A]
    return AttendanceSums(attended + tally[_AA] + tally[_UA], attended, tally[_AA], tally[_UA])
