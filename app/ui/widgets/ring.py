"""The focus ring: one overlay for the whole window. Must not take focus, clicks or a reader's attention.

Shown after Tab or an arrow key, hidden after a click: a person with a mouse is not shown rings, a person with a
keyboard always sees where they are (ui.md C 12; WCAG 2.4.7).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from app.ui.theme import THEME
from app.ui.widgets.paint import BoxStyle, box

_KEYS = frozenset(
    {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}
)
_MOVES = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide})


class FocusRing(QWidget):
    """Follows the focused widget of its window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._chain: list[QWidget] = []
        self._keys = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def watch_window(self) -> None:
        """Follow the window's own events; call once it is shown, when it has a handle."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @property
    def target(self) -> QWidget | None:
        """The widget that the ring is around, or None while it is hidden."""
        return self._target if self.isVisible() else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            self._keys = True
            self._follow()
            self._place()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._keys = False
            self.hide()
        elif event.type() in _MOVES:
            self._place()
        return False

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._chain:
            if isValid(widget):  # a page that was left is deleted together with its widgets
                widget.removeEventFilter(self)
        self._chain = []
        self._target = new if new is not None and self._window.isAncestorOf(new) else None
        if self._target is not None:
            self._target.installEventFilter(self)
            self._chain.append(self._target)
        if self._keys:
            self._follow()
        self._place()

    def _follow(self) -> None:
        """Watch all that the target lies in, too: it moves when they do.

        Only once keys are used: asking Qt for the parents of a widget costs the start of the program 60 ms.
        """
        walk = self._target.parentWidget() if self._target is not None and isValid(self._target) else None
        while walk is not None and walk is not self._window and walk not in self._chain:
            walk.installEventFilter(self)
            self._chain.append(walk)
            walk = walk.parentWidget()

    def _place(self) -> None:
        target = self._target
        if not self._keys or target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    def _ring(self) -> tuple[QRect, QRect] | None:
        """The ring's box, and what of the window it may be drawn on."""
        target = self._target
        if target is None or not isValid(target):
            return None
        rect = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        clip = self.rect()
        walk = target.parentWidget()
        while walk is not None and walk is not self._window:
            parent = walk.parentWidget()
            if isinstance(parent, QScrollArea) and walk is parent.viewport():
                clip = clip.intersected(QRect(walk.mapTo(self._window, QPoint(0, 0)), walk.size()))
            walk = parent
        return rect, clip

    def paintEvent(self, _event: QPaintEvent) -> None:
        found = self._ring()
        if found is None:
            return
        rect, clip = found
        painter = QPainter(self)
        painter.setClipRect(clip)
        width = THEME.tokens.size["focus"]
        out = THEME.dp(width)
        radius = 6 if isinstance(self._target, QAbstractScrollArea) else 10
        box(painter, QRectF(rect).adjusted(-out, -out, out, out), BoxStyle("", "focus_outer", width, radius + width))
        box(painter, QRectF(rect), BoxStyle("", "focus", 2, radius))
        painter.end()
