"""Makes the sample school in `resources/sample/`, always the same bytes; `--check` only compares.

    python3 installers/make_sample.py                     write the files
    python3 installers/make_sample.py --check             say whether they are as they should be
    python3 installers/make_sample.py --week-of 2026-11-22 --out week.ics
                                                          visits for that week's days without any in the timetable

Standard library and app.domain only. Must not hold a real person, place or number: see installers/sample_people.py.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # run as a script, Python knows only this file's folder
    sys.path.insert(0, str(ROOT))

from app.domain.upn import check_letter  # noqa: E402 -- after the path is set
from installers.sample_calendar import calendar, event, series  # noqa: E402 -- after the path is set
from installers.sample_people import MAIL, PUPILS, SCHOOL, TOWN, TUTORS, Pupil, Tutor  # noqa: E402 -- after the path is set

FOLDER = ROOT / "resources" / "sample"
TERMS = ((1, date(2026, 9, 3), date(2026, 10, 23)), (2, date(2026, 11, 2), date(2026, 12, 18)))
"""The first two of six terms of 2026-27 (domain.md 5.9): number, first day, last day."""
INSET = (date(2026, 9, 3), date(2026, 9, 4), date(2026, 11, 2))
SLOTS = (time(9, 30), time(11, 0), time(13, 15), time(14, 30))
SUBJECTS = ("Maths", "English", "Science")
PACKS = ("bhes-one-to-one", "kes-one-to-one", "bhes-one-to-one;kes-one-to-one")
SCHOOL_DAYS = 5
PUPILS_EACH = len(PUPILS) // len(TUTORS)

_HEADINGS = (
    "Legal Surname", "Legal Forename", "Preferred Forename", "DOB", "UPN", "Adno", "Year Group", "Reg Group",
    "Address", "Postcode", "Parent Email", "Contact 1 Name", "Contact 1 Relationship", "Contact 1 Phone",
    "Contact 2 Name", "Contact 2 Relationship", "Contact 2 Phone", "Visit Warnings", "Tutor Email", "Policy Packs",
)  # fmt: skip


def admission_number(number: int) -> str:
    """'004507' for the first pupil: leading zeros are part of it."""
    return f"{4507 + 13 * number:06d}"


def upn(number: int, pupil: Pupil) -> str:
    """A UPN with the right letter and a local authority number (999) that no authority has."""
    allocated = 26 - pupil.year  # the year of the reception class
    body = f"9994021{allocated:02d}{100 + number:03d}"
    return check_letter(body) + body


def born(pupil: Pupil) -> date:
    """The day of birth that fits the year group in 2026-27: a year begins on 1 September."""
    day, month = pupil.born
    return date(2026 - pupil.year - (4 if month < 9 else 5), month, day)  # noqa: PLR2004 -- a school year begins in September


def tutor_of(number: int) -> Tutor:
    """Pupils are dealt out to the tutors in turn."""
    return TUTORS[number % len(TUTORS)]


def caseload_csv() -> bytes:
    """The caseload as a school system exports it: windows-1252, day first, CRLF."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    writer.writerows(_caseload_row(number, pupil) for number, pupil in enumerate(PUPILS))
    return out.getvalue().encode("cp1252")


def _caseload_row(number: int, pupil: Pupil) -> list[str]:
    contacts = [
        cell
        for place, (forename, relation) in enumerate(pupil.contacts)
        for cell in (f"{forename} {pupil.surname}", relation, f"07700 900{100 + 10 * number + place}")
    ]
    mother = pupil.contacts[0][0].casefold().replace("á", "a").replace("í", "i")
    return [
        pupil.surname,
        pupil.forename,
        pupil.preferred,
        f"{born(pupil):%d/%m/%Y}",
        "" if number % 8 == 5 else upn(number, pupil),  # noqa: PLR2004 -- a few have none, as in life
        admission_number(number),
        str(pupil.year),
        f"{pupil.year}{'ABC'[number % 3]}",
        f"{pupil.street}\n{TOWN}",
        f"MB{1 + number % 4} {2 + number % 7}{'ABDEFGHJ'[number % 8]}Q",
        f"{mother}.{admission_number(number)[2:]}@{MAIL}",
        *[*contacts, "", "", ""][:6],
        pupil.warnings,
        tutor_of(number).email,
        PACKS[number % len(PACKS)],
    ]


