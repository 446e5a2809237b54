"""The pages before an unlocked desk. Must not decide anything, and must import little: it is the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.unlock.presenter import UnlockPresenter
from app.ui.unlock.states import RunningVisit, UnlockState, Way
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.fields import Field, SecretField
from app.ui.widgets.flow import FlowLayout
from app.ui.widgets.page import Page
from app.ui.widgets.text import Heading, Icon, Label, Line, set_tone

if TYPE_CHECKING:
    from app.ui.widgets.progress import BigTimer

_WIDTH = 560


class UnlockView(Page):
    """One card in the middle of the page; above it, while a visit runs, its time and the numbers to ring."""

    def __init__(self, presenter: UnlockPresenter) -> None:
        super().__init__("Doorstep", whole_width=True, icon="house")
        self._presenter = presenter
        self._shown: UnlockState | None = None
        self.fields: dict[str, Field] = {}
        self.buttons: dict[str, Button] = {}
        self._hint: Label | None = None
        self._timer: BigTimer | None = None
        self._left: Label | None = None

    def show_state(self, state: UnlockState) -> None:
        """Show a page; while it stays the same page, fields keep what is typed."""
        before, self._shown = self._shown, state
        if before is None or _frame(before) != _frame(state):
            self.rebuild(self._fill)
            self._focus_first()
        self._show_changes(state)

    def main_action(self) -> None:
        button = self.buttons.get("main")
        if button is not None:
            button.click()

    def _show_changes(self, state: UnlockState) -> None:
        self.header.in_visit(state.visit is not None)
        wrong = dict(state.wrong)
        for name, field in self.fields.items():
            if field.wrong.text() != wrong.get(name, ""):
                field.set_wrong(wrong.get(name, ""))
        if "new" in self.fields:
            self.fields["new"].say_hint(state.rule)
        if self._hint is not None:
            self._hint.setText(state.hint[0])
            set_tone(self._hint, state.hint[1])
            self._hint.setVisible(bool(state.hint[0]))
        main = self.buttons.get("main")
        if main is not None:
            main.set_words(state.busy or str(main.property("calm")))
        if state.visit is not None and self._timer is not None and self._left is not None:
            self._timer.show_time(state.visit.timer, state.visit.spoken)
            self._left.setText(state.visit.left)

    def _focus_first(self) -> None:
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.edit.setFocus()

    def _fill(self) -> None:
        state = self._shown
        self.fields, self.buttons = {}, {}
        self._hint = self._timer = self._left = None
        if state is None:
            return
        if state.visit is not None:
            self._place(self._visit_card(state.visit))
        card = Card()
        card.column.setSpacing(THEME.dp(16))
        card.column.addWidget(Heading(state.title))
        if state.intro:
            card.column.addWidget(Label(state.intro))
        fills: dict[Way, Callable[[Card, UnlockState], None]] = {
            Way.UNLOCK: self._fill_unlock,
            Way.PROBLEM: self._fill_problem,
            Way.RECOVER: self._fill_recover,
            Way.CREATE: self._fill_create,
            Way.KEY: self._fill_key,
            Way.CONFIRM: self._fill_confirm,
            Way.JOIN: self._fill_join,
        }
        fills[state.way](card, state)
        self._place(card)
        self.column.addStretch(1)

    def _place(self, card: QWidget) -> None:
        card.setMaximumWidth(THEME.dp(_WIDTH))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 1000)
        row.addStretch(1)
        self.column.addLayout(row)

    def _field(self, card: Card, name: str, field: Field) -> Field:
        field.edit.setObjectName(name)
        field.entered.connect(self.main_action)
        self.fields[name] = field
        card.column.addWidget(field)
        return field

    def _row(self, card: Card, *buttons: tuple[str, str, str, Callable[[], object]]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, THEME.dp(12))
        for name, words, icon, call in buttons:
            button = Button(words, "primary" if name == "main" else "secondary", icon=icon, big=True)
            button.setProperty("calm", words)
            button.setObjectName(name)
            on_click(button, call)
            flow.addWidget(button)
            self.buttons[name] = button
        card.column.addWidget(holder)

    def _text(self, name: str) -> str:
        return self.fields[name].value

    def _fill_unlock(self, card: Card, _state: UnlockState) -> None:
        self._field(card, "passphrase", SecretField("Passphrase"))
        self._row(
            card,
            ("main", "Unlock", "", lambda: self._presenter.unlock(self._text("passphrase"))),
            ("recover", "Use recovery key", "", self._presenter.to_recovery),
        )

    def _fill_problem(self, card: Card, state: UnlockState) -> None:
        if state.problem is not None:
            card.column.addWidget(Callout(*state.problem, "danger"))
        buttons: list[tuple[str, str, str, Callable[[], object]]] = []
        if "recover" in state.offers:
            buttons.append(("main", "Use recovery key", "", self._presenter.to_recovery))
        buttons.append(("again" if buttons else "main", "Try again", "", self._presenter.again))
        self._row(card, *buttons)

    def _new_passphrase(self, card: Card, state: UnlockState) -> None:
        new = self._field(card, "new", SecretField("New passphrase", state.rule))
        new.changed.connect(self._presenter.typed_new)
        self._hint = Label("", "small", "primary", strong=True)
        card.column.addWidget(self._hint)
        self._field(card, "again", SecretField("The same again"))

    def _fill_recover(self, card: Card, state: UnlockState) -> None:
        self._field(card, "key", Field("Recovery key", hint="9 groups of 4 letters and numbers"))
        self._new_passphrase(card, state)
        self._row(
            card,
            ("main", "Open my records", "", self._recover),
            ("back", "Go back", "", self._presenter.again),
        )

    def _recover(self) -> None:
        self._presenter.recover(self._text("key"), self._text("new"), self._text("again"))

    def _fill_create(self, card: Card, state: UnlockState) -> None:
        self._new_passphrase(card, state)
        self._row(card, ("main", "Set up", "", lambda: self._presenter.create(self._text("new"), self._text("again"))))

    def _fill_key(self, card: Card, state: UnlockState) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(THEME.dp(12))
        for place, group in enumerate(state.key):
            grid.addWidget(_group(place + 1, group), place // 3, place % 3)
        card.column.addLayout(grid)
        card.column.addWidget(
            Callout("It is shown only now", "Do not photograph it and do not keep it on this laptop.", "warn")
        )
        self._row(card, ("main", "I have it on paper", "", self._presenter.key_noted))

    def _fill_confirm(self, card: Card, state: UnlockState) -> None:
        first, second = state.groups
        self._field(card, "first", Field(f"Group {first}", width=200))
        self._field(card, "second", Field(f"Group {second}", width=200))
        self._row(
            card,
            ("main", "Go on", "", lambda: self._presenter.confirm(self._text("first"), self._text("second"))),
            ("show", "Show the key again", "", self._presenter.show_key_again),
        )

    def _fill_join(self, card: Card, _state: UnlockState) -> None:
        self._field(card, "address", Field("The school's address", hint="It begins with https://"))
        self._field(card, "code", Field("Joining code"))
        self._row(
            card,
            ("main", "Join", "", lambda: self._presenter.join(self._text("address"), self._text("code"))),
            ("later", "Do this later", "", self._presenter.join_later),
        )

    def _visit_card(self, visit: RunningVisit) -> Card:
        card = Card()
        card.set_alarm(visit.late)
        card.column.addWidget(Heading("A visit is running"))
        from app.ui.widgets.progress import BigTimer  # only while a visit runs: not before the usual first paint

        self._timer = BigTimer()
        self._left = Label(visit.left, "h2", visit.tone)
        beside = QVBoxLayout()
        beside.setSpacing(THEME.dp(2))
        beside.addWidget(self._left)
        beside.addWidget(Label(visit.due))
        row = QHBoxLayout()
        row.setSpacing(THEME.dp(24))
        row.addWidget(self._timer)
        row.addLayout(beside, 1)
        card.column.addLayout(row)
        card.column.addLayout(_fact(*visit.told))
        for who, phone in visit.lines:
            card.column.addLayout(_fact(f"{who}: {phone}", "phone", "primary_text"))
        return card


def _frame(state: UnlockState) -> tuple[object, ...]:
    """What makes it another page: all but words that change in place."""
    visit = state.visit
    return (state.way, state.title, visit and (visit.late, visit.tone, visit.told, visit.lines))


def _group(number: int, group: str) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    label = Line(group, "h2")
    label.setProperty("face", "key")
    label.setAccessibleName(f"Group {number}: {' '.join(group)}")
    column.addWidget(Line(str(number), "small", "muted"))
    column.addWidget(label)
    return holder


def _fact(words: str, icon: str, ink: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(THEME.dp(10))
    row.addWidget(Icon(icon, ink), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(words), 1)
    return row
