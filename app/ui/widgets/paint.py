"""Measures and draws words, boxes and marks for painted widgets. Must not keep state or know a widget."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPen

from app.ui.theme import THEME, paint_icon

_TALL = 100_000
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a piece of text is drawn: role and weight of the letters, `ink` the token of the colour."""

    role: str = "body"
    weight: int = 400
    ink: str = "text"
    tabular: bool = False

    def font(self) -> QFont:
        """The font at the present zoom."""
        return THEME.font(self.role, self.weight, tabular=self.tabular)

    def metrics(self) -> QFontMetrics:
        """Its measures at the present zoom."""
        return QFontMetrics(self.font())


def text_height(text: str, style: TextStyle, width: int) -> int:
    """Height in pixels of `text` wrapped to `width`; 0 for no text."""
    if not text:
        return 0
    return style.metrics().boundingRect(QRect(0, 0, max(1, width), _TALL), _WRAP, text).height()


def text_width(text: str, style: TextStyle) -> int:
    """Width in pixels of `text` on one line."""
    return style.metrics().horizontalAdvance(text) if text else 0


def draw_text(painter: QPainter, rect: QRect, text: str, style: TextStyle) -> int:
    """Draw wrapped text from the top left of `rect`; the height used."""
    if not text:
        return 0
    height = text_height(text, style, rect.width())
    painter.setFont(style.font())
    painter.setPen(THEME.color(style.ink))
    painter.drawText(QRect(rect.left(), rect.top(), rect.width(), height), _WRAP, text)
    return height


def draw_line(painter: QPainter, rect: QRect, text: str, style: TextStyle, align: Qt.AlignmentFlag) -> None:
    """Draw one line of text inside `rect`, centred in height."""
    painter.setFont(style.font())
    painter.setPen(THEME.color(style.ink))
    painter.drawText(rect, int(align) | int(Qt.AlignmentFlag.AlignVCenter), text)


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """A box: tokens of fill and edge ('' for none), edge width and corner radius in design pixels."""

    fill: str = ""
    edge: str = ""
    width: float = 1
    radius: float = 10


def box(painter: QPainter, rect: QRectF, style: BoxStyle) -> None:
    """Draw a rounded box whose edge lies inside `rect`."""
    pen_width = max(1.0, style.width * THEME.scale) if style.edge else 0.0
    inner = rect.adjusted(pen_width / 2, pen_width / 2, -pen_width / 2, -pen_width / 2)
    curve = min(style.radius * THEME.scale, inner.height() / 2, inner.width() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(THEME.color(style.edge), pen_width) if style.edge else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(THEME.color(style.fill)) if style.fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, curve, curve)


def square(centre: QPointF, side: float) -> QRectF:
    """A square of `side` pixels around `centre`."""
    return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)


def tick_box(painter: QPainter, rect: QRectF, *, on: bool, round_: bool = False) -> None:
    """A 28 px box or ring, with a tick or a dot when it is on."""
    radius = rect.width() / 2 / THEME.scale if round_ else 6
    if on and not round_:
        box(painter, rect, BoxStyle("primary", "primary", 2, radius))
        paint_icon(painter, "check", square(rect.center(), rect.width() * 0.72), "on_primary")
        return
    box(painter, rect, BoxStyle("surface", "primary" if on else "control", 2, radius))
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(THEME.color("primary"))
        painter.drawEllipse(square(rect.center(), rect.width() * 0.5))
