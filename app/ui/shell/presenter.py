"""The frame in words: going from page to page, the visit strip, the connection, idle lock. Must not import Qt.

Locking ends everything: drafts are saved first, the pages are destroyed, then the process is replaced. What is handed
on holds times and numbers only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from app.casework.views import Kept, TodayList, VisitCard
from app.domain.errors import DoorstepError
from app.domain.visit import VisitState
from app.ui import words
from app.ui.ports import Context, Handover, PhoneLine, Preferences, SyncState
from app.ui.presenting import Presenter
from app.ui.shell.connection import connection_words
from app.ui.shell.states import Route, ShellState, Strip
from app.ui.shell.strips import late_strip
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.session import MORE_MINUTES

_WARN_BEFORE = timedelta(seconds=30)
_MOST_BACK = 20


class Places(Protocol):
    """The view: shows a page, destroys all pages, calls a person's attention."""

    def show_page(self, route: Route, presenter: Any) -> None:
        """Show this place, made of this presenter."""
        ...

    def destroy_pages(self) -> None:
        """Delete everything that shows a record."""
        ...

    def alert(self) -> None:
        """Ask for attention: the visit is late."""
        ...

    def locked(self, handover: Handover | None) -> None:
        """The desk is closed, and this process was not replaced: show the way in again."""
        ...


