"""Draws the Lucide icons in token colours at the screen's pixel ratio. Must not name a colour itself."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme.theme import THEME
from app.ui.theme.tokens import RESOURCES


def paint_icon(painter: QPainter, name: str, rect: QRectF, token: str) -> None:
    """Draw icon `name` into `rect` (a square, logical pixels) in a token's colour."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    pixmap = icon_pixmap(name, round(rect.width()), token, ratio)
    painter.drawPixmap(rect.topLeft(), pixmap)


def icon_pixmap(name: str, side: int, token: str, ratio: float) -> QPixmap:
    """The icon as a pixmap of `side` logical pixels at a screen's pixel ratio."""
    return _render(name, side, THEME.color(token).name(), ratio)


@lru_cache(maxsize=512)
def _render(name: str, side: int, colour: str, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    pixels = max(1, round(side * ratio))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")


def forget_icons() -> None:
    """Drop the drawn icons: pixmaps must be gone before the application object is."""
    _render.cache_clear()
