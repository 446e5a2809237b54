"""The session and the log on the screen. Must not count time or decide what is told to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.visit.door_views import STEPS
from app.ui.visit.finish import FinishStep
from app.ui.visit.parts import AskForm, ProblemPlace, put_beside
from app.ui.visit.session import SessionStep
from app.ui.visit.states import Beside, FinishState, SessionState
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.fields import TextArea
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Page, empty
from app.ui.widgets.progress import Bar, BigTimer, Stepper
from app.ui.widgets.scroll import Columns
from app.ui.widgets.tags import Tag, TagSpec
from app.ui.widgets.text import Label, Note, set_tone


class SessionView(Page):
    """Step 2: the time, the notes, and what the school knows."""

    def __init__(self, step: SessionStep, state: SessionState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self.header.solid = True
        self.header.in_visit(running=True)
        self._beside: Beside | None = None
        self.problem = ProblemPlace(lambda _key: None)
        self.untold = Callout("", "", icon="wifi-off")
        self._columns = Columns()
        self._columns.add("main", Stepper(STEPS, 1))
        self._columns.add("main", self.problem)
        self._columns.add("main", self.untold)
        self._columns.add("main", self._time_card(state))
        self._columns.add("main", self._notes_card(step, state))
        self.column.addWidget(self._columns)
        self.column.addStretch(1)
        self.finish = self.bar.add(Button("Finish visit", "primary", icon="circle-check", big=True))
        self.more = self.bar.add(Button("Add 15 minutes", icon="plus", big=True))
        on_click(self.finish, step.finish)
        on_click(self.more, step.more_time)

    def _time_card(self, state: SessionState) -> Card:
        self.time_card = Card()
        head = QHBoxLayout()
        head.addWidget(Label("Session time", tone="muted"), 1)
        head.addWidget(Tag(TagSpec(state.started, "primary", "play")))
        self.timer = BigTimer()
        self.bar_of_time = Bar("Session time used")
        below = QHBoxLayout()
        below.setSpacing(THEME.dp(12))
        self.left = Label("", "h2")
        self.due = Note("")
        below.addWidget(self.left, 1)
        below.addWidget(self.due)
        self.time_card.column.addLayout(head)
        self.time_card.column.addWidget(self.timer)
        self.time_card.column.addWidget(self.bar_of_time)
        self.time_card.column.addLayout(below)
        return self.time_card

    def _notes_card(self, step: SessionStep, state: SessionState) -> Card:
        card = Card()
        self.notes = TextArea("Notes", state.notes, lines=5, heading=True)
        self.notes.edit.setObjectName("notes")
        self.notes.changed.connect(step.type_notes)
        card.column.addWidget(self.notes)
        return card

    def show_step(self, state: SessionState) -> None:
        """Show what changed; the timer is painted, so that readers hear it once a minute."""
        self.timer.show_time(state.timer, state.spoken)
        if self.bar_of_time.value() != state.percent:
            self.bar_of_time.setValue(state.percent)
        self.bar_of_time.set_late(state.late)
        self.time_card.set_alarm(state.late)
        _say(self.left, state.left, state.left_tone)
        _say(self.due, state.due)
        self.notes.say_saved(*state.saved[:1], safe=state.saved[1])
        self.untold.setVisible(state.untold is not None)
        if state.untold is not None:
            self.untold.say(*state.untold)
        self.bar.promise_is(state.where.words, state.where.icon, state.where.ink)
        self.problem.show_problem(state.problem)
        if state.beside != self._beside:
            self._show_beside(state.beside)

    def _show_beside(self, beside: Beside) -> None:
        self._beside = beside
        for part in (self._columns.first, self._columns.rest):
            layout = part.layout()
            if layout is not None:
                empty(layout)
        put_beside(self._columns, beside, at_door=False)
        tab_in_reading_order(self)


class FinishView(Page):
    """Step 3: one form, one Finish."""

    def __init__(self, step: FinishStep, state: FinishState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self.header.solid = True
        self.header.in_visit(running=True)
        self.problem = ProblemPlace(self._find)
        self.pupil, self.work, self.checks = (AskForm(step.answer) for _ in range(3))
        self.column.addWidget(Stepper(STEPS, 2))
        self.column.addWidget(self.problem)
        for title, form in (("The pupil", self.pupil), ("The work", self.work), ("Before you leave", self.checks)):
            if form is self.checks and not state.checks:
                continue
            card = Card(title)
            card.column.addWidget(form)
            card.setMaximumWidth(THEME.dp(860))
            self.column.addWidget(card)
        self.saved = Note("", "small", "muted")
        self.column.addWidget(self.saved)
        self.column.addStretch(1)
        self.finish = self.bar.add(Button(state.action, "primary", icon="circle-check", big=True))
        self.session = self.bar.add(Button("Back to the session", big=True))
        on_click(self.finish, step.finish)
        on_click(self.session, step.back)

    def _find(self, key: str) -> QWidget | None:
        return self.pupil.widget_for(key) or self.work.widget_for(key) or self.checks.widget_for(key)

    def show_step(self, state: FinishState) -> None:
        """Show what changed; what is typed stays in the fields."""
        self.header.say(state.head.title, state.head.line)
        changed = [
            self.pupil.show_asks(state.pupil),
            self.work.show_asks(state.work),
            self.checks.show_asks(state.checks),
        ]
        if any(changed):
            tab_in_reading_order(self)
        self.saved.setText(state.saved[0])
        self.bar.promise_is(state.where.words, state.where.icon, state.where.ink)
        self.finish.set_words("Saving" if state.busy else state.action)
        if self.problem.show_problem(state.problem):
            self.middle.verticalScrollBar().setValue(0)
            self.problem.focus_first()


def _say(label: Label, words: str, tone: str | None = None) -> None:
    if label.text() != words:
        label.setText(words)
    if tone is not None:
        set_tone(label, tone)
