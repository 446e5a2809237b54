"""Pupils on the screen: the list with its finder, and one pupil down the page. Must not decide what is shown."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.pupils.presenter import PupilPresenter, PupilsPresenter, PupilsState, PupilState, VisitRow
from app.ui.theme import THEME
from app.ui.visit.parts import fact_rows, people_card
from app.ui.widgets.base import on_click
from app.ui.widgets.cards import Callout, Card, warning_callout
from app.ui.widgets.fields import Field
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Page, empty
from app.ui.widgets.progress import Bar
from app.ui.widgets.rows import Row, RowSpec
from app.ui.widgets.scroll import Columns
from app.ui.widgets.tags import TagSpec
from app.ui.widgets.text import Label


class PupilsView(Page):
    """The list; Ctrl+F goes to the finder."""

    def __init__(self, presenter: PupilsPresenter) -> None:
        super().__init__("Pupils")
        self._presenter = presenter
        self.finder = Field("Find a pupil", presenter.state.find, "Name, year or form", width=420)
        self.finder.changed.connect(presenter.find)
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(THEME.dp(10))
        self.column.addWidget(self.finder)
        self.column.addWidget(self._rows)
        self.column.addStretch(1)
        QShortcut(QKeySequence("Ctrl+F"), self, self._find)

    def _find(self) -> None:
        self.finder.edit.setFocus()
        self.finder.edit.selectAll()

    def main_action(self) -> None:
        first = self._rows.findChild(Row)
        if first is not None:
            first.click()

    def show_state(self, state: PupilsState) -> None:
        """Show the rows; the finder keeps its words and its caret."""
        self.header.say("Pupils", state.line)
        self.finder.setVisible(not state.loading and (bool(state.rows) or bool(state.find)))
        empty(self._list)
        if state.error is not None:
            self._list.addWidget(Callout(*state.error, "danger"))
        if state.empty is not None:
            card = Card(state.empty[0])
            card.column.addWidget(Label(state.empty[1]))
            self._list.addWidget(card)
        for pupil in state.rows:
            row = Row(RowSpec(pupil.name, pupil.detail, tags=tuple(TagSpec(*tag) for tag in pupil.tags)))
            row.setObjectName(f"pupil-{pupil.pupil_id}")
            on_click(row, self._presenter.row_pressed, pupil.pupil_id)
            self._list.addWidget(row)
        tab_in_reading_order(self)


class PupilView(Page):
    """One pupil: warnings, people, facts, visits to come and visits past."""

    def __init__(self, presenter: PupilPresenter) -> None:
        super().__init__(presenter.state.title, back=True)
        self._presenter = presenter
        self._shown = presenter.state

    def show_state(self, state: PupilState) -> None:
        """Show a pupil."""
        self._shown = state
        self.header.say(state.title, state.line)
        self.rebuild(self._fill)

    def _fill(self) -> None:
        state = self._shown
        if state.error is not None:
            self.column.addWidget(Callout(*state.error, "danger"))
        if state.loading or state.error is not None:
            self.column.addStretch(1)
            return
        columns = Columns()
        if state.warnings:
            card = Card("Warnings")
            for warning in state.warnings:
                card.column.addWidget(warning_callout(warning.title, warning.action))
            columns.add("first", card)
        columns.add("main", self._visits("Visits to come", state.upcoming, "None planned."))
        columns.add("main", self._visits("Past visits", state.history, "None yet."))
        if state.people:
            columns.add("rest", people_card(state.people))
        facts = Card("About")
        fact_rows(facts, state.facts)
        columns.add("rest", facts)
        if state.attendance is not None:
            columns.add("rest", _attendance(*state.attendance))
        self.column.addWidget(columns)
        self.column.addStretch(1)

    def _visits(self, title: str, visits: tuple[VisitRow, ...], none: str) -> QWidget:
        card = Card(title)
        if not visits:
            card.column.addWidget(Label(none, tone="muted"))
        for visit in visits:
            row = Row(RowSpec(visit.when, visit.detail, tags=(TagSpec(*visit.tag),), spoken=_spoken(visit)))
            row.setObjectName(f"visit-{visit.visit_id}")
            on_click(row, self._presenter.visit_pressed, visit.visit_id)
            card.column.addWidget(row)
        return card


def _spoken(visit: VisitRow) -> str:
    return ", ".join(part for part in (visit.when, visit.tag[0], visit.detail) if part)


def _attendance(text: str, percent: int) -> QWidget:
    card = Card("Attendance")
    card.column.addWidget(Label(text))
    bar = Bar(text)
    bar.setValue(percent)
    card.column.addWidget(bar)
    return card
