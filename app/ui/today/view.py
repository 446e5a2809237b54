"""Today on the screen. Must not decide anything: it shows a TodayState and says what was pressed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.today.presenter import DayRow, NextCard, TodayPresenter, TodayState, ToDo
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card, warning_callout
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.page import Page
from app.ui.widgets.progress import Bar
from app.ui.widgets.rows import Row, RowSpec
from app.ui.widgets.scroll import Columns
from app.ui.widgets.tags import TagSpec
from app.ui.widgets.text import Icon, Label, Line
from app.ui.widgets.timeline import Moment, Timeline


class TodayView(Page):
    """The line of visits with the next one emphasised, the day's sum, and what is left to do."""

    def __init__(self, presenter: TodayPresenter) -> None:
        super().__init__("Today")
        self._presenter = presenter
        self._shown: TodayState | None = None
        self.countdown: Line | None = None
        self.main_button: Button | None = None

    def show_state(self, state: TodayState) -> None:
        """Show a state; only what the clock moves is changed in place, so that the focus stays."""
        self.header.say("Today", state.line)
        before, self._shown = self._shown, state
        if before is None or _without_clock(before) != _without_clock(state):
            self.rebuild(self._fill)
        elif self.countdown is not None and before.countdown != state.countdown:
            self.countdown.setText(state.countdown)

    def main_action(self) -> None:
        if self.main_button is not None:
            self.main_button.click()

    def _fill(self) -> None:
        state = self._shown
        self.countdown = self.main_button = None
        if state is None or (state.loading and state.error is None):
            return
        columns = Columns(900)
        if state.error is not None:
            columns.add("main", Callout(*state.error, "danger"))
        for sentence in state.repairs:
            columns.add("main", Callout("Your records were mended", sentence, "info"))
        if state.notice is not None:
            tone, title, more = state.notice
            columns.add("main", Callout(title, more, tone))
        if state.empty is not None:
            columns.add("main", self._empty(*state.empty))
        if state.rows or state.next:
            columns.add("main", self._timeline(state))
        if state.error is None:
            columns.add("rest", self._day(state))
        if state.todo:
            columns.add("rest", self._todo(state.todo))
        self.column.addWidget(columns)
        self.column.addStretch(1)

    def _empty(self, title: str, more: str) -> QWidget:
        card = Card(title)
        card.column.addWidget(Label(more))
        return card

    def _timeline(self, state: TodayState) -> QWidget:
        rows = [(Moment(r.start, r.until, r.dot), self._quiet_row(r)) for r in state.rows]
        if state.next is not None:
            moment = Moment(state.next.start, state.next.until, "late" if state.countdown_late else state.next.dot)
            rows.insert(state.next.place, (moment, self._next_card(state.next, state)))
        timeline = Timeline()
        timeline.show_rows(rows)
        return timeline

    def _quiet_row(self, row: DayRow) -> QWidget:
        tags = tuple(TagSpec(*tag) for tag in row.tags)
        widget = Row(RowSpec(row.name, row.detail, tags=tags, spoken=row.spoken))
        widget.setObjectName(f"visit-{row.visit_id}")
        on_click(widget, self._presenter.row_pressed, row.visit_id)
        return widget

    def _next_card(self, card: NextCard, state: TodayState) -> QWidget:
        box = Card(strong=True)
        head = QHBoxLayout()
        head.setSpacing(THEME.dp(12))
        head.addWidget(Label(card.name, "h2"), 1)
        self.countdown = Line(state.countdown, "h2", "danger" if state.countdown_late else "primary")
        head.addWidget(self.countdown)
        box.column.addLayout(head)
        for icon, words in (("map-pin", card.address), ("notebook-pen", card.lesson)):
            if words:
                box.column.addLayout(_fact(icon, words))
        for warning in card.warnings:
            box.column.addWidget(warning_callout(warning.title, warning.action))
        box.column.addSpacing(THEME.dp(4))
        box.column.addWidget(self._buttons(card))
        return box

    def _buttons(self, card: NextCard) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, THEME.dp(12))
        self.main_button = Button(card.action, "primary", icon=card.action_icon, big=True)
        self.main_button.set_words(card.action, f"{card.action}, {card.name}")
        self.main_button.setObjectName("main")
        on_click(self.main_button, self._presenter.main_pressed)
        pupil = Button("See pupil", big=True)
        pupil.set_words("See pupil", f"See pupil, {card.name}")
        pupil.setObjectName("see-pupil")
        on_click(pupil, self._presenter.pupil_pressed)
        flow.addWidget(self.main_button)
        flow.addWidget(pupil)
        return holder

    def _day(self, state: TodayState) -> QWidget:
        card = Card("Your day")
        card.column.addWidget(Label(state.sum_words))
        bar = Bar(state.sum_words)
        bar.setValue(state.sum_percent)
        card.column.addWidget(bar)
        if state.check_ins is not None:
            words, icon, ink = state.check_ins
            card.column.addLayout(_fact(icon, words, ink))
        return card

    def _todo(self, items: tuple[ToDo, ...]) -> QWidget:
        card = Card("To do")
        for number, item in enumerate(items):
            row = Row(RowSpec(item.what, item.more, icon=item.icon))
            row.setObjectName(f"todo-{number}")
            on_click(row, self._presenter.todo_pressed, item)
            card.column.addWidget(row)
        return card


def _fact(icon: str, words: str, ink: str = "muted") -> QVBoxLayout | QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(THEME.dp(8))
    row.addWidget(Icon(icon, ink))
    row.addWidget(Label(words), 1)
    return row


def _without_clock(state: TodayState) -> TodayState:
    return replace(state, line="", countdown="")
