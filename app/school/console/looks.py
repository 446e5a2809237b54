"""How values look on the console's pages: words, icons and clock times. Must not query or judge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.casework.board import BoardState
from app.domain import wording, zones

_TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Look:
    """A state's words, its icon's name and its colour's class: never by colour alone."""

    words: str
    icon: str
    tone: str


LOOKS: dict[BoardState, Look] = {
    BoardState.NO_START: Look("No check-in", "bell", "danger"),
    BoardState.NO_END: Look("Not back", "bell", "danger"),
    BoardState.OUT: Look("Out", "door", "out"),
    BoardState.AT_DOOR: Look("At the door", "door", "out"),
    BoardState.PLANNED: Look("Planned", "clock", "plain"),
    BoardState.BACK: Look("Back", "check", "ok"),
    BoardState.NOT_ENTERED: Look("Did not go in", "stop", "warn"),
    BoardState.ABSENT: Look("Pupil absent", "stop", "warn"),
    BoardState.CANCELLED: Look("Cancelled", "stop", "plain"),
    BoardState.WITHDRAWN: Look("Taken out of the timetable", "stop", "plain"),
}


def clock_time(instant: datetime | None, zone: str, day: date | None = None) -> str:
    """Like "14:05", or "Mon 23 Nov, 14:05" when that is not on `day`; "" for nothing."""
    if instant is None:
        return ""
    there = zones.local(instant, zones.zone(zone))
    if day is None or there.date() == day:
        return f"{there:%H:%M}"
    return f"{wording.day_words(there.date())}, {there:%H:%M}"


def minutes_words(span: timedelta | None) -> str:
    """Like "12 min" or "2 h 5 min"; whole minutes that have passed."""
    minutes = max(0, int((span or timedelta()).total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def yes_no(value: bool | None) -> str:
    """An answer in words."""
    return "Not recorded" if value is None else "Yes" if value else "No"


def environment() -> Environment:
    """The templates, which escape everything and fail on a name that nobody gave."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "clock": clock_time,
        "minutes": minutes_words,
        "yesno": yes_no,
        "day": wording.day_words_with_year,
    }
    made.globals["looks"] = LOOKS
    return made


def render(name: str, **values: Any) -> str:
    """A page."""
    return _ENVIRONMENT.get_template(name).render(**values)


_ENVIRONMENT = environment()
