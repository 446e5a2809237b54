"""Published six-term dates of a Bristol primary school, as example calendars (domain.md 5.9)."""

from __future__ import annotations

from datetime import date

from app.domain.half_terms import AcademicYear, DayKind, Span, academic_year


def teaching(number: int, start: date, end: date) -> Span:
    return Span(f"Term {number}", start, end, DayKind.TEACHING)


BRISTOL_2026_27: AcademicYear = academic_year(
    "2026-27",
    [
        teaching(1, date(2026, 9, 3), date(2026, 10, 23)),
        teaching(2, date(2026, 11, 2), date(2026, 12, 18)),
        teaching(3, date(2027, 1, 4), date(2027, 2, 12)),
        teaching(4, date(2027, 2, 22), date(2027, 3, 25)),
        teaching(5, date(2027, 4, 12), date(2027, 5, 28)),
        teaching(6, date(2027, 6, 7), date(2027, 7, 23)),
        Span("Early May bank holiday", date(2027, 5, 3), date(2027, 5, 3), DayKind.BANK_HOLIDAY),
    ],
)
BRISTOL_2025_26: AcademicYear = academic_year(
    "2025-26",
    [
        teaching(1, date(2025, 9, 2), date(2025, 10, 24)),
        teaching(2, date(2025, 11, 3), date(2025, 12, 19)),
        teaching(3, date(2026, 1, 5), date(2026, 2, 13)),
        teaching(4, date(2026, 2, 23), date(2026, 4, 2)),
        teaching(5, date(2026, 4, 20), date(2026, 5, 22)),
        teaching(6, date(2026, 6, 1), date(2026, 7, 22)),
        Span("Early May bank holiday", date(2026, 5, 4), date(2026, 5, 4), DayKind.BANK_HOLIDAY),
    ],
)
