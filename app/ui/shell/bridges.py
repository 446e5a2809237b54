"""What brings things to the screen's thread: the ticker, sync's states, words for screen readers. No logic.

Qt's rarer classes are imported where they are used: each costs the start of the program some milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.ui.ports import SyncState

_SECOND_MS = 1000


class Ticker(QObject):
    """The one timer of the program. Signal `tick()` each second; made with `running=False` in tests."""

    tick = Signal()

    def __init__(self, parent: QObject | None = None, *, running: bool = True, every_ms: int = _SECOND_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.tick)
        if running:
            self._timer.start()

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()


class SyncBridge(QObject):
    """Carries sync's states from its thread to the screen's. Signal `changed(object)`: a SyncState."""

    changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, subscribe: Callable[[Callable[[SyncState], None]], Callable[[], None]], parent: QObject) -> None:
        super().__init__(parent)
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._end = subscribe(self._arrived.emit)

    def _pass_on(self, state: SyncState) -> None:
        self.changed.emit(state)

    def stop(self) -> None:
        """Hear no more."""
        self._end()


def announcer(window: QWidget) -> Callable[[str], None]:
    """A function that tells a screen reader something at once."""

    def announce(words: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(window, words)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    return announce


def ask_where(window: QWidget) -> Callable[[str], Path | None]:
    """A function that asks where to save a file; starts in the person's documents."""

    def ask(name: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen, _kind = QFileDialog.getSaveFileName(window, "Save a copy", name, "PDF (*.pdf)")
        return Path(chosen) if chosen else None

    return ask


def open_path(path: Path) -> bool:
    """Show a file in the system's viewer."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
