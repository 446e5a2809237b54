"""A passphrase that is typed may be looked at, and the button says which one it shows."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.widgets.fields import SecretField
from tests.ui.walk import name_of


def test_the_button_says_what_it_shows_and_hides(desktop: QtBot) -> None:
    field = SecretField("The same again")
    desktop.addWidget(field)
    assert name_of(field.show_button) == "Show: The same again"
    field.show_button.click()
    assert name_of(field.show_button) == "Hide: The same again"
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    field.clear()
    assert name_of(field.show_button) == "Show: The same again"
