"""A heading is a heading to a screen reader that runs already when the page is made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from app.ui.widgets.text import Heading, Label
from tests.ui.walk import interface


@pytest.fixture
def reader_runs(desktop: QtBot) -> Iterator[QtBot]:
    """As when a screen reader is on: Qt then asks what a thing is at the first change of its words."""
    QAccessible.setActive(True)
    yield desktop
    QAccessible.setActive(False)


@pytest.mark.parametrize("level", [1, 2])
def test_a_heading_is_one_from_its_first_word(reader_runs: QtBot, level: int) -> None:
    heading = Heading("People to call", level)
    reader_runs.addWidget(heading)
    assert interface(heading).role() == QAccessible.Role.Heading
    heading.setText("Warnings")
    assert interface(heading).text(QAccessible.Text.Name) == "Warnings"


def test_other_words_are_not_headings(reader_runs: QtBot) -> None:
    label = Label("People to call")
    reader_runs.addWidget(label)
    assert interface(label).role() == QAccessible.Role.StaticText
