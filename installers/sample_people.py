"""The invented people and places of the sample school. Nobody here exists.

Telephone numbers are from the ranges that Ofcom keeps for drama, addresses end in `.example`, the town and its
postcode area are not on any map, and the UPNs begin with a local authority number that was never given out.
"""

from __future__ import annotations

from dataclasses import dataclass

SCHOOL = "Merebridge High School"
TOWN = "Merebridge"
MAIL = "merebridge.example"


@dataclass(frozen=True, slots=True)
class Tutor:
    """A home tutor; `code` is the staff code that the timetable may use."""

    code: str
    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil; `born` is day, month (the year follows from the year group), `contacts` are (forename, relation)."""

    forename: str
    surname: str
    year: int
    born: tuple[int, int]
    street: str
    contacts: tuple[tuple[str, str], ...]
    preferred: str = ""
    warnings: str = ""


TUTORS = (
    Tutor("SP1", "Siân Probert", f"s.probert@{MAIL}", "07700 900811"),
    Tutor("MA2", "Marcus Adeyemi-Clarke", f"m.adeyemi@{MAIL}", "07700 900812"),
    Tutor("HW3", "Harriet Wolstenholme", f"h.wolstenholme@{MAIL}", "07700 900813"),
)

_DOGS = "Two dogs in the house - ask for them to be in another room before you go in"
_GATE = "Use the side gate - the front door bell does not work"
_SMOKE = "A smoker in the household - ask for windows to be opened before the session"
_NIGHTS = "Parent works nights - another adult must be awake and named before you go in"
_STAIRS = "Steep outside stairs - slippery after rain, hold the rail"
_CAT = "Cat allergy note - the cat stays out of the room, wash your hands before you leave"
_LATE = "No street lights on the lane - leave before 16:00 in winter or bring a torch"
_QUIET = "Knock, do not ring - the baby sleeps in the mornings"

PUPILS = (
    Pupil(
        "Amira",
        "Hassan",
        8,
        (17, 5),
        "14 Larch Close",
        (("Samira", "mother"), ("Yusuf", "father")),
        "",
        f"{_DOGS}; {_GATE}",
    ),
    Pupil("Benedict", "Okoro", 9, (2, 11), "3 Tannery Row", (("Adaeze", "mother"),), "Ben"),
    Pupil(
        "Zoë",
        "Llewellyn-Price",
        10,
        (29, 1),
        "27 Otter Lane",
        (("Rhodri", "father"), ("Mair", "grandmother")),
        "",
        _LATE,
    ),
    Pupil("Renée", "Fontaine-Mbeki", 7, (8, 3), "Flat 2, 9 Kiln Street", (("Odile", "mother"),)),
    Pupil("Tomáš", "Novotný", 11, (30, 9), "41 Weir Terrace", (("Lenka", "mother"), ("Petr", "father")), "", _CAT),
    Pupil("Ayesha", "Begum", 8, (12, 12), "6 Fuller’s Yard", (("Shirin", "mother"),)),
    Pupil("Callum", "O’Rourke", 9, (21, 6), "18 Saltgate", (("Deirdre", "foster carer"),), "", _SMOKE),
    Pupil("Jasleen", "Dhillon", 10, (5, 10), "52 Plover Drive", (("Harpreet", "mother"), ("Gurdeep", "father"))),
    Pupil("Oisín", "Devlin", 7, (14, 2), "7 Mill Race", (("Gráinne", "mother"),), "", _NIGHTS),
    Pupil("Chiamaka", "Eze", 11, (3, 4), "The Lodge, Withy Lane", (("Ngozi", "mother"),), "Chi-Chi"),
    Pupil("Mateusz", "Zielinski", 8, (26, 8), "33 Larch Close", (("Agata", "mother"), ("Marek", "father"))),
    Pupil("Yusuf", "Aydin", 9, (9, 9), "12 Tannery Row", (("Elif", "mother"),), "", _QUIET),
    Pupil("Freya", "Hollingsworth", 10, (18, 7), "2 Heron Court", (("Tamsin", "mother"),)),
    Pupil("Kwame", "Asante-Boadu", 7, (22, 12), "64 Plover Drive", (("Abena", "mother"), ("Kofi", "uncle"))),
    Pupil("Lowri", "Penhallow", 11, (1, 3), "5 Otter Lane", (("Gethin", "father"),), "", _STAIRS),
    Pupil("Hamza", "Siddiqui", 8, (7, 1), "88 Saltgate", (("Nadia", "mother"), ("Imran", "father"))),
    Pupil("Noor", "Al-Jabiri", 9, (15, 4), "Flat 11, 1 Kiln Street", (("Layla", "mother"),)),
    Pupil(
        "Björn",
        "Lindqvist-Hall",
        10,
        (28, 2),
        "19 Weir Terrace",
        (("Astrid", "mother"), ("Simon", "father")),
        "",
        _DOGS,
    ),
    Pupil("Inês", "Carvalho", 7, (6, 6), "23 Fuller’s Yard", (("Beatriz", "mother"),)),
    Pupil("Theo", "Barraclough", 11, (11, 11), "Sluice Cottage, Withy Lane", (("Marjorie", "grandmother"),), "", _LATE),
    Pupil("Mei-Lin", "Cheung", 8, (24, 10), "9 Heron Court", (("Hui", "mother"), ("Wai", "father")), "May"),
    Pupil("Dónal", "Quigley", 9, (19, 8), "30 Mill Race", (("Bríd", "mother"),)),
    Pupil("Priya", "Raghunathan", 10, (13, 5), "47 Larch Close", (("Meena", "mother"), ("Suresh", "father"))),
    Pupil("Élodie", "Marchbanks", 11, (16, 1), "1 Chapel Steps", (("Camille", "mother"),), "", _GATE),
)
