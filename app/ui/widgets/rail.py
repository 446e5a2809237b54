"""The rail at the left: where one can go, how the connection stands, and Lock. Must not know the pages."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.base import PaintedButton
from app.ui.widgets.paint import BoxStyle, TextStyle, box, draw_line, draw_text, square, text_height
from app.ui.widgets.scroll import Scroll
from app.ui.widgets.text import Icon, Line


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place to go: key, word, icon, and the shortcut shown in the tool tip."""

    key: str
    words: str
    icon: str
    shortcut: str = ""


class NavButton(PaintedButton):
    """An item of the rail; compact puts the icon over the word. Readers hear "current page" on the present one."""

    def __init__(self, item: NavItem) -> None:
        super().__init__(item.words)
        self._item, self._current, self._compact = item, False, False
        self.setToolTip(item.shortcut)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_current(self, current: bool) -> None:
        """Mark the item as the page that is shown."""
        self._current = current
        self.setAccessibleDescription("current page" if current else "")
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Icon over word, for a narrow window."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(THEME.dp(76 if self._compact else 196), THEME.dp(56 if self._compact else 48))

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(44), THEME.dp(44))

    def hasHeightForWidth(self) -> bool:
        return False

    def draw(self, painter: QPainter) -> None:
        if self._current:
            edge = "primary" if THEME.palette_name == "contrast" else ""
            box(painter, QRectF(self.rect()), BoxStyle("primary_soft", edge, 2))
        elif self.pointed:
            box(painter, QRectF(self.rect()), BoxStyle("neutral_soft"))
        ink = "primary_text" if self._current else "text"
        icon_ink = "primary_text" if self._current else "muted"
        if self._compact:
            self._draw_compact(painter, ink, icon_ink)
            return
        centre = QPointF(THEME.dp(24), self.height() / 2)
        paint_icon(painter, self._item.icon, square(centre, THEME.dp(20)), icon_ink)
        style = TextStyle("body", 600 if self._current else 500, ink)
        rect = QRect(THEME.dp(54), 0, self.width() - THEME.dp(58), self.height())
        draw_line(painter, rect, self._item.words, style, Qt.AlignmentFlag.AlignLeft)

    def _draw_compact(self, painter: QPainter, ink: str, icon_ink: str) -> None:
        style = TextStyle("small", 600 if self._current else 500, ink)
        line = style.metrics().height()
        icon = THEME.dp(20)
        top = (self.height() - icon - line - THEME.dp(2)) / 2
        paint_icon(painter, self._item.icon, square(QPointF(self.width() / 2, top + icon / 2), icon), icon_ink)
        rect = QRect(0, round(top + icon + THEME.dp(2)), self.width(), line)
        draw_line(painter, rect, self._item.words, style, Qt.AlignmentFlag.AlignHCenter)


@dataclass(frozen=True, slots=True)
class ConnectionWords:
    """What the connection box says: icon, bold line, second line, and the short word for a narrow rail."""

    icon: str
    title: str
    detail: str
    short: str


