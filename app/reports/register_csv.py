"""The week's register as a CSV file that a school's office opens in a spreadsheet (domain.md 5.5).

UTF-8 with BOM, commas, CRLF, ISO dates; clock times are local `HH:MM`, the instant of recording is ISO 8601 with its
offset. Text that a spreadsheet would run as a formula is neutralised. Must not decide a code.
"""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO

from app.domain.records import RegisterEntry, RegisterPupil, RegisterWeek
from app.reports import words

COLUMNS = (
    "UPN",
    "AdmissionNumber",
    "Surname",
    "Forename",
    "DOB",
    "Date",
    "Session",
    "SuggestedCode",
    "Attended",
    "Seen",
    "PlannedStart",
    "PlannedEnd",
    "ActualStart",
    "ActualEnd",
    "Mode",
    "Venue",
    "Reason",
    "NoticeDate",
    "Provider",
    "RecordedAt",
    "Revision",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def week_register_csv(week: RegisterWeek) -> bytes:
    """One line for each entry, in the order of the week's pupils and their entries.

    Cells are quoted so that an admission number stays text with its zeros where the reader respects quotes.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for pupil in week.pupils:
        for entry in pupil.entries:
            writer.writerow([neutral(cell) for cell in _cells(week, pupil, entry)])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def neutral(cell: str) -> str:
    """The cell with an apostrophe in front when a spreadsheet would take it for a formula; NUL is left out."""
    clean = cell.replace("\0", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(_FORMULA_STARTS) else clean


def _cells(week: RegisterWeek, pupil: RegisterPupil, entry: RegisterEntry) -> list[str]:
    return [
        pupil.upn,
        pupil.admission_number,
        pupil.surname,
        pupil.forename,
        pupil.date_of_birth.isoformat() if pupil.date_of_birth else "",
        entry.day.isoformat(),
        entry.session.upper(),
        entry.suggested_code,
        entry.attended,
        entry.seen,
        *(words.clock(instant, week.zone) for instant in _times(entry)),
        entry.mode,
        entry.venue,
        entry.reason,
        entry.notice_date.isoformat() if entry.notice_date else "",
        week.provider_name or entry.tutor_name or week.tutor_name,
        words.local(entry.recorded_at, week.zone).isoformat(timespec="seconds") if entry.recorded_at else "",
        str(entry.revision),
    ]


def _times(entry: RegisterEntry) -> tuple[datetime | None, datetime | None, datetime | None, datetime | None]:
    return entry.planned_start, entry.planned_finish, entry.actual_start, entry.actual_finish
