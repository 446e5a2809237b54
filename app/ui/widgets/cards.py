"""Boxes that group things: cards, and callouts with their bar. Must not hold words of their own."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.paint import BoxStyle, box
from app.ui.widgets.text import Heading, Icon, Label, hide_unless


class Card(QWidget):
    """A white box with a thin edge; `strong` gives the one emphasised card of a page its 2 px edge."""

    def __init__(self, title: str = "", *, strong: bool = False) -> None:
        super().__init__()
        self._edge, self._width = ("primary", 2.0) if strong else ("line", 1.0)
        self.column = QVBoxLayout(self)
        pad = THEME.dp(20)
        self.column.setContentsMargins(pad, pad, pad, pad)
        self.column.setSpacing(THEME.dp(10))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if title:
            self.column.addWidget(Heading(title))

    def set_alarm(self, alarm: bool) -> None:
        """Edge the card in the alarm colour, for a visit that is late."""
        self._edge, self._width = ("danger", 3.0) if alarm else ("line", 1.0)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), BoxStyle("surface", self._edge, self._width))
        painter.end()


@dataclass(frozen=True, slots=True)
class CalloutLook:
    """Tokens of a callout: its tint, its bar, its icon and title."""

    soft: str
    bar: str
    ink: str
    icon: str


_LOOKS = {
    "warn": CalloutLook("warn_soft", "warn_line", "warn", "triangle-alert"),
    "danger": CalloutLook("danger_soft", "danger", "danger", "circle-alert"),
    "ok": CalloutLook("ok_soft", "ok", "ok", "circle-check"),
    "info": CalloutLook("primary_soft", "primary", "primary_text", "info"),
    "neutral": CalloutLook("neutral_soft", "control", "text", "info"),
}


class Callout(QWidget):
    """A tinted box with a 5 px bar, an icon, a bold first line and what to do in plain.

    The bar is painted here: a style sheet's border-left draws ragged ends (ui.md C 11).
    """

    def __init__(self, title: str, words: str = "", tone: str = "warn", *, icon: str = "") -> None:
        super().__init__()
        self._look = _LOOKS[tone]
        row = QHBoxLayout(self)
        row.setContentsMargins(THEME.dp(16), THEME.dp(10), THEME.dp(14), THEME.dp(10))
        row.setSpacing(THEME.dp(12))
        row.addWidget(Icon(icon or self._look.icon, self._look.ink, 22), 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout()
        self.column.setSpacing(THEME.dp(2))
        self.title = Label(title, strong=True)
        self.words = Label(words)
        hide_unless(self.words, shown=bool(words))
        self.column.addWidget(self.title)
        self.column.addWidget(self.words)
        row.addLayout(self.column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, title: str, words: str) -> None:
        """Change both lines."""
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, radius = QRectF(self.rect()), 6 * THEME.scale
        shape = QPainterPath()
        shape.addRoundedRect(rect, radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(rect, THEME.color(self._look.soft))
        painter.fillRect(QRectF(0, 0, THEME.dp(5), rect.height()), THEME.color(self._look.bar))
        painter.setClipping(False)
        if THEME.palette_name == "contrast":
            box(painter, rect, BoxStyle("", self._look.bar, 2, 6))
        painter.end()


def warning_callout(title: str, action: str) -> Callout:
    """A house warning: the word "Warning:", the fact in bold, what to do in plain."""
    lowered = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return Callout(f"Warning: {lowered}", action)
