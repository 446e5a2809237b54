"""Asking for help on the screen: large, few words, the numbers. Must not decide what is true."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.sos.presenter import SosPresenter, SosState, Stage
from app.ui.theme import THEME
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.page import Page
from app.ui.widgets.text import Icon, Label

_WIDTH = 760
_TONES = {Stage.SENT: "ok", Stage.TAKEN_BACK: "neutral", Stage.SENDING: "info"}


class SosView(Page):
    """Covers the whole window until the person leaves it."""

    def __init__(self, presenter: SosPresenter) -> None:
        super().__init__("Get help", whole_width=True, icon="siren")
        self._presenter = presenter
        self._shown: SosState | None = None
        self.header.sos_button.hide()
        self.title = Label("")
        self.buttons: dict[str, Button] = {}

    def show_state(self, state: SosState) -> None:
        """Show the call; the counting down changes one line."""
        before, self._shown = self._shown, state
        if before is not None and before.stage is state.stage and before.words == state.words:
            self.title.setText(state.title)
            return
        self.rebuild(self._fill)
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_action(self) -> None:
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.click()

    def _fill(self) -> None:
        state = self._shown
        self.buttons = {}
        if state is None:
            return
        self.title = Label(state.title, "h1")
        self.column.addWidget(self.title)
        said = Callout(*_two(state.words), _TONES.get(state.stage, "danger"), icon="siren")
        said.setMaximumWidth(THEME.dp(_WIDTH))
        self.column.addWidget(said)
        self.column.addWidget(self._actions(state.stage))
        card = Card("Ring")
        for who, number in state.lines:
            row = QHBoxLayout()
            row.setSpacing(THEME.dp(12))
            row.addWidget(Icon("phone", "primary_text", 24))
            row.addWidget(Label(who, "lead"), 1)
            row.addWidget(Label(number, "h2"))
            card.column.addLayout(row)
        card.setMaximumWidth(THEME.dp(_WIDTH))
        self.column.addWidget(card)
        self.column.addStretch(1)

    def _actions(self, stage: Stage) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, THEME.dp(12))
        wanted = {
            Stage.COUNTING: (
                ("Ask for help now", "alarm", self._presenter.send),
                ("Take it back", "secondary", self._presenter.take_back),
            ),
            Stage.NOT_SENT: (
                ("Try again now", "alarm", self._presenter.send),
                ("Close", "secondary", self._presenter.close),
            ),
            Stage.SENT: (("Close", "secondary", self._presenter.close),),
            Stage.TAKEN_BACK: (("Close", "primary", self._presenter.close),),
        }
        for words, kind, call in wanted.get(stage, ()):
            button = Button(words, kind, big=True)
            on_click(button, call)
            flow.addWidget(button)
            self.buttons[words] = button
        return holder


def _two(words: str) -> tuple[str, str]:
    """First sentence in bold, the rest in plain."""
    first, _, rest = words.partition(". ")
    return (first.rstrip(".") + ".", rest)