class ConnectionBox(PaintedButton):
    """How saved things stand with the school; a press opens the Outbox."""

    def __init__(self) -> None:
        super().__init__("")
        self._words = ConnectionWords("cloud-off", "", "", "")
        self._compact = False

    def say(self, words: ConnectionWords) -> None:
        """Show how it stands; readers hear both lines."""
        if words == self._words:
            return
        self._words = words
        self.setAccessibleName(f"{words.title}. {words.detail}")
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> ConnectionWords:
        """What it says now."""
        return self._words

    def set_compact(self, compact: bool) -> None:
        """Icon and a short word, for a narrow window."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = THEME.dp(76 if self._compact else 196)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(44), THEME.dp(44))

    def height_at(self, width: int) -> int:
        if self._compact:
            return THEME.dp(26) + text_height(self._words.short, TextStyle("small", 500), width) + THEME.dp(2)
        room = width - 2 * THEME.dp(12)
        words = text_height(self._words.title, TextStyle("body", 600), room - THEME.dp(26))
        return words + text_height(self._words.detail, TextStyle("small"), room) + THEME.dp(26)

    def draw(self, painter: QPainter) -> None:
        if self._compact:
            self._draw_compact(painter)
            return
        edge = "control" if self.pointed or THEME.palette_name == "contrast" else ""
        box(painter, QRectF(self.rect()), BoxStyle("neutral_soft", edge, 1, 8))
        pad, room = THEME.dp(12), self.width() - 2 * THEME.dp(12)
        title = QRect(pad + THEME.dp(26), THEME.dp(11), room - THEME.dp(26), self.height())
        used = draw_text(painter, title, self._words.title, TextStyle("body", 600))
        centre = QPointF(pad + THEME.dp(9), THEME.dp(11) + TextStyle("body", 600).metrics().height() / 2)
        paint_icon(painter, self._words.icon, square(centre, THEME.dp(18)), "text")
        detail = QRect(pad, THEME.dp(14) + used, room, self.height())
        draw_text(painter, detail, self._words.detail, TextStyle("small", 400, "muted"))

    def _draw_compact(self, painter: QPainter) -> None:
        if self.pointed:
            box(painter, QRectF(self.rect()), BoxStyle("neutral_soft"))
        paint_icon(painter, self._words.icon, square(QPointF(self.width() / 2, THEME.dp(14)), THEME.dp(20)), "muted")
        painter.setFont(THEME.font("small", 500))
        painter.setPen(THEME.color("text"))
        rect = QRect(0, THEME.dp(26), self.width(), self.height() - THEME.dp(26))
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, flags, self._words.short)


class Rail(QWidget):
    """The rail. Signals `wanted(str)`: the key of an item; `lock()`; `outbox()` from the connection box."""

    wanted = Signal(str)
    lock = Signal()
    outbox = Signal()

    def __init__(self, product: str, items: tuple[NavItem, ...]) -> None:
        super().__init__()
        outer = self._outer = QVBoxLayout(self)
        outer.setSpacing(THEME.dp(3))
        self._brand = self._make_brand(product)
        outer.addWidget(self._brand)
        self._places = Scroll()
        self._places.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._places.column.setSpacing(THEME.dp(3))
        self.buttons: dict[str, NavButton] = {}
        for item in items:
            button = NavButton(item)
            button.clicked.connect(lambda _on=False, k=item.key: self.wanted.emit(k))
            self._places.column.addWidget(button)
            self.buttons[item.key] = button
        self._places.column.addStretch(1)
        outer.addWidget(self._places, 1)
        self.connection = ConnectionBox()
        self.connection.clicked.connect(self.outbox)
        self.lock_button = NavButton(NavItem("lock", "Lock", "lock", "Ctrl+L"))
        self.lock_button.clicked.connect(self.lock)
        outer.addWidget(self.connection)
        outer.addWidget(self.lock_button)
        self.set_compact(compact=False)

    def _make_brand(self, product: str) -> QWidget:
        brand = QWidget()
        row = QHBoxLayout(brand)
        row.setContentsMargins(THEME.dp(14), THEME.dp(6), 0, THEME.dp(12))
        row.setSpacing(THEME.dp(10))
        row.addWidget(Icon("house", "primary", 26))
        row.addWidget(Line(product, "h2", strong=True))
        row.addStretch(1)
        return brand

    def set_current(self, key: str) -> None:
        """Mark one place as the present one."""
        for name, button in self.buttons.items():
            button.set_current(name == key)

    def set_compact(self, *, compact: bool) -> None:
        """100 px wide with icons over words, or 220 px."""
        self.setFixedWidth(THEME.dp(100 if compact else THEME.tokens.size["rail"]))
        self._brand.setVisible(not compact)
        edge, above = THEME.dp(12), THEME.dp(8 if compact else 12)
        self._outer.setContentsMargins(edge, above, edge, above)
        for button in (*self.buttons.values(), self.lock_button):
            button.set_compact(compact)
        self.connection.set_compact(compact)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.rect()), THEME.color("rail"))
        edge = max(1, THEME.dp(1))
        painter.fillRect(QRectF(self.width() - edge, 0, edge, self.height()), THEME.color("line"))
        painter.end()
