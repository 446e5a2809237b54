"""The Outbox on the screen. Must not decide where anything is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.outbox.presenter import ItemLine, OutboxPresenter, OutboxState
from app.ui.theme import THEME
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.page import Page
from app.ui.widgets.tags import Tag, TagSpec
from app.ui.widgets.text import Label


class OutboxPage(Page):
    """What waits, what was refused, what the school holds; Sync now."""

    def __init__(self, presenter: OutboxPresenter) -> None:
        super().__init__("Outbox", with_bar=True)
        self._shown: OutboxState | None = None
        self.sync = self.bar.add(Button("Sync now", "primary", icon="refresh-cw", big=True))
        on_click(self.sync, presenter.sync_now)

    def show_state(self, state: OutboxState) -> None:
        """Show how it stands."""
        self._shown = state
        self.header.say("Outbox", state.line)
        self.bar.setVisible(state.can_sync)
        self.sync.set_words("Sending and fetching" if state.working else "Sync now")
        self.bar.promise_is("You can go on working" if state.working else "")
        self.rebuild(self._fill)

    def _fill(self) -> None:
        state = self._shown
        if state is None:
            return
        if state.error is not None:
            self.column.addWidget(Callout(*state.error, "danger"))
        if state.notice is not None:
            tone, title, words = state.notice
            self.column.addWidget(Callout(title, words, tone))
        self._group("Not accepted by the school", state.refused)
        self._group("Waiting", state.waiting, state.more_waiting)
        self._group("Lately received by the school", state.recent)
        if not state.loading and state.error is None:
            self.column.addWidget(Label(state.held, "small", "muted"))
        self.column.addStretch(1)

    def _group(self, title: str, items: tuple[ItemLine, ...], more: str = "") -> None:
        if not items:
            return
        card = Card(title)
        for item in items:
            card.column.addWidget(_line(item))
        if more:
            card.column.addWidget(Label(more, tone="muted"))
        self.column.addWidget(card)


def _line(item: ItemLine) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, THEME.dp(2), 0, THEME.dp(2))
    row.setSpacing(THEME.dp(12))
    words = QVBoxLayout()
    words.setSpacing(THEME.dp(1))
    words.addWidget(Label(item.what, strong=True))
    words.addWidget(Label(item.when, "small", "muted"))
    if item.problem:
        words.addWidget(Label(item.problem))
    row.addLayout(words, 1)
    row.addWidget(Tag(TagSpec(*item.tag)), 0, Qt.AlignmentFlag.AlignTop)
    return holder
