"""The list of pupils and one pupil in words. Must not import Qt or write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.casework.views import HouseWarning, PupilLine, PupilOverview, VisitLine
from app.domain.errors import DoorstepError
from app.domain.visit import VisitState
from app.ui import words
from app.ui.ports import Context
from app.ui.presenting import Presenter

_ZONE = "Europe/London"

Tag = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A row of the list."""

    pupil_id: UUID
    name: str
    detail: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class PupilsState:
    """The list as narrowed by `find`; `empty` says why there is nothing."""

    line: str = ""
    find: str = ""
    rows: tuple[PupilRow, ...] = ()
    empty: tuple[str, str] | None = None
    error: tuple[str, str] | None = None
    loading: bool = True


class PupilsPresenter(Presenter[PupilsState]):
    """Loads the list once, narrows it while the person types."""

    def __init__(self, context: Context) -> None:
        super().__init__(PupilsState())
        self._context = context
        self._lines: Sequence[PupilLine] | None = None
        self.load()

    def load(self) -> None:
        """Read the list again."""
        self._context.background.run(self._context.desk.pupils, self._loaded, self._failed)

    def _loaded(self, lines: Sequence[PupilLine]) -> None:
        self._lines = lines
        self._narrow(self.state.find)

    def _failed(self, error: DoorstepError) -> None:
        self.show(replace(self.state, loading=False, error=(error.sentence, error.next_step)))

    def find(self, text: str) -> None:
        """Narrow to names and forms that hold all the words typed."""
        if self._lines is not None:
            self._narrow(text)

    def _narrow(self, text: str) -> None:
        lines = self._lines or ()
        wanted = text.casefold().split()
        today = words.local(self._context.clock.now(), _ZONE).date()
        found = [line for line in lines if all(word in _searchable(line) for word in wanted)]
        empty = None
        if not lines:
            empty = (
                "No pupils yet",
                "The school sends them to you. Connect to the internet, then choose Outbox, Sync now.",
            )
        elif not found:
            empty = (f"No pupil matches “{text.strip()}”", "Try fewer letters.")
        line = words.count(len(lines), "pupil") if len(found) == len(lines) else f"{len(found)} of {len(lines)} pupils"
        self.show(PupilsState(line, text, tuple(_row(one, today) for one in found), empty, None, loading=False))

    def row_pressed(self, pupil_id: UUID) -> None:
        """A pupil."""
        self._context.go.open_pupil(pupil_id)


def _searchable(line: PupilLine) -> str:
    return f"{line.name} {line.school_form} {line.year_group}".casefold()


def _row(line: PupilLine, today: date) -> PupilRow:
    upcoming = (
        f"Next visit {words.when_named(line.next_visit_at, today, _ZONE)}" if line.next_visit_at else "No visit planned"
    )
    tags: tuple[Tag, ...] = ()
    if line.warnings:
        tags = ((words.count(line.warnings, "warning"), "warn", "triangle-alert"),)
    return PupilRow(line.pupil_id, line.name, words.dots(line.year_group, line.school_form, upcoming), tags)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in a pupil's past or future."""

    visit_id: UUID
    when: str
    detail: str
    tag: Tag


@dataclass(frozen=True, slots=True)
class PupilState:
    """One pupil, down the page."""

    title: str = "Pupil"
    line: str = ""
    warnings: tuple[HouseWarning, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    attendance: tuple[str, int] | None = None
    upcoming: tuple[VisitRow, ...] = ()
    history: tuple[VisitRow, ...] = ()
    error: tuple[str, str] | None = None
    loading: bool = True


class PupilPresenter(Presenter[PupilState]):
    """Loads one pupil."""

    def __init__(self, context: Context, pupil_id: UUID) -> None:
        super().__init__(PupilState())
        self._context, self._pupil_id = context, pupil_id
        self.load()

    def load(self) -> None:
        """Read the pupil again."""
        desk, pupil = self._context.desk, self._pupil_id
        self._context.background.run(lambda: desk.pupil(pupil), self._loaded, self._failed)

    def _loaded(self, found: PupilOverview) -> None:
        today = words.local(self._context.clock.now(), found.school.zone).date()
        self.show(make_pupil(found, today))

    def _failed(self, error: DoorstepError) -> None:
        self.show(PupilState(error=(error.sentence, error.next_step), loading=False))

    def visit_pressed(self, visit_id: UUID) -> None:
        """A visit of the past or the future."""
        self._context.go.open_visit(visit_id)


def make_pupil(found: PupilOverview, today: date) -> PupilState:
    """The whole page from the pupil's values; `today` is the school's local day."""
    zone = found.school.zone
    facts = [("Address", found.address), ("Year and form", words.dots(found.year_group, found.school_form))]
    if found.date_of_birth is not None:
        facts.append(("Date of birth", words.full_day(found.date_of_birth)))
    facts += [("UPN", found.upn_masked), ("Policies", ", ".join(found.packs))]
    attendance = None
    if found.sessions_planned:
        text = f"{found.sessions_attended} of {words.count(found.sessions_planned, 'session')} attended"
        attendance = (text, round(100 * found.sessions_attended / found.sessions_planned))
    people = [(f"{c.name}, {c.relation.lower()}" if c.relation else c.name, c.phone) for c in found.contacts]
    return PupilState(
        title=found.name,
        line=words.dots(found.year_group, found.school_form),
        warnings=found.warnings,
        people=tuple(people),
        facts=tuple(fact for fact in facts if fact[1]),
        attendance=attendance,
        upcoming=tuple(_visit(line, today, zone) for line in found.upcoming),
        history=tuple(_visit(line, today, zone) for line in found.history),
        loading=False,
    )


_STATES: dict[VisitState, Tag] = {
    VisitState.PLANNED: ("Planned", "neutral", ""),
    VisitState.AT_DOOR: ("At the door", "primary", "door-open"),
    VisitState.IN_SESSION: ("In session", "primary", "timer"),
    VisitState.FINISHED: ("Finished", "ok", "check"),
    VisitState.NOT_ENTERED: ("Did not go in", "neutral", "log-out"),
    VisitState.ABSENT: ("Absent", "neutral", "user-round"),
    VisitState.CANCELLED: ("Cancelled", "neutral", "circle-stop"),
}


def _visit(line: VisitLine, today: date, zone: str) -> VisitRow:
    engagement = f"Engagement {line.engagement} of 5" if line.engagement else ""
    minutes = f"{line.minutes} min" if line.minutes is not None else ""
    when = words.when_named(line.starts_at, today, zone)
    tag = _STATES[line.state]
    if line.state is VisitState.PLANNED and words.local(line.starts_at, zone).date() < today:
        tag = ("Not recorded", "warn", "circle-alert")
    return VisitRow(line.visit_id, when[:1].upper() + when[1:], words.dots(line.subject, minutes, engagement), tag)
