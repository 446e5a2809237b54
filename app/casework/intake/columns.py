"""Which column of a caseload file holds what: the header names that school systems use (domain.md 5.5).

Headers are compared without case, blanks and punctuation, so "Adm. No" is "admno". Must not look at the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

REQUIRED = {"surname": "surname", "forename": "forename", "date_of_birth": "date of birth"}
"""Fields without whose columns a caseload cannot be imported, in the words of a message."""

_ALIASES: dict[str, tuple[str, ...]] = {
    "surname": ("Legal Surname", "LegalLastName", "Surname", "Last Name", "Family Name"),
    "forename": ("Legal Forename", "Legal First Name", "Forename", "First Name", "Given Name"),
    "preferred_name": ("Preferred Forename", "Preferred First Name", "Preferred Name", "Known As", "Chosen Name"),
    "date_of_birth": ("DOB", "Date of Birth", "BirthDate", "D.O.B."),
    "upn": ("UPN", "Unique Pupil Number"),
    "admission_number": ("Adno", "Admission Number", "Adm No", "Admission No", "AdmissionNumber"),
    "year_group": ("Year Group", "Year", "NCyearActual", "NC Year", "Yr"),
    "form": ("Reg Group", "Reg", "Tutor Group", "Form", "Registration", "Registration Group", "Form Group"),
    "address": ("Full Address", "Address", "Home Address", "Address Block"),
    "postcode": ("Postcode", "Post Code", "Home Postcode"),
    "phone": ("Home Phone", "Home Telephone", "Telephone", "Phone", "Phone Number", "Mobile", "Tel"),
    "email": ("Parent Email", "Parental Email", "Home Email", "Family Email", "Email", "Email Address"),
    "warnings": ("Warnings", "Visit Warnings", "Warning", "Alerts", "Cautions", "Risk Notes"),
    "tutor": ("Tutor Email", "Tutor Code", "Home Tutor", "Tutor", "Visiting Tutor"),
    "packs": ("Packs", "Policy Packs", "Policies", "Policy"),
}
_ADDRESS_PARTS = ("House Name", "House Number", "Address 1", "Address Line 1", "Street", "Address 2", "Address Line 2",
                  "Address 3", "Address Line 3", "Locality", "District", "Town", "City", "County")  # fmt: skip
_CONTACT = re.compile(
    r"(?:priority)?(?:emergency)?(?:contact|parentcarer|parentguardian|parent|carer|guardian)(?P<number>[1-9]?)"
    r"(?P<what>fullname|name|relationship|relation|telephone|phonenumber|phone|mobile|tel|emailaddress|email|)"
)
_CONTACT_WHAT = {"name": "name", "fullname": "name", "": "name", "relation": "relation", "relationship": "relation",
                 "emailaddress": "email", "email": "email"}  # fmt: skip


def _plain(header: str) -> str:
    return "".join(char for char in header.casefold() if char.isalnum())


_RANKED = {_plain(alias): (field, rank) for field, names in _ALIASES.items() for rank, alias in enumerate(names)}
_PARTS = {_plain(name) for name in _ADDRESS_PARTS}


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of the understood columns, counted from 0."""

    headers: tuple[str, ...]
    fields: dict[str, int]
    address_parts: tuple[int, ...]
    contacts: dict[tuple[int, str], int]
    """(number of the contact, 'name', 'relation', 'phone' or 'email') -> position."""

    @property
    def mapping(self) -> tuple[tuple[str, str], ...]:
        """(field, header) of every understood column in the file's order."""
        named = {position: field for field, position in self.fields.items()}
        named |= {position: f"contact {number} {what}" for (number, what), position in self.contacts.items()}
        named |= dict.fromkeys(self.address_parts, "address part")
        return tuple((named[position], self.headers[position]) for position in sorted(named))

    @property
    def ignored(self) -> tuple[str, ...]:
        """Headers that are not understood, or are second names for a field that has a better column."""
        used = {*self.fields.values(), *self.address_parts, *self.contacts.values()}
        return tuple(name for position, name in enumerate(self.headers) if position not in used and name)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields without a column, in words."""
        return tuple(words for field, words in REQUIRED.items() if field not in self.fields)


def understand(cells: Sequence[str]) -> Columns:
    """Read a line as a header line; what is not understood is kept under `ignored`."""
    headers = tuple(" ".join(cell.replace("\ufeff", "").split()) for cell in cells)
    best: dict[str, tuple[int, int]] = {}
    parts: list[int] = []
    contacts: dict[tuple[int, str], int] = {}
    for position, header in enumerate(headers):
        plain = _plain(header)
        if plain in _RANKED:
            field, rank = _RANKED[plain]
            best[field] = min(best.get(field, (rank, position)), (rank, position))
        elif plain in _PARTS:
            parts.append(position)
        elif plain and (match := _CONTACT.fullmatch(plain)):
            what = _CONTACT_WHAT.get(match["what"], "phone")
            contacts.setdefault((int(match["number"] or 1), what), position)
    fields = {field: position for field, (_, position) in best.items()}
    if "forename" not in fields and "preferred_name" in fields:
        fields["forename"] = fields.pop("preferred_name")
    return Columns(headers, fields, tuple(parts), contacts)


def score(columns: Columns) -> int:
    """How much a line looks like a header: one for each understood column, more for the required ones."""
    return len(columns.mapping) + 3 * (len(REQUIRED) - len(columns.missing))