class ShellPresenter(Presenter[ShellState]):
    """The frame; implements the `Navigator` port."""

    def __init__(
        self,
        make_context: Callable[[ShellPresenter], Context],
        make_page: Callable[[Context, Route, ShellPresenter], Any],
        places: Places,
        preferences: Preferences,
    ) -> None:
        super().__init__(ShellState())
        self.context = make_context(self)
        self.preferences = preferences
        self.sync = SyncState()
        self._make_page, self._places = make_page, places
        self._back: list[Route] = []
        self.route = Route("today")
        self.page: Any = None
        self._day: TodayList | None = None
        self._was_late = False
        self._locking = self._closing_asked = False
        self.touch()

    # --- going places -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show Today: the desk has just been opened."""
        self._show_route(Route("today"))
        self.changed()

    def open_page(self, key: str) -> None:
        self._go(Route(key))

    def open_visit(self, visit_id: UUID, *, arrive: bool = False) -> None:
        self._go(Route("visit", visit_id, arrive))

    def open_pupil(self, pupil_id: UUID) -> None:
        self._go(Route("pupil", pupil_id))

    def back(self) -> None:
        """Esc, Alt+Left, the arrow: first within the page, then to the page before, at last to Today."""
        if isinstance(self.page, VisitPresenter) and self.page.back():
            return
        self._leave()
        self._show_route(self._back.pop() if self._back else Route("today"))

    def _go(self, route: Route) -> None:
        if self._locking:
            return
        self._leave()
        if self.route != route:
            # Coming back to a visit is not arriving at it a second time.
            self._back = [*self._back, replace(self.route, arrive=False)][-_MOST_BACK:]
        self._show_route(route)

    def _leave(self) -> None:
        self.flush()
        if self.page is not None:
            self.page.detach()

    def _show_route(self, route: Route) -> None:
        self.route = route
        self.page = self._make_page(self.context, route, self)
        self._places.show_page(route, self.page)
        self._refresh()

    def rebuilt(self) -> None:
        """The frame was built anew (theme, zoom): show the present page on it."""
        if self.page is not None:
            self.page.detach()
            self._places.show_page(self.route, self.page)

    # --- what is running, and how it stands with the school --------------------------------------------------------

    def changed(self) -> None:
        """Something was recorded: look again at what runs."""
        self.context.background.run(self.context.desk.today, self._knows_day, self._no_day)

    def _knows_day(self, day: TodayList) -> None:
        self._day = day
        self._refresh()

    def _no_day(self, _error: DoorstepError) -> None:
        """Today itself says what is wrong."""

    def sync_changed(self, sync: SyncState) -> None:
        """The sync engine says how it stands; pages that show where things are look again when that moved."""
        before, self.sync = self.sync, sync
        moved = (before.unsent, before.refused, before.last_contact_at, before.working) != (
            sync.unsent,
            sync.refused,
            sync.last_contact_at,
            sync.working,
        )
        self._refresh()
        follow = getattr(self.page, "sync_changed", None)
        if follow is not None:
            follow(sync)
        elif moved and not sync.working and self.route.key in ("today", "visit", "pupil", "pupils"):
            self.page.load()
        if moved and not sync.working:
            self.changed()

    @property
    def running(self) -> VisitCard | None:
        """The visit in session, if there is one."""
        card = self._day.running if self._day is not None else None
        return card if card is not None and card.state is VisitState.IN_SESSION else None

    def strip_pressed(self, key: str) -> None:
        """A button of the strip."""
        card = self.running
        self.touch()
        self._closing_asked = False
        if key == "stay" or card is None:
            self._refresh()
        elif key == "more":
            desk, visit = self.context.desk, card.visit_id
            self.context.background.run(lambda: desk.extend(visit, MORE_MINUTES), self._extended, self._not_extended)
        else:
            self.open_visit(card.visit_id)
            if key == "finish" and isinstance(self.page, VisitPresenter):
                self.page.finish_when_loaded()

    def _extended(self, _card: object) -> None:
        self.context.announce("15 minutes added")
        self.changed()
        if isinstance(self.page, VisitPresenter):
            self.page.load()

    def _not_extended(self, error: DoorstepError) -> None:
        self.context.announce(str(error))
        self.changed()

    # --- time -----------------------------------------------------------------------------------------------------

    def ask_before_closing(self) -> None:
        """The window was to be closed while a visit runs: say once what that means."""
        self._closing_asked = True
        self.context.announce("A visit is running. Close again to quit.")
        self._refresh()

    def flush(self) -> None:
        """Save what is being typed, now."""
        if isinstance(self.page, VisitPresenter):
            self.page.flush()

    def tick(self) -> None:
        """A second has passed."""
        if self._locking:
            return
        follow = getattr(self.page, "tick", None)
        if follow is not None:
            follow()
        if self._idle() >= timedelta(minutes=self.preferences.lock_after_minutes):
            self.lock()
            return
        self._refresh()

    def touch(self) -> None:
        """The person did something."""
        clock = self.context.clock
        self._last_wall, self._last_steady = clock.now(), clock.monotonic()

    def _idle(self) -> timedelta:
        """The longer of two answers: a laptop that slept, or whose clock was set, locks rather than not."""
        clock = self.context.clock
        steady = timedelta(seconds=clock.monotonic() - self._last_steady)
        return max(clock.now() - self._last_wall, steady)

    def _refresh(self) -> None:
        connection = connection_words(self.sync)
        in_visit = self.running is not None
        new = ShellState(self.route.rail, connection, self._strip(), in_visit)
        self.show(new)
        self._notice_late()

    def _notice_late(self) -> None:
        late = self.state.strip is not None and self.state.strip.alarm
        if late and not self._was_late and self.state.strip is not None:
            self.context.announce(f"{self.state.strip.title}. {self.state.strip.detail}")
            self._places.alert()
        self._was_late = late

    def _strip(self) -> Strip | None:
        soon = self._lock_soon()
        card, day = self.running, self._day
        if card is None or day is None:
            return soon
        now, due = self.context.clock.now(), card.due_finish_at or card.ends_at
        here = self.route.key == "visit" and self.route.about == card.visit_id
        if self._closing_asked:
            buttons = (("visit", "Go to visit", "arrow-right"),)
            return Strip(
                "A visit is running", "Close again to quit. Then nothing reminds you to finish.", buttons=buttons
            )
        if now > due:
            return late_strip(card, day, now, buttons=not here)
        if soon is not None:
            return soon
        if here:
            return None
        left = words.minutes(due - now)
        title = f"Visit with {words.first_name(card.pupil_name)} · {left} left"
        return Strip(title, "", buttons=(("visit", "Go to visit", "arrow-right"),))

    def _lock_soon(self) -> Strip | None:
        left = timedelta(minutes=self.preferences.lock_after_minutes) - self._idle()
        if left > _WARN_BEFORE:
            return None
        seconds = words.count(max(1, -int(-left.total_seconds() // 1)), "second")
        return Strip(f"Doorstep locks in {seconds}", "Nothing is lost.", buttons=(("stay", "Stay unlocked", ""),))

    # --- locking --------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Save drafts, destroy the pages, hand on the running visit without a name, end."""
        if self._locking:
            return
        self._locking = True
        self.flush()
        # One worker, one order: this comes back after the draft was saved.
        self.context.background.run(lambda: None, lambda _nothing: self._end())

    def _end(self) -> None:
        handover = self.handover()
        if self.page is not None:
            self.page.detach()
            self.page = None
        self._day = None
        self._places.destroy_pages()
        self.state = ShellState(locked=True)
        self.context.services.lock(handover)
        self._places.locked(handover)

    def handover(self) -> Handover | None:
        """What the lock screen still needs; None when no visit runs."""
        card, day = self.running, self._day
        if card is None or day is None:
            return None
        due = card.due_finish_at or card.ends_at
        school = day.school
        lines = (PhoneLine("School, duty line", school.duty_phone), PhoneLine("School, office", school.office_phone))
        return Handover(
            started_at=card.started_at or card.starts_at,
            due_finish_at=due,
            school_acts_at=due + timedelta(minutes=school.overdue_minutes),
            school_knows=card.start_kept is Kept.SCHOOL_HOLDS,
            lines=tuple(line for line in lines if line.phone),
            zone=school.zone,
        )
