"""After a call for help a person is where they were: with the keyboard too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tests.ui.stage import Stage

Staged = Callable[..., Stage]


def _call_and_come_back(stage: Stage, meanwhile: Callable[[], None] = lambda: None) -> QWidget | None:
    stage.window.start_sos()
    stage.settle()
    meanwhile()
    calling = stage.window.sos
    assert calling is not None
    calling.take_back()
    stage.settle()
    QTest.keyClick(stage.window.focusWidget() or stage.window, Qt.Key.Key_Escape)
    stage.settle()
    assert stage.window.sos is None
    return stage.window.focusWidget()


def test_the_words_that_were_being_typed_go_on(staged: Staged) -> None:
    stage = staged("session")
    notes = next(box for box in stage.window.findChildren(QPlainTextEdit) if box.accessibleName() == "Notes")
    notes.setFocus()
    assert _call_and_come_back(stage) is notes


def test_when_the_page_is_another_the_focus_is_on_a_control_of_it(staged: Staged) -> None:
    stage = staged("session")
    notes = next(box for box in stage.window.findChildren(QPlainTextEdit) if box.accessibleName() == "Notes")
    notes.setFocus()
    focused = _call_and_come_back(stage, lambda: stage.go("outbox"))
    assert focused is not None
    assert focused is not stage.window.view
    assert focused.focusPolicy() & Qt.FocusPolicy.TabFocus
