"""Push buttons: filled, outlined, SOS, on the alarm banner, and the round back arrow. Must not decide what they do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.base import PaintedButton
from app.ui.widgets.paint import BoxStyle, TextStyle, box, square, text_width


@dataclass(frozen=True, slots=True)
class Look:
    """Tokens of one kind of button."""

    fill: str
    fill_hover: str
    edge: str
    ink: str


LOOKS = {
    "primary": Look("primary", "primary_hover", "", "on_primary"),
    "secondary": Look("surface", "primary_soft", "control", "primary_text"),
    "quiet": Look("", "primary_soft", "", "primary_text"),
    "sos": Look("surface", "danger_soft", "danger", "danger"),
    "alarm": Look("alarm", "alarm_hover", "", "on_alarm"),
    "on_alarm": Look("on_alarm", "on_alarm", "", "alarm"),
    "on_alarm_outline": Look("alarm", "alarm_hover", "on_alarm", "on_alarm"),
}
_GAP, _ICON = 10, 20


class Button(PaintedButton):
    """A push button with words and perhaps an icon; `big` for the main action of a page."""

    def __init__(self, words: str, kind: str = "secondary", *, icon: str = "", big: bool = False) -> None:
        super().__init__(words)
        self.setText(words)
        self._kind, self._icon, self._big = kind, icon, big
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_words(self, words: str, spoken: str = "") -> None:
        """Change the words; `spoken` begins with them and may add context for readers."""
        self.setText(words)
        self.setAccessibleName(spoken or words)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Change the look, for example the SOS button while a visit runs."""
        self._kind = kind
        self.updateGeometry()
        self.update()

    @property
    def _style(self) -> TextStyle:
        return TextStyle("lead" if self._big else "body", 600, self._look.ink)

    @property
    def _look(self) -> Look:
        if not self.isEnabled():
            return Look("disabled_bg", "disabled_bg", "", "disabled_text")
        return LOOKS[self._kind]

    def _side_room(self) -> int:
        icon = THEME.dp(_ICON + _GAP) if self._icon else 0
        side = 8 if self._kind == "quiet" else (24 if self._big else 20)
        return 2 * THEME.dp(side) + icon

    def height_at(self, width: int) -> int:
        least = THEME.size("button_big" if self._big else "button")
        needed = self._words_rect(width - self._side_room()).height() + 2 * THEME.dp(12)
        return max(least, needed)

    def _words_rect(self, width: int) -> QRect:
        # Two pixels of grace: rounding of advances must not wrap the last word.
        room = QRect(0, 0, max(1, width + 2), 10_000)
        return self._style.metrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text())

    def sizeHint(self) -> QSize:
        width = text_width(self.text(), self._style) + self._side_room()
        return QSize(max(width, THEME.size("target")), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        longest = max((text_width(word, self._style) for word in self.text().split()), default=0)
        width = longest + self._side_room()
        return QSize(max(width, THEME.size("target")), THEME.size("button"))

    def draw(self, painter: QPainter) -> None:
        look = self._look
        fill = look.fill_hover if self.pointed else look.fill
        if fill == "primary_hover" and self.isDown():
            fill = "primary_press"
        box(painter, QRectF(self.rect()), BoxStyle(fill, look.edge, 2))
        words = self._words_rect(self.width() - self._side_room())
        icon_room = THEME.dp(_ICON + _GAP) if self._icon else 0
        left = (self.width() - words.width() - icon_room) // 2
        if self._icon:
            centre = QPointF(left + THEME.dp(_ICON) / 2, self.height() / 2)
            paint_icon(painter, self._icon, square(centre, THEME.dp(_ICON)), look.ink)
        rect = QRect(left + icon_room, 0, words.width() + 2, self.height())
        painter.setFont(self._style.font())
        painter.setPen(THEME.color(look.ink))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
        painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextWordWrap), self.text())


class IconButton(PaintedButton):
    """A button that is only an icon; its words are for readers and the tool tip."""

    def __init__(self, icon: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(spoken, parent)
        self._icon = icon
        self.setToolTip(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = THEME.size("target")
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def draw(self, painter: QPainter) -> None:
        if self.pointed:
            box(painter, QRectF(self.rect()), BoxStyle("neutral_soft"))
        centre = QPointF(self.width() / 2, self.height() / 2)
        paint_icon(painter, self._icon, square(centre, THEME.dp(22)), "text")
