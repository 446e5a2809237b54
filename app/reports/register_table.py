"""The grid of a week's register: a row for each pupil, two columns for each day, and the sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from reportlab.platypus import Flowable, Table

from app.domain.records import RegisterEntry, RegisterPupil, RegisterWeek
from app.reports import style, words
from app.reports.blocks import Cell, NamedRows, rules, text
from app.reports.register_sums import Sums, all_entries, full_name, shown_days, sums

_NAME, _SUMS = 112.0, 92.0
_TIMES_WIDTH = 54.0
"""Points that a half-day's column needs to hold '09:30–10:30' on one line."""
_REASON_CHARS = 60
_SESSIONS = ("am", "pm")
_NOT_TAUGHT = {"not_entered": "Not entered", "absent": "Absent", "cancelled": "Cancelled"}


def table(week: RegisterWeek, width: float) -> Table:
    """The whole grid; its two header rows repeat on every page."""
    days = shown_days(week)
    half_day = (width - _NAME - _SUMS) / (2 * len(days))
    between = "–" if half_day >= _TIMES_WIDTH else "–\n"
    rows = [*_head(days), *(_row(pupil, days, week.zone, between) for pupil in week.pupils)]
    if len(week.pupils) > 1:
        rows.append(_total(week, days))
    columns = [_NAME, *([half_day] * (2 * len(days))), _SUMS]
    return NamedRows(rows, colWidths=columns, style=_look(len(days), len(week.pupils)), repeatRows=2)


def _look(days: int, pupils: int) -> Any:
    last = 2 * days
    extra: list[tuple[Any, ...]] = [("SPAN", (2 * day + 1, 0), (2 * day + 2, 0)) for day in range(days)]
    extra += [("LINEBEFORE", (2 * day + 1, 0), (2 * day + 1, -1), 0.9, style.CONTROL) for day in range(days)]
    extra += [("LINEBEFORE", (2 * day + 2, 1), (2 * day + 2, -1), 0.4, style.LINE) for day in range(days)]
    extra += [
        ("SPAN", (0, 0), (0, 1)),
        ("SPAN", (last + 1, 0), (last + 1, 1)),
        ("LINEBEFORE", (last + 1, 0), (last + 1, -1), 0.9, style.CONTROL),
        ("VALIGN", (0, 0), (-1, 1), "BOTTOM"),
        ("BACKGROUND", (0, 0), (-1, 1), style.SURFACE_ALT),
        ("LINEABOVE", (0, 0), (-1, 0), 0.9, style.CONTROL),
        ("LINEBELOW", (0, 1), (-1, 1), 0.9, style.CONTROL),
        ("LINEBELOW", (0, -1), (-1, -1), 0.9, style.CONTROL),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    if pupils > 1:
        extra += [
            ("LINEABOVE", (0, -1), (-1, -1), 0.9, style.CONTROL),
            ("BACKGROUND", (0, -1), (-1, -1), style.SURFACE_ALT),
        ]
    return rules(*extra, pad=4)


def _head(days: Sequence[date]) -> list[list[Cell]]:
    above: list[Cell] = [text("Pupil", style.CELL_HEAD)]
    below: list[Cell] = [""]
    for day in days:
        above += [text(f"{day:%a} {day.day} {day:%b}", style.CELL_HEAD), ""]
        below += [text(session, style.CELL_MUTED) for session in _SESSIONS]
    return [[*above, text("Week", style.CELL_HEAD)], [*below, ""]]


def _row(pupil: RegisterPupil, days: Sequence[date], zone: str, between: str) -> list[Cell]:
    cells: list[Cell] = [_name(pupil)]
    for day in days:
        for session in _SESSIONS:
            found = [entry for entry in pupil.entries if entry.day == day and entry.session == session]
            cells.append([line for entry in found for line in _entry(entry, zone, between)])
    return [*cells, _sums(sums(pupil.entries))]


def _name(pupil: RegisterPupil) -> Cell:
    known = [
        pupil.year_group,
        f"Adm. no. {pupil.admission_number}" if pupil.admission_number else "",
        f"UPN {words.upn_tail(pupil.upn).lower()}" if pupil.upn else "",
    ]
    return [text(full_name(pupil), style.CELL_NAME), *(text(line, style.CELL_MUTED) for line in known if line)]


def _entry(entry: RegisterEntry, zone: str, between: str) -> list[Flowable]:
    planned = words.clock_range(entry.planned_start, entry.planned_finish, zone, between=between)
    actual = words.clock_range(entry.actual_start, entry.actual_finish, zone, between=between)
    lines = [
        text(entry.suggested_code or "–", style.CELL_CODE),
        text(planned or "Not planned", style.CELL_MUTED),
        *([text(actual, style.CELL)] if actual else []),
        *_outcome(entry),
    ]
    if entry.revision > 1:
        lines.append(text("Amended", style.CELL_MUTED))
    if entry.kept not in {"", "school_holds"}:
        lines.append(text("Not sent" if entry.kept == "on_this_laptop" else "Not at school", style.CELL_WARN))
    return lines


def _outcome(entry: RegisterEntry) -> list[Flowable]:
    """What came of it, in words: minutes and seen when taught, else why not."""
    if entry.state in _NOT_TAUGHT:
        lines: list[Flowable] = [text(_NOT_TAUGHT[entry.state], style.CELL_STRONG)]
        if entry.reason:
            lines.append(text(shorten(entry.reason, _REASON_CHARS, placeholder="…"), style.CELL))
        return lines
    if not entry.attended:
        return [text("No record yet", style.CELL_WARN)]
    minutes = "" if entry.minutes is None else f"{entry.minutes} min"
    part = {"yes": "", "partly": "part", "no": "did not attend"}.get(entry.attended, entry.attended)
    return [text(", ".join(item for item in (minutes, part, _seen(entry.seen)) if item), style.CELL)]


def _seen(seen: str) -> str:
    known = {"in_person": "seen", "live_on_camera": "seen on camera", "heard": "heard only", "no": "not seen"}
    return known.get(seen, seen.replace("_", " ") or "seen: no record")


def _sums(found: Sums) -> Cell:
    return [
        text(f"{found.attended} of {found.planned} attended", style.CELL_NAME),
        text(f"{found.minutes} of {found.minutes_planned} min", style.CELL),
        text(f"Seen {found.seen} {'time' if found.seen == 1 else 'times'}", style.CELL),
    ]


def _total(week: RegisterWeek, days: Sequence[date]) -> list[Cell]:
    everything = all_entries(week)
    cells: list[Cell] = [text(f"All {len(week.pupils)} pupils", style.CELL_NAME)]
    for day in days:
        for session in _SESSIONS:
            found = sums(entry for entry in everything if entry.day == day and entry.session == session)
            words_ = f"{found.attended} of {found.planned}" if found.planned or found.attended else ""
            cells.append(text(words_, style.CELL_STRONG) if words_ else "")
    return [*cells, _sums(sums(everything))]
