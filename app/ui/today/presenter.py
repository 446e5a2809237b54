"""Today in words: the line of visits, the next one, the day's sum, what is left to do. Must not import Qt or write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.casework.views import HouseWarning, Kept, TodayList, VisitCard
from app.domain.errors import DoorstepError
from app.domain.visit import VisitState
from app.ui import words
from app.ui.ports import Context
from app.ui.presenting import Presenter

_OLD_PLAN = timedelta(hours=12)
_ENDED = frozenset({VisitState.FINISHED, VisitState.NOT_ENTERED, VisitState.ABSENT, VisitState.CANCELLED})
_RUNNING = frozenset({VisitState.AT_DOOR, VisitState.IN_SESSION})

Tag = tuple[str, str, str]
"""(words, tone, icon)"""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A quiet row of the day."""

    visit_id: UUID
    start: str
    until: str
    dot: str
    name: str
    detail: str
    tags: tuple[Tag, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class NextCard:
    """The one emphasised visit. `place` is where it stands among the rows."""

    place: int
    visit_id: UUID
    pupil_id: UUID
    start: str
    until: str
    dot: str
    name: str
    address: str
    lesson: str
    warnings: tuple[HouseWarning, ...]
    action: str
    action_icon: str
    arrive: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """A thing to do: what, more, icon, and where it leads ('visit' with an id, or a page)."""

    what: str
    more: str
    icon: str
    page: str = ""
    visit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TodayState:
    """All that Today shows. `countdown` and `line` change with the clock, the rest when something happens."""

    line: str = ""
    loading: bool = True
    error: tuple[str, str] | None = None
    notice: tuple[str, str, str] | None = None
    """(tone, title, words) above the line of visits"""
    repairs: tuple[str, ...] = ()
    """What unlocking had to mend, a sentence each"""
    empty: tuple[str, str] | None = None
    rows: tuple[DayRow, ...] = ()
    next: NextCard | None = None
    countdown: str = ""
    countdown_late: bool = False
    sum_words: str = ""
    sum_percent: int = 0
    check_ins: tuple[str, str, str] | None = None
    """(words, icon, colour token): where the day's check-ins are; None when there are none yet"""
    todo: tuple[ToDo, ...] = ()


class TodayPresenter(Presenter[TodayState]):
    """Loads the day, keeps its countdown true each second, sends the person on."""

    def __init__(self, context: Context) -> None:
        super().__init__(TodayState())
        self._context = context
        self._list: TodayList | None = None
        self.load()

    def load(self) -> None:
        """Read the day again, away from the screen."""
        self._context.background.run(self._context.desk.today, self._loaded, self._failed)

    def _loaded(self, found: TodayList) -> None:
        self._list = found
        self._show(found)

    def _failed(self, error: DoorstepError) -> None:
        join = ToDo("Join your school", "Type the joining code in Settings", "settings", "settings")
        todo = (join,) if error.code == "not-joined" else ()
        self.show(TodayState(loading=False, error=(error.sentence, error.next_step), todo=todo))

    def tick(self) -> None:
        """A second has passed: another minute, perhaps another day."""
        found = self._list
        if found is None:
            return
        now = self._context.clock.now()
        if words.local(now, found.school.zone).date() != found.day:
            self.load()
            return
        self._show(found)

    def _show(self, found: TodayList) -> None:
        self.show(replace(make_state(found, self._context.clock.now()), repairs=self._context.desk.repairs))

    def main_pressed(self) -> None:
        """The next visit's button."""
        if self.state.next is not None:
            self._context.go.open_visit(self.state.next.visit_id, arrive=self.state.next.arrive)

    def pupil_pressed(self) -> None:
        """See the pupil of the next visit."""
        if self.state.next is not None:
            self._context.go.open_pupil(self.state.next.pupil_id)

    def row_pressed(self, visit_id: UUID) -> None:
        """A quiet row."""
        self._context.go.open_visit(visit_id)

    def todo_pressed(self, item: ToDo) -> None:
        """A thing to do."""
        if item.visit_id is not None:
            self._context.go.open_visit(item.visit_id)
        else:
            self._context.go.open_page(item.page)


def make_state(found: TodayList, now: datetime) -> TodayState:
    """The whole screen from the day's list and the time (aware UTC)."""
    zone = found.school.zone
    upcoming = _next_visit(found, now)
    rows = tuple(_row(card, now, zone) for card in found.visits if card is not upcoming)
    place = found.visits.index(upcoming) if upcoming in found.visits else 0
    countdown, late = _countdown(upcoming, now) if upcoming else ("", False)
    done = [card for card in found.visits if card.state in _ENDED]
    planned = [card for card in found.visits if card.state is not VisitState.CANCELLED]
    finished = sum(1 for card in planned if card.state in _ENDED)
    return TodayState(
        line=f"{words.day(found.day)} · {words.clock(now, zone)}",
        loading=False,
        notice=_notice(found, done, now),
        empty=_empty(found),
        rows=rows,
        next=None if upcoming is None else _card(upcoming, place, zone),
        countdown=countdown,
        countdown_late=late,
        sum_words=f"{finished} of {words.count(len(planned), 'visit')} done" if planned else "No visits",
        sum_percent=round(100 * finished / len(planned)) if planned else 0,
        check_ins=_check_ins(found),
        todo=_todo(found, upcoming, now),
    )


def _next_visit(found: TodayList, now: datetime) -> VisitCard | None:
    """What runs; else the first planned one that is not over; else a planned one that nobody recorded."""
    running = next((card for card in found.visits if card.state in _RUNNING), found.running)
    planned = [card for card in found.visits if card.state is VisitState.PLANNED]
    return running or next((card for card in planned if now <= card.ends_at), planned[0] if planned else None)


def _countdown(card: VisitCard, now: datetime) -> tuple[str, bool]:
    if card.state is VisitState.IN_SESSION:
        due = card.due_finish_at or card.ends_at
        if now > due:
            return f"Finish was due {words.minutes_past(now - due)} ago", True
        return f"{words.minutes(due - now)} left", False
    if card.state is VisitState.AT_DOOR:
        return "At the door", False
    if now < card.starts_at:
        return f"Starts in {words.minutes(card.starts_at - now)}", False
    late = int((now - card.starts_at).total_seconds() // 60)
    return (
        ("Starts now", False) if late < 1 else (f"Start was due {words.minutes_past(now - card.starts_at)} ago", True)
    )


_ACTIONS = {
    VisitState.PLANNED: ("Start doorstep check", "clipboard-check", True),
    VisitState.AT_DOOR: ("Go on with the check", "clipboard-check", False),
    VisitState.IN_SESSION: ("Go to visit", "arrow-right", False),
}


def _card(card: VisitCard, place: int, zone: str) -> NextCard:
    action, icon, arrive = _ACTIONS[card.state]
    return NextCard(
        place=place,
        visit_id=card.visit_id,
        pupil_id=card.pupil_id,
        start=words.clock(card.starts_at, zone),
        until=f"to {words.clock(card.ends_at, zone)}",
        dot="next",
        name=card.pupil_name,
        address=card.address,
        lesson=words.dots(card.year_group, card.subject),
        warnings=card.warnings,
        action=action,
        action_icon=icon,
        arrive=arrive,
    )


_TAGS: dict[VisitState, Tag] = {
    VisitState.PLANNED: ("Planned", "neutral", ""),
    VisitState.AT_DOOR: ("At the door", "primary", "door-open"),
    VisitState.IN_SESSION: ("In session", "primary", "timer"),
    VisitState.FINISHED: ("Finished", "ok", "check"),
    VisitState.NOT_ENTERED: ("Did not go in", "neutral", "log-out"),
    VisitState.ABSENT: ("Absent", "neutral", "user-round"),
    VisitState.CANCELLED: ("Cancelled", "neutral", "circle-stop"),
}
_DOTS = {VisitState.FINISHED: "done", VisitState.PLANNED: "later"}


def _row(card: VisitCard, now: datetime, zone: str) -> DayRow:
    tags: list[Tag] = []
    overdue = card.state is VisitState.PLANNED and now > card.ends_at
    if card.state is VisitState.PLANNED and card.warnings:
        tags.append((words.count(len(card.warnings), "warning"), "warn", "triangle-alert"))
    if card.end_kept in (Kept.LAPTOP, Kept.SENT) and card.state in _ENDED:
        tags.append(("Not at the school yet", "warn", "cloud-off"))
    if card.end_kept is Kept.REFUSED:
        tags.append(("Not accepted", "danger", "circle-alert"))
    tags.append(("Not recorded", "warn", "circle-alert") if overdue else _TAGS[card.state])
    detail = _detail(card, zone)
    times = words.span(card.starts_at, card.ends_at, zone)
    spoken = ", ".join([times, card.pupil_name, *(tag[0] for tag in tags), detail])
    return DayRow(
        visit_id=card.visit_id,
        start=words.clock(card.starts_at, zone),
        until=f"to {words.clock(card.ends_at, zone)}",
        dot=_DOTS.get(card.state, "next" if card.state in _RUNNING else "stopped"),
        name=card.pupil_name,
        detail=detail,
        tags=tuple(tags),
        spoken=spoken,
    )


def _detail(card: VisitCard, zone: str) -> str:
    if card.state not in _ENDED:
        return words.dots(card.year_group, card.subject, card.address)
    if card.state is VisitState.CANCELLED and card.plan_withdrawn:
        return "Taken out of the timetable by the school"
    ended = f" {words.clock(card.ended_at, zone)}" if card.ended_at is not None else ""
    if card.state is VisitState.FINISHED:
        return words.dots(f"Finished{ended}", "log saved")
    return f"Recorded{ended}"


def _notice(found: TodayList, done: list[VisitCard], now: datetime) -> tuple[str, str, str] | None:
    if found.as_of is None:
        return (
            "neutral",
            "The school has not sent your plan yet",
            "Connect to the internet, then choose Outbox, Sync now.",
        )
    if now - found.as_of > _OLD_PLAN:
        at = words.when(found.as_of, found.day, found.school.zone)
        return (
            "neutral",
            f"Plan as of {at}",
            "The school may have changed it since. It is updated when there is internet.",
        )
    if found.visits and len(done) == len(found.visits):
        return ("ok", "All visits of today are done", _where_all(found))
    return None


def _where_all(found: TodayList) -> str:
    if found.unsent:
        return f"{words.count(found.unsent, 'item')} still to send. All of it is saved on this laptop."
    return "The school holds everything you saved."


def _empty(found: TodayList) -> tuple[str, str] | None:
    if found.visits:
        return None
    return ("No visits today", "Your pupils and your past visits are under Pupils.")


def _check_ins(found: TodayList) -> tuple[str, str, str] | None:
    started = [card for card in found.visits if card.start_kept is not None]
    if not started:
        return None
    waiting = [card for card in started if card.start_kept is not Kept.SCHOOL_HOLDS]
    if not waiting:
        return ("The school has all check-ins", "circle-check", "ok")
    return (f"{words.count(len(waiting), 'check-in')} not at the school yet", "cloud-off", "warn")


def _todo(found: TodayList, upcoming: VisitCard | None, now: datetime) -> tuple[ToDo, ...]:
    zone = found.school.zone
    items: list[ToDo] = []
    for card in found.visits:
        if card.state is VisitState.PLANNED and now > card.ends_at and card is not upcoming:
            more = f"Planned {words.span(card.starts_at, card.ends_at, zone)}"
            items.append(
                ToDo(
                    f"Say what happened with {words.first_name(card.pupil_name)}",
                    more,
                    "clipboard-list",
                    "",
                    card.visit_id,
                )
            )
    refused = sum(1 for card in found.visits if Kept.REFUSED in (card.start_kept, card.end_kept))
    if refused:
        items.append(
            ToDo(
                f"{words.count(refused, 'item')} not accepted by the school", "See what to do", "circle-alert", "outbox"
            )
        )
    return tuple(items)
