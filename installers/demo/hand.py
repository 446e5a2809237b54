"""A hand on the window: presses, ticks and writes by the names that a screen reader says, and takes pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.ui.shell.window import MainWindow

_LONGEST = 120.0


class Hand:
    """Does what a person does, and waits for what a person would see."""

    def __init__(self, window: MainWindow, pass_minutes: Callable[[float], None], folder: Path) -> None:
        self._window, self._pass, self._folder, self._count = window, pass_minutes, folder, 0

    def press(self, name: str) -> None:
        """Press the first button that can be seen and whose name begins so, once it is there."""
        self.wait(lambda: self._button(name) is not None, f"the button {name!r}")
        button = self._button(name)
        assert button is not None
        button.click()
        self.settle()

    def tick_all(self) -> None:
        """Answer every row of the page with yes."""
        for button in list(self._buttons()):
            if button.isCheckable() and not button.isChecked() and type(button).__name__ == "_Tick":
                button.click()
        self.settle()

    def write(self, name: str, text: str) -> None:
        """Write into the field whose name begins so."""
        self.wait(lambda: self._field(name) is not None, f"the field {name!r}")
        field = self._field(name)
        if isinstance(field, QLineEdit):
            field.setText(text)
        elif field is not None:
            field.setPlainText(text)
        self.settle()

    def pass_minutes(self, minutes: int) -> None:
        """Let time pass, with a sign of life each minute, so that the window does not lock itself."""
        for _ in range(minutes):
            self._pass(1)
            if self._window.shell is not None:
                self._window.shell.touch()
            self._window.ticker.tick.emit()
        self.settle()

    def see(self, words: str) -> None:
        """Wait until these words stand somewhere on the page."""
        self.wait(lambda: any(words in text for text in self._texts()), f"the words {words!r}")

    def picture(self, name: str) -> None:
        """Keep a picture of the window."""
        self.settle()
        self._grab(name)

    def settle(self) -> None:
        """Let the window and its worker finish what they are at."""
        self.wait(lambda: not self._window.worker.busy, "the worker")

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Let events happen until the condition holds; ends the demonstration when it never does."""
        end = time.monotonic() + _LONGEST
        _let_happen()
        while not condition():
            if time.monotonic() > end:
                self._grab("stuck")
                raise SystemExit(f"The demonstration waited in vain for {what}. The last picture shows where.")
            _let_happen()

    def _grab(self, name: str) -> None:
        self._count += 1
        self._window.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))

    def _button(self, name: str) -> QAbstractButton | None:
        return next((b for b in self._buttons() if (b.accessibleName() or b.text()).startswith(name)), None)

    def _buttons(self) -> Iterator[QAbstractButton]:
        return (button for button in self._window.findChildren(QAbstractButton) if button.isVisible())

    def _field(self, name: str) -> QLineEdit | QPlainTextEdit | None:
        fields = [*self._window.findChildren(QLineEdit), *self._window.findChildren(QPlainTextEdit)]
        found = (f for f in fields if isinstance(f, QLineEdit | QPlainTextEdit) and f.isVisible())
        return next((field for field in found if field.accessibleName().startswith(name)), None)

    def _texts(self) -> Iterator[str]:
        for widget in self._window.findChildren(QWidget):
            if widget.isVisible():
                text = getattr(widget, "text", None)
                yield f"{text() if callable(text) else ''} {widget.accessibleName()}"


def _let_happen() -> None:
    """One turn of an event loop; deferred deletions need to be asked for where no loop runs."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
