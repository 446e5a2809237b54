"""The frame of every page: fixed header with SOS, a middle that scrolls, a fixed action bar. Must not hold content."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, Unpack

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import FlowLayout, tab_in_reading_order
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.text import ElidedLabel, Heading, Icon, Note, hide_unless

_MARGIN = 32
_NO_LIMIT = 16_777_215  # Qt's own largest width of a widget


def empty(layout: QLayout) -> None:
    """Delete everything in a layout, also what lies in layouts within it."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


def _margins(narrow: bool) -> int:
    return THEME.dp(16 if narrow else _MARGIN)


class Header(QWidget):
    """Title, second line, perhaps a back arrow, and SOS: top right on every screen, in the same place.

    Signals `back()`, `sos()`.
    """

    back = Signal()
    sos = Signal()

    def __init__(self, title: str, line: str = "", *, back: bool = False, icon: str = "") -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(THEME.dp(12))
        self.solid = False
        self.arrow = IconButton("arrow-left", "Back")
        hide_unless(self.arrow, shown=back)
        self.arrow.clicked.connect(self.back)
        words = QVBoxLayout()
        words.setSpacing(THEME.dp(2))
        self.title = Heading(title, 1)
        self.line = ElidedLabel(line)
        hide_unless(self.line, shown=bool(line))
        words.addWidget(self.title)
        words.addWidget(self.line)
        self.sos_button = Button("SOS  Get help", "sos", icon="siren")
        self.sos_button.set_words("SOS  Get help", "SOS Get help")
        self.sos_button.setToolTip("F9")
        self.sos_button.clicked.connect(self.sos)
        self._row.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignTop)
        if icon:
            self._row.addWidget(Icon(icon, "primary", 32), 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.sos_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, title: str, line: str) -> None:
        """Change title and second line; unchanged words are left alone, so that readers are not told again."""
        if self.title.text() != title:
            self.title.setText(title)
        if self.line.text() != line:
            self.line.setText(line)
        self.line.setVisible(bool(line))

    def in_visit(self, running: bool) -> None:
        """Make SOS solid while a visit runs; on a page of the running visit (`solid`) it always is."""
        self.sos_button.set_kind("alarm" if running or self.solid else "sos")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < THEME.dp(560)
        side = _margins(narrow)
        self._row.setContentsMargins(side, THEME.dp(20), side, THEME.dp(16))
        words = "SOS" if narrow else "SOS  Get help"
        if self.sos_button.text() != words:
            self.sos_button.set_words(words, "SOS Get help")


class ActionBar(QWidget):
    """The main button at the left, others beside it, and at the right end where the promise stands."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setSpacing(THEME.dp(12))
        holder = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        holder.setSizePolicy(policy)
        self._buttons = FlowLayout(holder, THEME.dp(12))
        self._row.addWidget(holder, 1)
        self._icon: Icon | None = None
        self.promise = Note()
        self._promise_at = QHBoxLayout()
        self._promise_at.setSpacing(THEME.dp(12))
        self._promise_at.addWidget(self.promise, 1)
        self._row.addLayout(self._promise_at)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, button: Button) -> Button:
        """Add a button; the first one is the page's main action."""
        self._buttons.addWidget(button)
        return button

    def promise_is(self, words: str, icon: str = "info", ink: str = "muted") -> None:
        """Say at the right end what is true now ("Office told 09:33")."""
        if self._icon is not None:
            self._icon.deleteLater()
            self._icon = None
        self.promise.setText(words)
        self.promise.setVisible(bool(words))
        if words:
            self._icon = Icon(icon, ink)
            self._promise_at.insertWidget(0, self._icon)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = _margins(self.width() < THEME.dp(560))
        self._row.setContentsMargins(side, THEME.dp(12), side, THEME.dp(12))
        self._share_width()

    def _share_width(self) -> None:
        """Where the words do not fit beside the buttons they stand above them."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._buttons.sizeHint().width()
        beside = room >= self.promise.sizeHint().width() + THEME.dp(12 + 12 + 20) or not self.promise.text()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        if self._row.direction() is not way:
            self._row.setDirection(way)
            self._row.setStretch(0, 1 if beside else 0)
            wide = QSizePolicy.Policy.Maximum if beside else QSizePolicy.Policy.Expanding
            policy = QSizePolicy(wide, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.promise.setSizePolicy(policy)
        self.promise.setMaximumWidth(THEME.dp(300) if beside else _NO_LIMIT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), THEME.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), max(1, THEME.dp(1))), THEME.color("line"))
        painter.end()


class PageKind(TypedDict, total=False):
    """A back arrow, an action bar, an icon before the title, the whole width instead of the reading width."""

    back: bool
    with_bar: bool
    icon: str
    whole_width: bool


class Page(QWidget):
    """Header, scrolling body and, where `with_bar`, an action bar. Subclasses fill `column`."""

    back = Signal()
    sos = Signal()

    def __init__(self, title: str, line: str = "", **kind: Unpack[PageKind]) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = Header(title, line, back=kind.get("back", False), icon=kind.get("icon", ""))
        self.header.back.connect(self.back)
        self.header.sos.connect(self.sos)
        self.middle = Scroll()
        self.bar = ActionBar()
        hide_unless(self.bar, shown=kind.get("with_bar", False))
        outer.addWidget(self.header)
        outer.addWidget(self.middle, 1)
        outer.addWidget(self.bar)
        self.column = self.middle.column
        self.middle.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._keep_width())
        self.column.setSpacing(THEME.dp(16))
        widest = THEME.size("content_max") + 2 * THEME.dp(_MARGIN)
        self._widest = _NO_LIMIT if kind.get("whole_width", False) else widest

    def rebuild(self, fill: Callable[[], None]) -> None:
        """Empty the body and fill it anew; the focus goes back to the control of the same name."""
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None and self.isAncestorOf(focused) else ""
        at = self.middle.verticalScrollBar().value()
        empty(self.column)
        fill()
        tab_in_reading_order(self)
        self.middle.verticalScrollBar().setValue(at)
        again = self.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_action(self) -> None:
        """Press the page's main button (Ctrl+Enter)."""
        first = next((b for b in self.bar.findChildren(Button) if b.isVisible() and b.isEnabled()), None)
        if first is not None:
            first.click()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._keep_width()
        return super().event(event)

    def _keep_width(self) -> None:
        side = _margins(self.width() < THEME.dp(560))
        spare = max(0, self.width() - self._widest)
        # The scroll bar stands in the margin, so that cards end where the header ends.
        scroll_bar = self.middle.verticalScrollBar()
        taken = scroll_bar.sizeHint().width() if scroll_bar.maximum() > 0 else 0
        self.column.setContentsMargins(side, THEME.dp(4), max(0, side + spare - taken), THEME.dp(24))
        self.header.setMaximumWidth(self._widest)
