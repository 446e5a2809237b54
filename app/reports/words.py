"""The words and numbers that reports print for stored values. Must not lay anything out.

A value this build does not know is printed as it is: a report never hides what was recorded.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

NOT_RECORDED = "Not recorded"

STATES = {
    "planned": "Planned",
    "at_door": "At the doorstep check",
    "in_session": "In session",
    "finished": "Finished",
    "not_entered": "Not entered",
    "absent": "Pupil absent",
    "cancelled": "Cancelled",
}
ANSWERS = {"yes": "Yes", "no": "No", "na": "Not applicable", "": "Not answered"}
ATTENDED = {"yes": "Yes", "partly": "For part of the time", "no": "No"}
SEEN = {"in_person": "In person", "live_on_camera": "Live on camera", "heard": "Heard only", "no": "No"}
MODES = {"in_person": "In person", "online": "Online", "phone": "By phone", "work_only": "Work set, no session"}
VENUES = {
    "pupil_home": "Pupil’s home",
    "school": "School",
    "library": "Library",
    "hospital": "Hospital",
    "provider_site": "Provider’s site",
    "other_public": "Another public place",
    "remote": "Remote",
}
KEPT = {
    "on_this_laptop": "Saved on the laptop, not sent yet",
    "sent": "Sent, not confirmed by the school yet",
    "school_holds": "The school knows",
    "refused": "Not accepted by the school’s system",
}
ENGAGEMENT = {
    1: "Not at all",
    2: "A little of the time",
    3: "Some of the time",
    4: "Most of the time",
    5: "Throughout",
}
FIELDS = {
    "attended": "Attended",
    "seen": "Seen",
    "late_minutes": "Minutes late",
    "minutes": "Minutes delivered",
    "ready": "Ready to start",
    "equipment": "Right equipment",
    "engagement": "Engagement",
    "targets": "Targets worked on",
    "work_covered": "Work covered",
    "work_set": "Work set",
    "outcome": "Outcome",
    "outcome_category": "Kind of outcome",
    "notes": "Notes",
    "late_finish_reason": "Why it finished late",
}

_BY_FIELD = {"attended": ATTENDED, "seen": SEEN}


def word(table: dict[str, str], value: str, empty: str = NOT_RECORDED) -> str:
    """The table's word; `empty` for ''; an unknown value as readable text."""
    if not value:
        return table.get("", empty)
    return table.get(value.lower(), value.replace("_", " "))


def yes_no(value: bool | None) -> str:
    """'Yes', 'No' or 'Not recorded'."""
    return NOT_RECORDED if value is None else ("Yes" if value else "No")


def field_value(field: str, value: str) -> str:
    """A log field's text inside an amendment, in words where the field is a choice."""
    if field == "engagement" and value.isdecimal():
        return ENGAGEMENT.get(int(value), value)
    if field in {"ready", "equipment"}:
        return {"true": "Yes", "false": "No"}.get(value.lower(), word(ANSWERS, value, ""))
    return word(_BY_FIELD[field], value, "") if field in _BY_FIELD else value


def long_day(day: date) -> str:
    """'Monday 9 November 2026'."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def local(instant: datetime, zone: str) -> datetime:
    """The instant in the zone; a naive one is our own mistake and is refused."""
    if instant.tzinfo is None:
        msg = "reports print aware instants only"
        raise ValueError(msg)
    return instant.astimezone(ZoneInfo(zone))


def clock(instant: datetime | None, zone: str) -> str:
    """'09:34' in the zone, or '' for None."""
    return f"{local(instant, zone):%H:%M}" if instant else ""


def clock_range(start: datetime | None, finish: datetime | None, zone: str, *, between: str = " to ") -> str:
    """'09:30 to 10:30'; one end missing is shown as '?'; '' when both are."""
    if start is None and finish is None:
        return ""
    return f"{clock(start, zone) or '?'}{between}{clock(finish, zone) or '?'}"


def stamp(instant: datetime, zone: str) -> str:
    """'9 November 2026, 18:04' in the zone."""
    at = local(instant, zone)
    return f"{at.day} {at:%B %Y}, {at:%H:%M}"


def minutes_between(start: datetime | None, finish: datetime | None) -> int | None:
    """Whole minutes from one instant to the other, or None when either is missing."""
    if start is None or finish is None:
        return None
    return (finish.astimezone(UTC) - start.astimezone(UTC)) // timedelta(minutes=1)


def length(minutes: int | None) -> str:
    """'1 minute', '57 minutes', 'Not recorded'."""
    if minutes is None:
        return NOT_RECORDED
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def upn_tail(upn: str) -> str:
    """'Ends 001': the UPN is shown masked (domain.md 5.1); '' when there is none."""
    return f"Ends {upn[-3:]}" if upn else ""
