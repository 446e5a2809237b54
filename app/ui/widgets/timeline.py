"""The day as a line: times in their own column, dots for done, next and later. Must not know visits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.paint import TextStyle, draw_line, square, text_width

_TIME = TextStyle("h2", 600, "text", tabular=True)
_UNTIL = TextStyle("small", 400, "muted", tabular=True)
_DOT, _MIDDLE = 22, 26


@dataclass(frozen=True, slots=True)
class Moment:
    """A place on the line: two times as words, and the dot ('done', 'next', 'late', 'later', 'stopped')."""

    start: str
    until: str
    dot: str = "later"


class TimeMark(QWidget):
    """The times and the dot beside one row; readers hear the times with the row itself."""

    def __init__(self, moment: Moment, *, first: bool, last: bool) -> None:
        super().__init__()
        self._moment, self._first, self._last = moment, first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        words = max(text_width("00:00", _TIME), text_width("to 00:00", _UNTIL))
        height = _TIME.metrics().height() + _UNTIL.metrics().height() + THEME.dp(12)
        return QSize(words + THEME.dp(16 + _DOT + 10), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - THEME.dp(10) - THEME.dp(_DOT)
        middle, line = THEME.dp(_MIDDLE), _TIME.metrics().height()
        draw_line(
            painter, QRect(0, middle - line // 2, left, line), self._moment.start, _TIME, Qt.AlignmentFlag.AlignLeft
        )
        below = QRect(0, middle + line // 2 - THEME.dp(1), left, _UNTIL.metrics().height())
        draw_line(painter, below, self._moment.until, _UNTIL, Qt.AlignmentFlag.AlignLeft)
        self._paint_line(painter, left + THEME.dp(_DOT) / 2, middle)
        self._paint_dot(painter, QPointF(left + THEME.dp(_DOT) / 2, middle))
        painter.end()

    def _paint_line(self, painter: QPainter, x: float, middle: int) -> None:
        painter.setPen(QPen(THEME.color("control"), THEME.dp(2)))
        clear = THEME.dp(_DOT / 2 + 1)
        if not self._first:
            painter.drawLine(QPointF(x, 0), QPointF(x, middle - clear))
        if not self._last:
            painter.drawLine(QPointF(x, middle + clear), QPointF(x, self.height()))

    def _paint_dot(self, painter: QPainter, centre: QPointF) -> None:
        side, kind = THEME.dp(_DOT), self._moment.dot
        icons = {"done": ("circle-check", "ok"), "stopped": ("circle-stop", "muted")}
        if kind in icons:
            name, ink = icons[kind]
            paint_icon(painter, name, square(centre, side), ink)
            return
        ink = {"next": "primary", "late": "danger"}.get(kind, "control")
        thick = 3 if kind in ("next", "late") else 2
        painter.setPen(QPen(THEME.color(ink), THEME.dp(thick)))
        painter.setBrush(THEME.color("bg"))
        painter.drawEllipse(square(centre, side - THEME.dp(thick + 3)))
        if kind in ("next", "late"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(THEME.color(ink))
            painter.drawEllipse(square(centre, THEME.dp(10)))


class Timeline(QWidget):
    """Rows of the day, each beside its time; the line runs unbroken from the first dot to the last."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_rows(self, rows: list[tuple[Moment, QWidget]]) -> None:
        """Put the rows on the line, in the order given."""
        for index, (moment, widget) in enumerate(rows):
            last = index == len(rows) - 1
            line = QHBoxLayout()
            line.setSpacing(0)
            line.addWidget(TimeMark(moment, first=index == 0, last=last))
            # The gap between rows belongs to the row, so that the line is drawn through it.
            holder = QVBoxLayout()
            holder.setContentsMargins(0, 0, 0, 0 if last else THEME.dp(12))
            holder.addWidget(widget)
            line.addLayout(holder, 1)
            self._column.addLayout(line)
