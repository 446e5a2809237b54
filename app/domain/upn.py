"""Unique Pupil Numbers and Unique Learner Numbers: the check, and the masked form (domain.md 5.1, 5.2).

Must not read meaning from the parts (the standard forbids it) nor put a number into a message: both are personal
data. Both numbers are optional everywhere.
"""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.errors import DoorstepError

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(rf"[{_LETTERS}][0-9]{{11}}[0-9{_LETTERS}]")
_UPN_LENGTH = 13
_ULN = re.compile(r"[1-9][0-9]{9}")
PLACEHOLDER_ULN = "9999999999"
"""Stands for "no ULN" in further-education returns; it is no learner's number and fails the check."""


class UpnKind(StrEnum):
    """A temporary number ends in a letter."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"


class UpnWrong(DoorstepError):
    """A UPN does not pass its own check."""

    code = "upn-wrong"


class UlnWrong(DoorstepError):
    """A ULN does not pass its own check."""

    code = "uln-wrong"


def parse_upn(text: str) -> str:
    """The UPN in capitals without spaces; UpnWrong, never holding the number, when it cannot be one."""
    upn = _squeezed(text)
    if fault := _upn_fault(upn):
        raise UpnWrong(fault, "Check it against the school's record, or leave it empty.")
    return upn


def is_upn(text: str) -> bool:
    """Whether `text` is a permanent or temporary UPN with the right check letter, in capitals or not."""
    return not _upn_fault(_squeezed(text))


def upn_kind(upn: str) -> UpnKind:
    """Permanent or temporary, of a number that passed `parse_upn`."""
    return UpnKind.PERMANENT if upn[-1].isdigit() else UpnKind.TEMPORARY


def check_letter(body: str) -> str:
    """The check letter for the 12 characters after it: weights 2 to 13, modulo 23."""
    total = sum(_value(character) * weight for weight, character in enumerate(body, start=2))
    return _LETTERS[total % len(_LETTERS)]


def mask_upn(upn: str) -> str:
    """The last three characters with dots before them, enough to tell two numbers apart; empty stays empty."""
    return "•" * max(0, len(upn) - 3) + upn[-3:] if len(upn) == _UPN_LENGTH else "•" * len(upn)


def parse_uln(text: str) -> str | None:
    """The ten digits; None for the placeholder; UlnWrong, never holding the number, when it cannot be one."""
    uln = _squeezed(text)
    if uln == PLACEHOLDER_ULN:
        return None
    if not is_uln(uln):
        raise UlnWrong("This ULN does not pass its check.", "Check it against the school's record, or leave it empty.")
    return uln


def is_uln(text: str) -> bool:
    """Whether the ten digits, weighted 10 to 1, leave 10 modulo 11; the placeholder does not."""
    uln = _squeezed(text)
    if not _ULN.fullmatch(uln):
        return False
    return sum(int(digit) * weight for digit, weight in zip(uln, range(10, 0, -1), strict=True)) % 11 == 10  # noqa: PLR2004 # the check's own remainder


def _upn_fault(upn: str) -> str:
    """What is wrong with it, as a sentence without the number; empty when nothing is."""
    if len(upn) != _UPN_LENGTH:
        return f"A UPN has 13 characters; this one has {len(upn)}."
    if not _UPN.fullmatch(upn):
        return "A UPN is a letter and 12 digits, or a letter, 11 digits and a letter; I, O and S are never used."
    if check_letter(upn[1:]) != upn[0]:
        return "The first letter of this UPN does not fit the rest of it."
    return ""


def _value(character: str) -> int:
    return int(character) if character.isdigit() else _LETTERS.index(character)


def _squeezed(text: str) -> str:
    return "".join(text.split()).upper()
