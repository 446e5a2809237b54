"""A visit that is over, and its correction, on the screen. Must not decide what is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.visit.amend import AmendStep
from app.ui.visit.ended import EndedStep
from app.ui.visit.parts import AskForm, ProblemPlace, fact_rows, people_card
from app.ui.visit.states import AmendState, Correction, EndedState, LoadingState, Where
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.errors import ErrorSummary
from app.ui.widgets.flow import FlowLayout, tab_in_reading_order
from app.ui.widgets.page import Page
from app.ui.widgets.scroll import Columns
from app.ui.widgets.text import Icon, Label


class EndedView(Page):
    """What was recorded and where it is; the session record; the way to a correction."""

    def __init__(self, step: EndedStep, state: EndedState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self._step = step
        self._shown: EndedState | None = None
        self.today = self.bar.add(Button("Back to Today", "primary", icon="calendar-days", big=True))
        on_click(self.today, step.to_today)
        if state.finished:
            self.correct = self.bar.add(Button("Correct this log", icon="pen-line", big=True))
            on_click(self.correct, step.correct)

    def show_step(self, state: EndedState) -> None:
        """Show what changed."""
        if state == self._shown:
            return
        self._shown = state
        self.rebuild(self._fill)

    def _fill(self) -> None:
        state = self._shown
        if state is None:
            return
        columns = Columns()
        if state.message is not None:
            tone, title, words = state.message
            columns.add("main", Callout(title, words, tone))
        columns.add("main", Callout(state.title, state.words, state.tone))
        facts = Card("This visit")
        fact_rows(facts, state.facts)
        columns.add("main", facts)
        if state.log:
            log = Card("Session log")
            fact_rows(log, state.log)
            columns.add("main", log)
        for correction in state.corrections:
            columns.add("main", _correction(correction))
        columns.add("rest", self._where(state.where))
        columns.add("rest", self._paper(state))
        if state.people:
            columns.add("rest", people_card(state.people))
        self.column.addWidget(columns)
        self.column.addStretch(1)

    def _where(self, where: tuple[Where, ...]) -> QWidget:
        card = Card("Where it is")
        for one in where or (Where("Nothing was recorded on this laptop", "info", "muted"),):
            card.column.addLayout(_line(one))
        return card

    def _paper(self, state: EndedState) -> QWidget:
        card = Card("Session record")
        card.column.addWidget(Label("A PDF of this visit, for the file or to print."))
        holder = QWidget()
        flow = FlowLayout(holder, THEME.dp(12))
        self.open = Button("Making it" if state.busy else "Open session record (PDF)", icon="file-text")
        self.open.setObjectName("open-record")
        self.save = Button("Save a copy…")
        self.save.setObjectName("save-record")
        on_click(self.open, self._step.open_record)
        on_click(self.save, self._step.save_record)
        flow.addWidget(self.open)
        flow.addWidget(self.save)
        card.column.addWidget(holder)
        return card


def _line(where: Where) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(THEME.dp(10))
    row.addWidget(Icon(where.icon, where.ink))
    row.addWidget(Label(where.words), 1)
    return row


def _correction(correction: Correction) -> QWidget:
    card = Card(correction.when)
    card.column.addWidget(Label(f"Why: {correction.reason}"))
    fact_rows(card, correction.changes)
    card.column.addLayout(_line(correction.where))
    return card


class AmendView(Page):
    """The log's fields as they stand, and why they change."""

    def __init__(self, step: AmendStep, state: AmendState) -> None:
        super().__init__(state.head.title, state.head.line, back=True, with_bar=True)
        self.problem = ProblemPlace(self._find)
        self.reason, self.asks = AskForm(step.answer), AskForm(step.answer)
        self.column.addWidget(Label("The first text stays in the record. Your correction is kept beside it.", "lead"))
        self.column.addWidget(self.problem)
        for title, form in (("Reason", self.reason), ("What is right", self.asks)):
            card = Card(title)
            card.column.addWidget(form)
            card.setMaximumWidth(THEME.dp(860))
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.save = self.bar.add(Button("Save the correction", "primary", icon="check", big=True))
        self.leave = self.bar.add(Button("Go back", big=True))
        on_click(self.save, step.save)
        on_click(self.leave, step.back)

    def _find(self, key: str) -> QWidget | None:
        return self.reason.widget_for(key) or self.asks.widget_for(key)

    def show_step(self, state: AmendState) -> None:
        """Show what changed."""
        self.reason.show_asks((state.reason,))
        if self.asks.show_asks(state.asks):
            tab_in_reading_order(self)
        self.save.set_words("Saving" if state.busy else "Save the correction")
        if self.problem.show_problem(state.problem):
            self.middle.verticalScrollBar().setValue(0)
            self.problem.focus_first()


class LoadingView(Page):
    """Nothing yet; or why the visit cannot be shown."""

    def __init__(self, state: LoadingState) -> None:
        super().__init__(state.head.title, state.head.line, back=True)
        if state.problem is not None:
            self.column.addWidget(ErrorSummary(state.problem.title, state.problem.words))
        self.column.addStretch(1)
