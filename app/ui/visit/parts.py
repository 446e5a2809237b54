"""Parts that the pages of a visit share: the form, what stands beside it, error summaries. Must not decide anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.visit.states import Ask, Beside, Problem
from app.ui.widgets.cards import Card, warning_callout
from app.ui.widgets.choices import Option, PillChoice
from app.ui.widgets.errors import ErrorSummary
from app.ui.widgets.fields import Field, TextArea
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.rows import TickRow, TickSpec
from app.ui.widgets.scroll import Columns
from app.ui.widgets.text import Icon, Label, Line

Answer = Callable[[str, str], None]


class _Tick(TickRow):
    def __init__(self, ask: Ask, answer: Answer) -> None:
        super().__init__(TickSpec(ask.words, ask.help))
        self.setChecked(ask.value == "yes")
        self.toggled.connect(lambda on: answer(ask.key, "yes" if on else ""))

    def update_ask(self, ask: Ask) -> None:
        self.set_wrong(bool(ask.wrong))

    def focus_target(self) -> QWidget:
        return self


class _Pills(PillChoice):
    def __init__(self, ask: Ask, answer: Answer) -> None:
        options = [Option(value, words, spoken=f"{words}. {ask.words}") for value, words in ask.choices]
        super().__init__(ask.words, options, ask.value, ask.help)
        self.chosen.connect(lambda value: answer(ask.key, value))

    def update_ask(self, ask: Ask) -> None:
        self.set_wrong(ask.wrong)


class _Line(Field):
    def __init__(self, ask: Ask, answer: Answer) -> None:
        super().__init__(ask.words, ask.value, ask.help, width=120 if ask.kind == "number" else 0)
        self.changed.connect(lambda value: answer(ask.key, value))

    def update_ask(self, ask: Ask) -> None:
        self.set_wrong(ask.wrong)


class _Text(TextArea):
    def __init__(self, ask: Ask, answer: Answer) -> None:
        super().__init__(ask.words, ask.value, ask.help, lines=2)
        self.changed.connect(lambda value: answer(ask.key, value))

    def update_ask(self, ask: Ask) -> None:
        self.set_wrong(ask.wrong)


_KINDS: dict[str, Callable[[Ask, Answer], QWidget]] = {
    "tick": _Tick,
    "pills": _Pills,
    "line": _Line,
    "number": _Line,
    "text": _Text,
}


class AskForm(QWidget):
    """A column of questions. What is typed stays in the widgets: a new state changes marks, not words or the caret."""

    def __init__(self, answer: Answer, spacing: int = 16) -> None:
        super().__init__()
        self._answer = answer
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(THEME.dp(spacing))
        self._widgets: dict[str, QWidget] = {}
        self._shown: dict[str, Ask] = {}

    def show_asks(self, asks: Sequence[Ask]) -> bool:
        """Show these questions in this order; whether any came or went."""
        wanted = {ask.key for ask in asks}
        changed = False
        for key in [key for key in self._widgets if key not in wanted]:
            gone = self._widgets.pop(key)
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
            changed = True
        for place, ask in enumerate(asks):
            if ask.key not in self._widgets:
                widget = _KINDS[ask.kind](ask, self._answer)
                widget.setObjectName(ask.key)
                self._widgets[ask.key] = widget
                self._column.insertWidget(place, widget)
                changed = True
            elif self._shown.get(ask.key) == replace(ask, value=self._shown[ask.key].value):
                continue
            self._mark(self._widgets[ask.key], ask)
        self._shown = {ask.key: ask for ask in asks}
        return changed

    @staticmethod
    def _mark(widget: QWidget, ask: Ask) -> None:
        if isinstance(widget, _Tick | _Pills | _Line | _Text):
            widget.update_ask(ask)

    def widget_for(self, key: str) -> QWidget | None:
        """The widget that takes the focus for a question, or None if it is not asked here."""
        widget = self._widgets.get(key)
        return widget.focus_target() if isinstance(widget, _Tick | _Pills | _Line | _Text) else None


class ProblemPlace(QWidget):
    """Where the error summary stands; empty and without height while there is nothing wrong."""

    def __init__(self, find: Callable[[str], QWidget | None]) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._find = find
        self._shown: Problem | None = None
        self.summary: ErrorSummary | None = None
        self.hide()

    def show_problem(self, problem: Problem | None) -> bool:
        """Show it; True when it is a new one, so that the page can bring it into view."""
        if problem == self._shown:
            return False
        fresh = problem is not None and (self._shown is None or self._shown.title != problem.title)
        self._shown = problem
        if self.summary is not None:
            self.summary.hide()
            self._column.removeWidget(self.summary)
            self.summary.deleteLater()
            self.summary = None
        if problem is not None:
            self.summary = ErrorSummary(problem.title, problem.words, problem.links)
            self.summary.wanted.connect(self.go_to)
            self._column.addWidget(self.summary)
        self.setVisible(problem is not None)
        tab_in_reading_order(self.window())
        return fresh

    def go_to(self, key: str) -> None:
        """Put the focus on the field of that key."""
        target = self._find(key)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> None:
        """Put the focus on the first thing that is named in the summary; Enter goes to the thing itself."""
        if self.summary is not None and self.summary.links:
            self.summary.links[0].setFocus(Qt.FocusReason.OtherFocusReason)


def put_beside(columns: Columns, beside: Beside, *, at_door: bool) -> None:
    """What stands beside the work: at the door the warnings first, in the session the time comes before them."""
    cards = []
    if beside.silence:
        cards.append(silence_card(beside))
    if beside.people:
        cards.append(people_card(beside.people, beside.address))
    if beside.warnings:
        warnings = Card("Before you go in" if at_door else "Keep in mind")
        for warning in beside.warnings:
            warnings.column.addWidget(warning_callout(warning.title, warning.action))
        if at_door:
            columns.add("first", warnings)
        else:
            cards.append(warnings)
    for card in cards:
        columns.add("rest", card)


def people_card(people: tuple[tuple[str, str], ...], address: str = "") -> Card:
    """Who to ring, and what to say first: where you are."""
    card = Card("People to call")
    lines = [("phone", who, number) for who, number in people]
    lines += [("map-pin", "You are at", address)] if address else []
    for icon, who, number in lines:
        row = QHBoxLayout()
        row.setSpacing(THEME.dp(12))
        row.addWidget(Icon(icon, "primary_text"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(who, strong=True))
        words.addWidget(Label(number))
        row.addLayout(words, 1)
        card.column.addLayout(row)
    return card


def silence_card(beside: Beside) -> Card:
    """What happens, and when, if nothing is heard from the tutor."""
    card = Card(beside.silence_title)
    for time, words in beside.silence:
        row = QHBoxLayout()
        row.setSpacing(THEME.dp(8))
        row.addWidget(Line(time), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words), 1)
        card.column.addLayout(row)
    return card


def fact_rows(card: Card, facts: Sequence[tuple[str, str]]) -> None:
    """Label and value, one below the other in a narrow place's reading order."""
    for label, value in facts:
        card.column.addWidget(fact(label, value))


def fact(label: str, value: str) -> QWidget:
    """A grey label above its value."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(label, "small", "muted"))
    column.addWidget(Label(value))
    return holder
