"""Choosing one of a few: pills in a row (yes or no, 1 to 5) and rows down the page. Must not give answers meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.base import PaintedButton
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.paint import BoxStyle, TextStyle, box, draw_line, text_width
from app.ui.widgets.rows import TickRow, TickSpec
from app.ui.widgets.text import Label


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: the value kept, the words shown, and perhaps a second line or longer words for readers."""

    value: str
    words: str
    help: str = ""
    spoken: str = ""


class Pill(PaintedButton):
    """One answer as a radio button that looks like a pill; a chosen one is filled and has a thick edge."""

    def __init__(self, words: str, spoken: str) -> None:
        super().__init__(spoken)
        self._words = words
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def sizeHint(self) -> QSize:
        width = text_width(self._words, TextStyle("body", 600)) + 2 * THEME.dp(18)
        return QSize(max(width, THEME.size("target")), THEME.size("target"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def draw(self, painter: QPainter) -> None:
        on = self.isChecked()
        fill = "primary" if on else ("primary_soft" if self.pointed else "surface")
        box(painter, QRectF(self.rect()), BoxStyle(fill, "primary" if on else "control", 2))
        style = TextStyle("body", 600 if on else 500, "on_primary" if on else "text")
        draw_line(painter, self.rect(), self._words, style, Qt.AlignmentFlag.AlignHCenter)


def _on_chosen(button: QAbstractButton, chosen: SignalInstance, value: str) -> None:
    """Tell the value once the button is on. Not by `clicked`: a screen reader's press toggles without a click."""
    button.toggled.connect(lambda on: chosen.emit(value) if on else None)


class PillChoice(QWidget):
    """A question with pills below it. Arrow keys move within, Tab moves on.

    Signal `chosen(str)`: the value the person chose.
    """

    chosen = Signal(str)

    def __init__(self, question: str, options: Sequence[Option], value: str = "", hint: str = "") -> None:
        super().__init__()
        self.question = Label(question, strong=True)
        self._wrong = Label("", "body", "danger", strong=True)
        self._wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(THEME.dp(6))
        layout.addWidget(self.question)
        if hint:
            layout.addWidget(Label(hint, "small", "muted"))
        layout.addWidget(self._wrong)
        row = QWidget()
        row.setAccessibleName(question)
        flow = FlowLayout(row, THEME.dp(8))
        self.pills: dict[str, Pill] = {}
        for option in options:
            pill = Pill(option.words, option.spoken or f"{option.words}. {question}")
            pill.setChecked(option.value == value)
            _on_chosen(pill, self.chosen, option.value)
            flow.addWidget(pill)
            self.pills[option.value] = pill
        layout.addWidget(row)

    @property
    def value(self) -> str:
        """The chosen value, or ''."""
        return next((value for value, pill in self.pills.items() if pill.isChecked()), "")

    def set_wrong(self, words: str) -> None:
        """Say above the pills what is missing; '' takes it away."""
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))

    def focus_target(self) -> QWidget:
        """Where an error link puts the focus."""
        pills = list(self.pills.values())
        return next((pill for pill in pills if pill.isChecked()), pills[0])


class RowChoice(QWidget):
    """A question answered by one of several rows down the page.

    Signal `chosen(str)`: the value the person chose.
    """

    chosen = Signal(str)

    def __init__(self, question: str, options: Sequence[Option], value: str = "") -> None:
        super().__init__()
        self.setAccessibleName(question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(THEME.dp(8))
        if question:
            layout.addWidget(Label(question, strong=True))
        self.rows: dict[str, TickRow] = {}
        for option in options:
            row = TickRow(TickSpec(option.words, option.help), one_of=True)
            row.setChecked(option.value == value)
            _on_chosen(row, self.chosen, option.value)
            layout.addWidget(row)
            self.rows[option.value] = row

    @property
    def value(self) -> str:
        """The chosen value, or ''."""
        return next((value for value, row in self.rows.items() if row.isChecked()), "")

    def set_wrong(self, wrong: bool) -> None:
        """Outline all rows because one must be chosen."""
        for row in self.rows.values():
            row.set_wrong(wrong)

    def focus_target(self) -> QWidget:
        """Where an error link puts the focus."""
        rows = list(self.rows.values())
        return next((row for row in rows if row.isChecked()), rows[0])


ENGAGEMENT = ("Not at all", "A little", "Some of the time", "Most of the time", "Throughout")


def engagement_options() -> tuple[Option, ...]:
    """The five steps of engagement (BHES-25), with words for readers."""
    return tuple(Option(str(n), f"{n}  {words}", spoken=f"{n} of 5, {words}") for n, words in enumerate(ENGAGEMENT, 1))
