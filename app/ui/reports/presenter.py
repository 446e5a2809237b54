"""The week's register: which week, open it, save it. Must not import Qt or make the PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from app.ui import words
from app.ui.papers import Message, open_paper, save_paper
from app.ui.ports import Context
from app.ui.presenting import Presenter

_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class ReportsState:
    """The page: the chosen week in words, and what came of the last press (tone, title, words)."""

    week: str = ""
    note: str = ""
    message: tuple[str, str, str] | None = None
    busy: bool = False


class ReportsPresenter(Presenter[ReportsState]):
    """Chooses the week and hands the register on."""

    def __init__(self, context: Context) -> None:
        today = words.local(context.clock.now(), _ZONE).date()
        self._today = today
        self._monday = today - timedelta(days=today.weekday())
        self._context = context
        super().__init__(ReportsState())
        self._say_week()

    def move(self, weeks: int) -> None:
        """A week back (-1) or on (1); 0 is this week."""
        this = self._today - timedelta(days=self._today.weekday())
        self._monday = this if weeks == 0 else self._monday + timedelta(weeks=weeks)
        self._say_week()

    def _say_week(self) -> None:
        this = self._today - timedelta(days=self._today.weekday())
        friday = self._monday + timedelta(days=4)
        note = {this: "This week", this - timedelta(weeks=1): "Last week"}.get(self._monday, "")
        week = f"{words.day(self._monday)} to {words.day(friday)} {friday.year}"
        self.show(ReportsState(week=week, note=note))

    def open_register(self) -> None:
        """Show the register in the system's viewer."""
        if not self.state.busy:
            self._working()
            open_paper(self._context, "The register", self._name(), self._pdf(), self._say)

    def save_register(self) -> None:
        """Save the register where the person says."""
        path = None if self.state.busy else self._context.ask_where(self._name())
        if path is not None:
            self._working()
            save_paper(self._context, path, self._pdf(), self._say)

    def _working(self) -> None:
        self.show(replace(self.state, busy=True, message=None))

    def _pdf(self) -> Callable[[], bytes]:
        monday, desk = self._monday, self._context.desk
        return lambda: desk.register_pdf(monday)

    def _say(self, message: Message) -> None:
        self._context.announce(f"{message[1]}. {message[2]}")
        self.show(replace(self.state, busy=False, message=message))

    def _name(self) -> str:
        return f"register-week-{self._monday:%Y-%m-%d}.pdf"
