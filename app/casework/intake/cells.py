"""Single cells of a caseload file as values, or a sentence that says what is wrong. Must not know about rows."""

from __future__ import annotations

import re
from datetime import date

from app.casework.intake.results import CaseloadWarning
from app.domain.upn import UpnWrong, parse_upn

LINE_CHARS = 200
"""The longest one-line value a record takes."""
TEXT_CHARS = 20_000
FIRST_BIRTH_YEAR = 1990

_HINT = "Write it as DD/MM/YYYY, for example 17/05/2013."
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4})")
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?Z?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPREADSHEET_NUMBER = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_PACK = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class CellWrong(Exception):
    """A cell cannot be taken over; `reason` is a whole sentence. Becomes a RowProblem."""

    def __init__(self, reason: str, *, quote: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.quote = quote
        """Whether the cell may be repeated in the message."""


def line_of(text: str) -> str:
    """One line: blanks tidied; the apostrophe that guards a spreadsheet from a formula is taken off again."""
    tidy = " ".join(text.split())
    if tidy.startswith(("'=", "'+", "'-", "'@")):
        tidy = tidy[1:]
    if len(tidy) > LINE_CHARS:
        raise CellWrong(f"This is longer than {LINE_CHARS} characters.")
    return tidy


def birth_date(text: str) -> date | None:
    """Day first, ISO accepted, month names understood; None for an empty cell."""
    if not text:
        return None
    plain = _MIDNIGHT.sub("", text)
    if match := _DAY_FIRST.fullmatch(plain):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := _ISO.fullmatch(plain):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if (match := _NAMED.fullmatch(plain)) and match[2][:3].casefold() in _MONTHS:
        return _date(int(match[3]), _MONTHS.index(match[2][:3].casefold()) + 1, int(match[1]))
    if re.fullmatch(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}", plain):
        raise CellWrong("The year needs four digits. " + _HINT)
    raise CellWrong("This is not a date. " + _HINT)


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= month <= len(_MONTHS):
        raise CellWrong(f"There is no month {month}. The day comes first. " + _HINT)
    if year < FIRST_BIRTH_YEAR:
        raise CellWrong(f"No pupil was born in {year}. " + _HINT)
    try:
        return date(year, month, day)
    except ValueError:
        raise CellWrong("There is no such day. " + _HINT) from None


def upn(text: str) -> str:
    """A UPN with the right check letter, or ''. The number is never repeated in a message (domain.md 5.1)."""
    if not text:
        return ""
    try:
        return parse_upn(line_of(text))
    except UpnWrong as wrong:
        raise CellWrong(f"{wrong.sentence} {wrong.next_step}", quote=False) from None


def admission_number(text: str) -> str:
    """Text with its leading zeros; a number that a spreadsheet has rounded is refused."""
    if _SPREADSHEET_NUMBER.fullmatch(text):
        raise CellWrong("A spreadsheet has rounded this number. Format the column as text and export again.")
    return line_of(text)


def year_group(text: str) -> str:
    """'Year 8' for '8', '08' or 'Y8'; anything else ('Reception', '12A') as it is."""
    tidy = line_of(text)
    match = re.fullmatch(r"(?:y|yr|year)?\.? ?0?(\d{1,2})", tidy, re.IGNORECASE)
    return f"Year {match[1]}" if match else tidy


def warnings(text: str) -> tuple[CaseloadWarning, ...]:
    """Warnings parted by line breaks, ';' or '|'; within one, ' - ' parts the fact from what to do about it."""
    if len(text) > TEXT_CHARS:
        raise CellWrong(f"This is longer than {TEXT_CHARS:,} characters.")
    found = []
    for part in re.split(r"[\n\r;|]+", text):
        title, _, action = re.sub(r"\s+[-–—]\s+", "\0", part.strip(), count=1).partition("\0")
        if title:
            found.append(CaseloadWarning(line_of(_sentence(title)), _sentence(action.strip())))
    return tuple(found)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def packs(text: str) -> tuple[str, ...]:
    """Pack ids parted by blanks, commas, ';' or '|', in lower case, each once."""
    ids = tuple(dict.fromkeys(part for part in re.split(r"[\s,;|]+", text.casefold()) if part))
    for one in ids:
        if not _PACK.fullmatch(one):
            raise CellWrong("A policy pack is named by its id, for example bhes-one-to-one.")
    return ids
