"""Answers that are chosen: by mouse, keys, and a screen reader's own press, which is not a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.ui.widgets.choices import Option, PillChoice, RowChoice

OPTIONS = (Option("yes", "Yes"), Option("no", "No"))
Choice = PillChoice | RowChoice


def _buttons(choice: Choice) -> list[QAbstractButton]:
    return list(choice.pills.values() if isinstance(choice, PillChoice) else choice.rows.values())


@pytest.fixture(params=[PillChoice, RowChoice])
def choice(request: pytest.FixtureRequest, desktop: QtBot) -> Choice:
    """A question whose first answer is chosen already."""
    make: Callable[..., Choice] = request.param
    made = make("Is anybody at home", OPTIONS, "yes")
    desktop.addWidget(made)
    made.show()
    return made


def test_a_screen_readers_press_chooses(choice: Choice) -> None:
    said: list[str] = []
    choice.chosen.connect(said.append)
    found = QAccessible.queryAccessibleInterface(_buttons(choice)[1])
    assert found is not None
    found.actionInterface().doAction(QAccessibleActionInterface.toggleAction())
    assert (said, choice.value) == (["no"], "no")


def test_a_click_and_a_key_choose_once_each(choice: Choice) -> None:
    said: list[str] = []
    choice.chosen.connect(said.append)
    yes, no = _buttons(choice)
    QTest.mouseClick(no, Qt.MouseButton.LeftButton)
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Space)
    assert said == ["no", "yes"]