def tutors_csv() -> bytes:
    """The tutors: name, e-mail address, phone, staff code; UTF-8."""
    lines = ["name,email,phone,code", *(f"{one.name},{one.email},{one.phone},{one.code}" for one in TUTORS)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def school_json() -> bytes:
    """The school's profile: whom to ring, session times, packs, terms."""
    profile = {
        "note": "Fictional. Telephone numbers are from Ofcom's drama ranges.",
        "name": SCHOOL,
        "office_phone": "0113 496 0810",
        "duty_phone": "07700 900810",
        "zone": "Europe/London",
        "sessions": {"am_start": "08:50", "am_end": "12:00", "pm_start": "13:00", "pm_end": "15:20"},
        "afternoon_from": "12:30",
        "packs": ["bhes-one-to-one", "kes-one-to-one"],
        "terms": [{"number": number, "start": f"{start}", "end": f"{end}"} for number, start, end in TERMS],
        "inset_days": [day.isoformat() for day in INSET],
    }
    return (json.dumps(profile, indent=2, ensure_ascii=False) + "\n").encode()


def timetable_ics() -> bytes:
    """Every pupil's weekly visits in both terms, without INSET days; one visit cancelled and one moved."""
    events = [
        line
        for number, start, end in TERMS
        for turn in range(SCHOOL_DAYS * len(SLOTS))
        for tutor in range(len(TUTORS))
        for line in _series(number, start, end, turn, tutor)
    ]
    first = datetime.combine(date(2026, 11, 10), SLOTS[0])
    moved = datetime.combine(date(2026, 11, 11), SLOTS[1])
    events += event(_uid(2, 4, 0), first, _who(4, 0), original=first, cancelled=True)
    events += event(_uid(2, 9, 1), moved + timedelta(days=1, minutes=65), _who(9, 1), original=moved)
    return calendar(events)


def _series(term: int, start: date, end: date, turn: int, tutor: int) -> list[str]:
    weekday, slot = divmod(turn, len(SLOTS))
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    begin = datetime.combine(first, SLOTS[slot])
    left_out = [datetime.combine(day, SLOTS[slot]) for day in INSET if day.weekday() == weekday and start <= day <= end]
    return series(_uid(term, turn, tutor), begin, end, left_out, _who(turn, tutor))


def _uid(term: int, turn: int, tutor: int) -> str:
    return f"2026-term{term}-{TUTORS[tutor].code.lower()}-{turn:02d}@{MAIL}"


def _who(turn: int, tutor: int) -> tuple[str, ...]:
    """The lines that say who and what: initials and a case code only, for calendars travel (domain.md 5.7)."""
    number = (turn % PUPILS_EACH) * len(TUTORS) + tutor
    pupil = PUPILS[number]
    subject = SUBJECTS[(turn // PUPILS_EACH + number) % len(SUBJECTS)]
    lines = (
        f"SUMMARY:{pupil.forename[0]}. {pupil.surname[0]}. {subject}",
        f"CATEGORIES:{subject}",
        f"X-DOORSTEP-PUPIL:{admission_number(number)}",
        f"X-DOORSTEP-TUTOR:{TUTORS[tutor].email}",
    )
    online = (number + turn) % 17 == 5  # noqa: PLR2004 -- now and then
    return (*lines, "X-DOORSTEP-MODE:online", "X-DOORSTEP-VENUE:remote") if online else lines


def has_visits(day: date) -> bool:
    """Whether the timetable has visits on this day."""
    taught = any(start <= day <= end for _, start, end in TERMS)
    return taught and day.weekday() < SCHOOL_DAYS and day not in INSET


def demo_timetable(day: date) -> bytes:
    """Four visits for each tutor on every day of the week of `day` on which the timetable has none.

    With it a demonstration has visits on any date. Empty weekends make sure that there is always something.
    """
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    events = [
        line
        for number, one in enumerate(days)
        if not has_visits(one)
        for tutor in range(len(TUTORS))
        for slot, begin in enumerate(SLOTS)
        for line in event(
            f"demo-{one:%Y%m%d}-{TUTORS[tutor].code.lower()}-{slot}@{MAIL}",
            datetime.combine(one, begin),
            _who((number * len(SLOTS) + slot) % (SCHOOL_DAYS * len(SLOTS)), tutor),
        )
    ]
    return calendar(events)


README = f"""# Sample school

Everything here is invented: {SCHOOL}, the town of {TOWN}, its streets, its pupils, their families and the
tutors. Telephone numbers are from the ranges that Ofcom keeps for drama, e-mail addresses end in `.example`, the
postcodes belong to no place, and the UPNs carry a local authority number that no authority has.

| file | what it is |
|---|---|
| `school.json` | the school's profile: phones, session times, packs, terms and INSET days of 2026-27 |
| `tutors.csv` | 3 tutors |
| `caseload.csv` | 24 pupils, as a school system exports them (windows-1252, day first) |
| `timetable.ics` | their visits in the first two terms of six, with INSET days left out, one cancelled and one moved |

The files are made by `python3 installers/make_sample.py` and are always the same; `--check` compares them.
`--week-of DATE` makes a small extra calendar, so that there are visits on any day.
"""


def files() -> dict[str, bytes]:
    """Every file of the sample by name."""
    return {
        "README.md": README.encode(),
        "caseload.csv": caseload_csv(),
        "school.json": school_json(),
        "timetable.ics": timetable_ics(),
        "tutors.csv": tutors_csv(),
    }


def differing() -> list[str]:
    """Names of files in the folder that are missing, changed or too many."""
    made = files()
    there = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
    return sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))


def main(arguments: list[str]) -> int:
    """Write, compare, or write the demonstration's week."""
    parser = argparse.ArgumentParser(description="Make the sample school in resources/sample.")
    parser.add_argument("--check", action="store_true", help="compare only; 1 when something differs")
    parser.add_argument("--week-of", type=date.fromisoformat, metavar="DATE", help="make a calendar for this week")
    parser.add_argument("--out", type=Path, help="where to write that calendar")
    given = parser.parse_args(arguments)
    if given.week_of:
        if given.out is None:
            parser.error("--week-of needs --out FILE")
        given.out.write_bytes(demo_timetable(given.week_of))
        return 0
    if given.check:
        wrong = differing()
        print(f"not as it should be: {', '.join(wrong)}" if wrong else "the sample is as it should be")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
    print(f"wrote {len(files())} files to {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
