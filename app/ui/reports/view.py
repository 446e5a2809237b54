"""Reports on the screen. Must not decide which week or make a file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.ui.reports.presenter import ReportsPresenter, ReportsState
from app.ui.theme import THEME
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.page import Page
from app.ui.widgets.text import Label


class ReportsView(Page):
    """The week's register."""

    def __init__(self, presenter: ReportsPresenter) -> None:
        super().__init__("Reports")
        self._presenter = presenter
        self._shown = presenter.state

    def show_state(self, state: ReportsState) -> None:
        """Show the week and what came of the last press."""
        self._shown = state
        self.rebuild(self._fill)

    def main_action(self) -> None:
        self._presenter.open_register()

    def _fill(self) -> None:
        state = self._shown
        if state.message is not None:
            tone, title, words = state.message
            self.column.addWidget(Callout(title, words, tone))
        card = Card("Register of a week")
        card.column.addWidget(Label(state.week, "lead", strong=True))
        if state.note:
            card.column.addWidget(Label(state.note, tone="muted"))
        card.column.addWidget(
            self._buttons(
                ("earlier", "Week before", "chevron-left", lambda: self._presenter.move(-1)),
                ("later", "Week after", "chevron-right", lambda: self._presenter.move(1)),
                ("this", "This week", "", lambda: self._presenter.move(0)),
            )
        )
        card.column.addWidget(
            Label("Codes are suggestions for the school. The register names visits that have not reached it yet.")
        )
        card.column.addWidget(
            self._buttons(
                (
                    "open",
                    "Making it" if state.busy else "Open register (PDF)",
                    "file-text",
                    self._presenter.open_register,
                ),
                ("save", "Save a copy…", "", self._presenter.save_register),
            )
        )
        card.setMaximumWidth(THEME.dp(760))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _buttons(self, *buttons: tuple[str, str, str, Callable[[], None]]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, THEME.dp(12))
        for name, words, icon, call in buttons:
            button = Button(words, "primary" if name == "open" else "secondary", icon=icon)
            button.setObjectName(name)
            on_click(button, call)
            flow.addWidget(button)
        return holder
