"""What shows how far something is: steps, a bar, the big timer. Must not count: presenters give numbers and words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.paint import BoxStyle, TextStyle, box, draw_line, square, text_width


class Stepper(QWidget):
    """Three numbered steps in a line; where there is no room the words of the other steps are left out."""

    def __init__(self, steps: tuple[str, ...], current: int) -> None:
        super().__init__()
        self._steps, self._current = steps, current
        self.setAccessibleName(f"Step {current + 1} of {len(steps)}: {steps[current]}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(THEME.dp(320), THEME.dp(32))

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(200), THEME.dp(32))

    def _style(self, index: int) -> TextStyle:
        current = index == self._current
        return TextStyle("body", 600 if current else 500, "text" if current else "muted")

    def _needed(self) -> int:
        words = sum(text_width(step, self._style(i)) for i, step in enumerate(self._steps))
        return words + len(self._steps) * THEME.dp(28 + 10 + 13) + (len(self._steps) - 1) * THEME.dp(38 + 13)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        roomy, x, middle = self._needed() <= self.width(), 0, self.height() // 2
        for index, step in enumerate(self._steps):
            self._paint_number(painter, index, QPointF(x + THEME.dp(14), middle))
            x += THEME.dp(28 + 10)
            if roomy or index == self._current:
                width = text_width(step, self._style(index))
                rect = QRect(x, 0, width + 2, self.height())
                draw_line(painter, rect, step, self._style(index), Qt.AlignmentFlag.AlignLeft)
                x += width + THEME.dp(13)
            if index < len(self._steps) - 1:
                painter.setPen(QPen(THEME.color("control"), THEME.dp(2)))
                painter.drawLine(QPointF(x, middle), QPointF(x + THEME.dp(38), middle))
                x += THEME.dp(38 + 13)
        painter.end()

    def _paint_number(self, painter: QPainter, index: int, centre: QPointF) -> None:
        rect = square(centre, THEME.dp(28))
        if index < self._current:
            box(painter, rect, BoxStyle("ok", "", 0, 14))
            paint_icon(painter, "check", square(centre, THEME.dp(18)), "surface")
            return
        current = index == self._current
        box(painter, rect, BoxStyle("primary" if current else "", "" if current else "control", 2, 14))
        style = TextStyle("small", 600, "on_primary" if current else "text")
        draw_line(painter, rect.toRect(), str(index + 1), style, Qt.AlignmentFlag.AlignHCenter)


class Bar(QProgressBar):
    """A bar from 0 to 100; red when late. Readers hear its name and percentage."""

    def __init__(self, spoken: str, thickness: int = 10) -> None:
        super().__init__()
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setAccessibleName(spoken)
        self._thickness, self._late = thickness, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_late(self, late: bool) -> None:
        """Draw the bar in the alarm colour."""
        self._late = late
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(THEME.dp(120), THEME.dp(self._thickness))

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(40), THEME.dp(self._thickness))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect, radius = QRectF(self.rect()), self._thickness / 2
        edge = "line" if THEME.palette_name == "contrast" else ""
        box(painter, rect, BoxStyle("neutral_soft", edge, 1, radius))
        if self.value() > 0:
            width = max(rect.height(), rect.width() * self.value() / 100)
            filled = QRectF(rect.left(), rect.top(), min(width, rect.width()), rect.height())
            box(painter, filled, BoxStyle("danger" if self._late else "primary", "", 0, radius))
        painter.end()


class BigTimer(QWidget):
    """The time in the house, painted each second. Its name changes once a minute: readers are not flooded."""

    def __init__(self) -> None:
        super().__init__()
        self._words = "0:00:00"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """What is painted now."""
        return self._words

    def show_time(self, words: str, spoken: str) -> None:
        """Paint `words`; tell readers `spoken` only when it is another than before."""
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
        if words != self._words:
            if len(words) != len(self._words):
                self.updateGeometry()
            self._words = words
            self.update()

    def _style(self) -> TextStyle:
        return TextStyle("display", 600, "text", tabular=True)

    def sizeHint(self) -> QSize:
        metrics = self._style().metrics()
        return QSize(text_width(self._words, self._style()) + THEME.dp(8), round(metrics.capHeight() * 1.45))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self._style().metrics()
        painter.setFont(self._style().font())
        painter.setPen(THEME.color("text"))
        baseline = (self.height() + metrics.capHeight()) / 2
        painter.drawText(QPointF(0, baseline), self._words)
        painter.end()
