"""Whole rows that are one target: lists, visits, things to do. Must not know what a row stands for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from app.ui.theme import THEME, paint_icon
from app.ui.widgets.base import PaintedButton
from app.ui.widgets.paint import BoxStyle, TextStyle, box, draw_text, square, text_height, tick_box
from app.ui.widgets.tags import TagSpec, paint_tag, tag_size

_PAD, _GAP = 16, 12
_TITLE = TextStyle("body", 600)
_DETAIL = TextStyle("small", 400, "muted")


@dataclass(frozen=True, slots=True)
class RowSpec:
    """What a row shows. `spoken` is the one sentence that readers hear."""

    title: str
    detail: str = ""
    icon: str = ""
    tags: tuple[TagSpec, ...] = ()
    spoken: str = ""


class Row(PaintedButton):
    """A row: bold title, grey second line, tags, chevron. In a narrow place the tags go below the words."""

    def __init__(self, spec: RowSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec.spoken or f"{spec.title}, {spec.detail}".rstrip(", "), parent)
        self._spec = spec

    @property
    def _tags_width(self) -> int:
        gap = THEME.dp(10)
        return sum(tag_size(tag).width() + gap for tag in self._spec.tags)

    def _words_left(self) -> int:
        return THEME.dp(_PAD) + (THEME.dp(20 + _GAP) if self._spec.icon else 0)

    def _room(self, width: int) -> int:
        """Width for words and tags, left of the chevron."""
        return width - self._words_left() - THEME.dp(_PAD + 24)

    def _below(self, width: int) -> bool:
        return bool(self._spec.tags) and self._room(width) - self._tags_width < THEME.dp(180)

    def _words_width(self, width: int) -> int:
        beside = 0 if self._below(width) else self._tags_width
        return self._room(width) - beside

    def _words_height(self, width: int) -> int:
        room = self._words_width(width)
        detail = text_height(self._spec.detail, _DETAIL, room)
        return text_height(self._spec.title, _TITLE, room) + (detail + THEME.dp(3) if detail else 0)

    def _tags_height(self) -> int:
        return max((tag_size(tag).height() for tag in self._spec.tags), default=0)

    def height_at(self, width: int) -> int:
        height = self._words_height(width)
        if self._below(width):
            height += THEME.dp(8) + self._tags_height()
        return max(height + 2 * THEME.dp(12), THEME.size("row"))

    def draw(self, painter: QPainter) -> None:
        edge = "control" if self.pointed else "line"
        box(painter, QRectF(self.rect()), BoxStyle("surface", edge, 1))
        below, width = self._below(self.width()), self.width()
        words = self._words_height(width)
        block = words + (THEME.dp(8) + self._tags_height() if below else 0)
        top, left = (self.height() - block) // 2, self._words_left()
        if self._spec.icon:
            centre = QPointF(THEME.dp(_PAD + 10), self.height() / 2)
            paint_icon(painter, self._spec.icon, square(centre, THEME.dp(20)), "primary_text")
        room = self._words_width(width)
        used = draw_text(painter, QRect(left, top, room, words), self._spec.title, _TITLE)
        draw_text(painter, QRect(left, top + used + THEME.dp(3), room, words), self._spec.detail, _DETAIL)
        if below:
            self._draw_tags(painter, left, top + words + THEME.dp(8) + self._tags_height() // 2)
        else:
            self._draw_tags(painter, left + room + THEME.dp(10), self.height() // 2)
        chevron = QPointF(width - THEME.dp(_PAD + 6), self.height() / 2)
        paint_icon(painter, "chevron-right", square(chevron, THEME.dp(20)), "text")

    def _draw_tags(self, painter: QPainter, left: int, middle: int) -> None:
        for tag in self._spec.tags:
            paint_tag(painter, tag, left, middle)
            left += tag_size(tag).width() + THEME.dp(10)


@dataclass(frozen=True, slots=True)
class TickSpec:
    """A thing to tick or choose: the statement, and a second line of help."""

    title: str
    help: str = ""


class TickRow(PaintedButton):
    """A check row (or, `one_of`, a radio row): the whole row is the target, the box is 28 px.

    Readers hear "check box" or "radio button", one sentence, and whether it is on.
    """

    def __init__(self, spec: TickSpec, *, one_of: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(f"{spec.title}. {spec.help}".strip() if spec.help else spec.title, parent)
        self._spec, self._one_of, self._wrong = spec, one_of, False
        self.setCheckable(True)
        self.setAutoExclusive(one_of)

    def set_wrong(self, wrong: bool) -> None:
        """Outline the row because it is missing or stops the next step."""
        self._wrong = wrong
        self.setAccessibleDescription("Needs an answer" if wrong else "")
        self.update()

    @property
    def wrong(self) -> bool:
        """Whether it is outlined as missing."""
        return self._wrong

    def _words_width(self, width: int) -> int:
        return width - THEME.dp(12 + 28 + 14 + _PAD)

    def height_at(self, width: int) -> int:
        room = self._words_width(width)
        help_height = text_height(self._spec.help, _DETAIL, room)
        words = text_height(self._spec.title, _TITLE, room) + (help_height + THEME.dp(2) if help_height else 0)
        return max(words + 2 * THEME.dp(10), THEME.dp(56))

    def draw(self, painter: QPainter) -> None:
        fill = "primary_soft" if self.isChecked() else "surface"
        edge = "primary" if self.isChecked() else ("control" if self.pointed else "line")
        style = BoxStyle(fill, "danger", 3) if self._wrong else BoxStyle(fill, edge, 1)
        box(painter, QRectF(self.rect()), style)
        side = THEME.dp(28)
        mark = QRectF(THEME.dp(12), (self.height() - side) / 2, side, side)
        tick_box(painter, mark, on=self.isChecked(), round_=self._one_of)
        room, left = self._words_width(self.width()), THEME.dp(12 + 28 + 14)
        help_height = text_height(self._spec.help, _DETAIL, room)
        title_height = text_height(self._spec.title, _TITLE, room)
        top = (self.height() - title_height - (help_height + THEME.dp(2) if help_height else 0)) // 2
        draw_text(painter, QRect(left, top, room, title_height), self._spec.title, _TITLE)
        draw_text(painter, QRect(left, top + title_height + THEME.dp(2), room, help_height), self._spec.help, _DETAIL)
