"""The painted button below every button and row. Must not draw anything itself.

Rows are one painted button each, not a frame with labels, so readers hear one sentence once (ui.md A4, rules 3, 4).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.ui.theme import THEME
from app.ui.widgets.paint import BoxStyle, box


class PaintedButton(QAbstractButton):
    """A button that paints itself, is at least 44 px each way, and takes Enter as well as Space."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def draw(self, painter: QPainter) -> None:
        """Paint the button; each kind adds to this plain box."""
        box(painter, QRectF(self.rect()), BoxStyle("neutral_soft" if self.pointed else "surface", "line"))

    def height_at(self, _width: int) -> int:
        """Height that the content needs at a width in pixels; each kind measures its own."""
        return THEME.size("target")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.draw(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.height_at(width), THEME.size("target"))

    def sizeHint(self) -> QSize:
        width = THEME.dp(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(160), THEME.size("target"))

    @property
    def pointed(self) -> bool:
        """The mouse is over it, or it is held down."""
        return self.isEnabled() and (self.underMouse() or self.isDown())


def on_click(button: QAbstractButton, call: Callable[..., object], *args: object) -> None:
    """Call with these arguments at each press; Qt's own argument (checked) is dropped."""
    button.clicked.connect(lambda _on=False: call(*args))
