"""What a week's register adds up to, and what is worth saying under it. Must not lay anything out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from app.domain.records import CodeMeaning, RegisterEntry, RegisterPupil, RegisterWeek
from app.reports import words

_TAUGHT = {"yes", "partly"}
_SCHOOL_DAYS = 5
_OPEN = {"planned", "at_door", "in_session"}
_UNSENT = (
    ("on_this_laptop", "Saved on the laptop and not sent yet"),
    ("sent", "Sent, but the school has not confirmed it yet"),
    ("refused", "Not accepted by the school’s system"),
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of some entries; minutes are whole minutes."""

    planned: int
    attended: int
    seen: int
    minutes_planned: int
    minutes: int


def sums(entries: Iterable[RegisterEntry]) -> Sums:
    """Count visits and minutes. A cancelled visit was planned; a visit with no plan counts no planned minutes."""
    kept = list(entries)
    return Sums(
        planned=sum(entry.planned_start is not None for entry in kept),
        attended=sum(entry.attended in _TAUGHT for entry in kept),
        seen=sum(entry.seen in {"in_person", "live_on_camera"} for entry in kept),
        minutes_planned=sum(words.minutes_between(item.planned_start, item.planned_finish) or 0 for item in kept),
        minutes=sum(entry.minutes or 0 for entry in kept),
    )


def all_entries(week: RegisterWeek) -> list[RegisterEntry]:
    """Every entry of the week."""
    return [entry for pupil in week.pupils for entry in pupil.entries]


def shown_days(week: RegisterWeek) -> list[date]:
    """Monday to Friday, and a day of the weekend when something stands on it."""
    used = {entry.day for entry in all_entries(week)}
    days = [week.week_start + timedelta(days=number) for number in range(7)]
    return [day for number, day in enumerate(days) if number < _SCHOOL_DAYS or day in used]


def used_legend(week: RegisterWeek) -> list[CodeMeaning]:
    """The legend's lines whose codes stand in the register, in the legend's order."""
    used = {entry.suggested_code for entry in all_entries(week)}
    return [line for line in week.legend if line.code in used]


def findings(week: RegisterWeek) -> list[str]:
    """Whole sentences about what is missing or not at the school yet, then the notes that came with the week."""
    return [line for line in (*_unsent(week), _unrecorded(week), _without_code(week), *week.notes) if line]


def _unsent(week: RegisterWeek) -> list[str]:
    found = [(sentence, _places(week, partial(_is_kept, kept))) for kept, sentence in _UNSENT]
    return [f"{sentence}: {places}." for sentence, places in found if places]


def _is_kept(kept: str, entry: RegisterEntry) -> bool:
    return entry.kept == kept


def _unrecorded(week: RegisterWeek) -> str:
    places = _places(week, lambda entry: entry.state in _OPEN and not entry.attended)
    return f"Nothing is recorded yet: {places}." if places else ""


def _without_code(week: RegisterWeek) -> str:
    places = _places(week, lambda entry: not entry.suggested_code and entry.state not in _OPEN)
    return f"No code can be suggested: {places}." if places else ""


def _places(week: RegisterWeek, wanted: Callable[[RegisterEntry], bool]) -> str:
    """'Amira Hassan (Mon am, Tue pm); Ben Okoro (Fri am)' for the entries that are wanted."""
    named = ((pupil, [_half_day(entry) for entry in pupil.entries if wanted(entry)]) for pupil in week.pupils)
    return "; ".join(f"{full_name(pupil)} ({', '.join(days)})" for pupil, days in named if days)


def full_name(pupil: RegisterPupil) -> str:
    """'Amira Hassan'."""
    return f"{pupil.forename} {pupil.surname}".strip()


def _half_day(entry: RegisterEntry) -> str:
    return f"{entry.day:%a} {entry.session}"
