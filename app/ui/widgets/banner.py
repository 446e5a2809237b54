"""The strip above every page while a visit runs: calm with the time left, solid red when late. Must not count time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.text import Icon, Label, hide_unless


@dataclass(frozen=True, slots=True)
class BannerWords:
    """What the strip says, and its buttons as (key, words, icon); `alarm` makes it solid red."""

    title: str
    detail: str
    alarm: bool
    buttons: tuple[tuple[str, str, str], ...] = ()


class Banner(QWidget):
    """The strip. Signal `pressed(str)`: the key of a button."""

    pressed = Signal(str)

    def __init__(self, words: BannerWords) -> None:
        super().__init__()
        self.words = words
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setSpacing(THEME.dp(12))
        said = QHBoxLayout()
        said.setSpacing(THEME.dp(14))
        ink = "on_alarm" if words.alarm else "primary_text"
        said.addWidget(Icon("bell-ring" if words.alarm else "timer", ink, 32 if words.alarm else 22))
        lines = QVBoxLayout()
        lines.setSpacing(THEME.dp(2))
        tone = "on_alarm" if words.alarm else ""
        self.title = Label(words.title, "h2" if words.alarm else "body", tone, strong=True)
        self.detail = Label(words.detail, "body", tone)
        hide_unless(self.detail, shown=bool(words.detail))
        lines.addWidget(self.title)
        lines.addWidget(self.detail)
        said.addLayout(lines, 1)
        row.addLayout(said, 1)
        self.buttons: dict[str, Button] = {}
        self._holder = self._make_buttons(words.buttons, alarm=words.alarm)
        row.addWidget(self._holder)
        hide_unless(self._holder, shown=bool(words.buttons))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _make_buttons(self, buttons: Sequence[tuple[str, str, str]], *, alarm: bool) -> QWidget:
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        flow = FlowLayout(holder, THEME.dp(12))
        kinds = ("on_alarm", "on_alarm_outline") if alarm else ("secondary", "secondary")
        for index, (key, words, icon) in enumerate(buttons):
            button = Button(words, kinds[min(index, 1)], icon=icon, big=alarm)
            button.clicked.connect(lambda _on=False, k=key: self.pressed.emit(k))
            flow.addWidget(button)
            self.buttons[key] = button
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the words the buttons go below them."""
        super().resizeEvent(event)
        side = THEME.dp(32 if self.width() >= THEME.dp(560) else 16)
        self._row.setContentsMargins(side, THEME.dp(12), side, THEME.dp(12))
        layout = self._holder.layout()
        taken = layout.sizeHint().width() if layout is not None else 0
        beside = self.width() - 2 * side - taken >= THEME.dp(340)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not way:
            self._row.setDirection(way)

    def say(self, title: str, detail: str) -> None:
        """Change the words without building the strip anew (the minutes go on)."""
        if self.title.text() != title:
            self.title.setText(title)
        if self.detail.text() != detail:
            self.detail.setText(detail)
            self.detail.setVisible(bool(detail))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), THEME.color("alarm" if self.words.alarm else "primary_soft"))
        painter.end()
