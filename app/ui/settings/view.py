"""Settings on the screen. Must not keep a passphrase after it was used."""

from __future__ import annotations

from collections.abc import Sequence

from app.ui.settings.presenter import LOCK_AFTER, THEMES, ZOOMS, SettingsPresenter, SettingsState
from app.ui.theme import THEME
from app.ui.widgets.base import on_click
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout, Card
from app.ui.widgets.choices import Option, PillChoice
from app.ui.widgets.fields import Field, SecretField
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Page
from app.ui.widgets.text import Label


class SettingsView(Page):
    """Look, text size, lock, passphrase, school."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__("Settings")
        self._presenter = presenter
        self.message = Callout("", "", "ok")
        self.message.hide()
        self.column.addWidget(self.message)
        for card in (self._school(), self._look(), self._lock(), self._passphrase()):
            card.setMaximumWidth(THEME.dp(760))
            self.column.addWidget(card)
        self.column.addStretch(1)
        self._done = presenter.state.done

    def _choice(self, what: str, question: str, options: Sequence[tuple[str, str]], value: str) -> PillChoice:
        choice = PillChoice(question, [Option(v, w) for v, w in options], value)
        choice.chosen.connect(lambda v: self._presenter.choose(what, v))
        for key, pill in choice.pills.items():
            pill.setObjectName(f"{what}-{key}")
        return choice

    def _look(self) -> Card:
        kept = self._presenter.state.preferences
        card = Card("Look")
        self.theme = self._choice("theme", "Colours", THEMES, kept.theme)
        self.zoom = self._choice("zoom", "Text size", ZOOMS, str(kept.zoom))
        card.column.addWidget(self.theme)
        card.column.addWidget(self.zoom)
        card.column.addWidget(
            Label("Ctrl and + or − change the text size on every screen. Ctrl and 0 is 100 %.", "small", "muted")
        )
        return card

    def _lock(self) -> Card:
        card = Card("Lock")
        kept = self._presenter.state.preferences
        question = "Lock after this long without use"
        self.lock_after = self._choice("lock_after_minutes", question, LOCK_AFTER, str(kept.lock_after_minutes))
        card.column.addWidget(self.lock_after)
        card.column.addWidget(
            Label("A visit that runs keeps its time and SOS while the laptop is locked.", "small", "muted")
        )
        return card

    def _passphrase(self) -> Card:
        card = Card("Change your passphrase")
        self.old = SecretField("Your passphrase now")
        self.new = SecretField("New passphrase", "At least 12 characters. A few unrelated words are good.")
        self.again = SecretField("New passphrase again")
        for field in (self.old, self.new, self.again):
            card.column.addWidget(field)
        self.change = Button("Change passphrase")
        on_click(self.change, self._change)
        card.column.addWidget(self.change)
        return card

    def _change(self) -> None:
        self._presenter.change_passphrase(self.old.value, self.new.value, self.again.value)

    def _school(self) -> Card:
        self.school_card = Card("Join your school")
        self.school_card.column.addWidget(Label("The school gives you its address and a code that works once."))
        self.address = Field("The school's address", hint="It begins with https://")
        self.code = Field("Joining code")
        self.join = Button("Join")
        on_click(self.join, lambda: self._presenter.join(self.address.value, self.code.value))
        for part in (self.address, self.code, self.join):
            self.school_card.column.addWidget(part)
        self.school_card.hide()
        return self.school_card

    def show_state(self, state: SettingsState) -> None:
        """Show what changed; passphrases are emptied once they were taken."""
        if state.done != self._done:
            self._done = state.done
            for secret in (self.old, self.new, self.again):
                secret.clear()
        self._show_message(state)
        wrong = dict(state.wrong)
        fields: dict[str, Field] = {
            "old": self.old,
            "new": self.new,
            "again": self.again,
            "address": self.address,
            "code": self.code,
        }
        for name, field in fields.items():
            field.set_wrong(wrong.get(name, ""))
        self.change.set_words("Changing it" if state.busy == "passphrase" else "Change passphrase")
        self.join.set_words("Joining" if state.busy == "join" else "Join")
        shown = state.joined is False
        if self.school_card.isVisibleTo(self) != shown:
            self.school_card.setVisible(shown)
            tab_in_reading_order(self)

    def _show_message(self, state: SettingsState) -> None:
        self.message.setVisible(state.message is not None)
        if state.message is not None:
            self.message.say(state.message[1], state.message[2])
            self.middle.verticalScrollBar().setValue(0)
