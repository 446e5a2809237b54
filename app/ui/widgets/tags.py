"""A status as icon, word and tint; drawn inside rows or standing alone. Must not decide which status it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.paint import BoxStyle, TextStyle, box, draw_line, square, text_width

_TONES = {
    "neutral": ("neutral_soft", "text"),
    "ok": ("ok_soft", "ok"),
    "warn": ("warn_soft", "warn"),
    "danger": ("danger_soft", "danger"),
    "primary": ("primary_soft", "primary_text"),
}


@dataclass(frozen=True, slots=True)
class TagSpec:
    """Words of a tag, its tone ('neutral', 'ok', 'warn', 'danger', 'primary') and an icon's name or ''."""

    words: str
    tone: str = "neutral"
    icon: str = ""


def _style(spec: TagSpec) -> TextStyle:
    return TextStyle("small", 600, _TONES[spec.tone][1])


def tag_size(spec: TagSpec) -> QSize:
    """Room that the tag needs at the present zoom."""
    style = _style(spec)
    width = text_width(spec.words, style) + 2 * THEME.dp(10)
    if spec.icon:
        width += THEME.dp(16) + THEME.dp(6)
    return QSize(width, style.metrics().height() + 2 * THEME.dp(4))


def paint_tag(painter: QPainter, spec: TagSpec, left: int, middle: int) -> None:
    """Draw the tag from `left`, centred on the line `middle`."""
    size = tag_size(spec)
    soft, strong = _TONES[spec.tone]
    rect = QRectF(left, middle - size.height() / 2, size.width(), size.height())
    # In high contrast the tints are black, so an edge carries the shape.
    edge = strong if THEME.palette_name == "contrast" else ""
    box(painter, rect, BoxStyle(soft, edge, 2, size.height() / 2 / THEME.scale))
    x = left + THEME.dp(10)
    if spec.icon:
        paint_icon(painter, spec.icon, square(QPointF(x + THEME.dp(8), middle), THEME.dp(16)), strong)
        x += THEME.dp(16) + THEME.dp(6)
    words = QRect(x, round(rect.top()), size.width(), size.height())
    draw_line(painter, words, spec.words, _style(spec), Qt.AlignmentFlag.AlignLeft)


class Tag(QWidget):
    """A tag that stands alone; readers hear its words."""

    def __init__(self, spec: TagSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self.setAccessibleName(spec.words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return tag_size(self._spec)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_tag(painter, self._spec, 0, self.height() // 2)
        painter.end()
