"""The doorstep check and the turning-away page on the screen. Must not decide what may start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.theme import THEME
from app.ui.visit.doorstep import DoorstepStep
from app.ui.visit.parts import AskForm, ProblemPlace, put_beside
from app.ui.visit.states import DoorstepState, ReasonState
from app.ui.visit.turning_away import TurningAwayStep
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.choices import Option, RowChoice
from app.ui.widgets.fields import TextArea
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Page
from app.ui.widgets.progress import Stepper
from app.ui.widgets.rows import Row, RowSpec
from app.ui.widgets.scroll import Columns
from app.ui.widgets.text import Label

STEPS = ("Doorstep check", "Session", "Finish and log")


class DoorstepView(Page):
    """Step 1: warnings, the named adult, a row to tick per statement; start, or do not go in."""

    def __init__(self, step: DoorstepStep, state: DoorstepState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self._step = step
        self._columns = Columns()
        self.adult = AskForm(step.answer, spacing=12)
        self.asks = AskForm(step.answer, spacing=10)
        self.problem = ProblemPlace(self._find)
        self._columns.add("main", Stepper(STEPS, 0))
        if state.notice is not None:
            self._columns.add("main", Callout(*state.notice, "neutral"))
        self._columns.add("main", self.problem)
        if state.adult:
            card = Card("The adult at home")
            card.column.addWidget(self.adult)
            self._columns.add("main", card)
        card = Card("Tick each one that is true")
        card.column.addWidget(Label("If anything feels wrong, do not go in."))
        card.column.addWidget(self.asks)
        self._columns.add("main", card)
        self._columns.add("main", self._otherwise())
        put_beside(self._columns, state.beside, at_door=True)
        self.column.addWidget(self._columns)
        self.column.addStretch(1)
        self.start = self.bar.add(Button("Check in and start", "primary", icon="play", big=True))
        self.away = self.bar.add(Button("I am not going in", big=True))
        on_click(self.start, step.start)
        on_click(self.away, step.turn_away, "not_enter")

    def _otherwise(self) -> Card:
        card = Card("Something else")
        absent = Row(RowSpec("The pupil is absent", "Not here, or too ill", icon="user-round"))
        cancelled = Row(RowSpec("The visit is cancelled", "By the family, the school or you", icon="circle-stop"))
        on_click(absent, self._step.turn_away, "absent")
        on_click(cancelled, self._step.turn_away, "cancel")
        card.column.addWidget(absent)
        card.column.addWidget(cancelled)
        return card

    def _find(self, key: str) -> QWidget | None:
        return self.adult.widget_for(key) or self.asks.widget_for(key)

    def show_step(self, state: DoorstepState) -> None:
        """Show what changed."""
        self.header.say(state.head.title, state.head.line)
        self.adult.show_asks(state.adult)
        if self.asks.show_asks(state.asks):
            tab_in_reading_order(self)
        self.bar.promise_is(state.left.words, state.left.icon, state.left.ink)
        self.start.set_words("Starting" if state.busy else "Check in and start")
        if self.problem.show_problem(state.problem):
            self.middle.verticalScrollBar().setValue(0)
            self.problem.focus_first()


class ReasonView(Page):
    """Why the visit did not happen: one choice, a note if wanted, one button."""

    def __init__(self, step: TurningAwayStep, state: ReasonState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self.problem = ProblemPlace(lambda _key: None)
        self.column.addWidget(Label(state.intro, "lead"))
        self.column.addWidget(self.problem)
        card = Card()
        self.reasons = RowChoice(state.question, [Option(v, w) for v, w in state.choices], state.value)
        self.reasons.chosen.connect(step.choose)
        card.column.addWidget(self.reasons)
        self.asks = AskForm(step.answer)
        card.column.addWidget(self.asks)
        self.note = TextArea("A note, if you want to say more", state.note, lines=2)
        self.note.changed.connect(lambda text: step.answer("note", text))
        card.column.addWidget(self.note)
        card.setMaximumWidth(THEME.dp(760))
        self.column.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addStretch(1)
        self.record = self.bar.add(Button(state.action, "primary", icon="check", big=True))
        self.change = self.bar.add(Button("Go back", big=True))
        on_click(self.record, step.record)
        on_click(self.change, step.back)

    def show_step(self, state: ReasonState) -> None:
        """Show what changed."""
        if self.asks.show_asks(state.asks):
            tab_in_reading_order(self)
        self.bar.promise_is(state.where.words, state.where.icon, state.where.ink)
        self.reasons.set_wrong(state.problem is not None and not state.value)
        self.record.set_words("Saving" if state.busy else state.action)
        if self.problem.show_problem(state.problem):
            self.middle.verticalScrollBar().setValue(0)
