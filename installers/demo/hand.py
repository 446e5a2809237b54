"""A hand on the window: presses, ticks and writes by the names that a screen reader says, and takes pictures."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from app.ui.shell.window import MainWindow

_LONGEST = 30.0
Field = QLineEdit | QPlainTextEdit | QTextEdit


class Hand:
    """Does what a person does, and waits for what a person would see."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window, self._folder, self._count = window, folder, 0
        folder.mkdir(parents=True, exist_ok=True)

    def press(self, name: str) -> None:
        """Press the first button whose name begins so, once it is there."""
        self._find(QAbstractButton, name).click()
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Write into the field with this name."""
        self.wait(lambda: next(self._fields(name), None) is not None, f"field {name!r}")
        field = next(self._fields(name))
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            field.setPlainText(text)
        self.settle()

    def tick(self) -> None:
        """Let the window look at the clock."""
        self._window.ticker.tick.emit()
        self.settle()

    def see(self, words: str) -> None:
        """Wait until these words stand somewhere on the page."""
        self.wait(lambda: any(words in text for text in self._texts()), f"words {words!r}")

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        self.settle()
        self._grab(name)

    def _grab(self, name: str) -> None:
        self._count += 1
        self._window.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))

    def settle(self) -> None:
        """Let the window and its worker finish what they are at."""
        self.wait(lambda: not self._window.worker.busy, "the worker")

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let events happen until the condition holds."""
        end = time.monotonic() + _LONGEST
        QApplication.processEvents()
        while not condition():
            if time.monotonic() > end:
                self._grab("stuck")
                raise SystemExit(f"The demonstration waited in vain for {what}. The last picture shows where.")
            QApplication.processEvents()

    def _find(self, kind: type[QAbstractButton], name: str) -> QAbstractButton:
        def look() -> QAbstractButton | None:
            found = self._window.findChildren(kind)
            return next((b for b in found if b.isVisible() and _plain(_name(b)).startswith(name)), None)

        self.wait(lambda: look() is not None, f"button {name!r}")
        found = look()
        assert found is not None
        return found

    def _fields(self, name: str) -> Iterator[Field]:
        for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
            for field in self._window.findChildren(kind):
                if field.isVisible() and field.accessibleName().startswith(name):
                    yield field

    def _texts(self) -> Iterator[str]:
        for widget in self._window.findChildren(QWidget):
            if widget.isVisible():
                text = getattr(widget, "text", None)
                if callable(text):
                    yield str(text())
                yield widget.accessibleName()


def _name(button: QAbstractButton) -> str:
    return button.accessibleName() or button.text()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("&", "")).strip()
