"""Work away from the screen: one thread, one piece after another, outcomes back on the screen's thread (ui.md D7).

Must not know what the work is. One thread means one writer and one order: a draft that was asked for before a lock
is saved before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from app.domain.errors import DoorstepError

T = TypeVar("T")
_GIVE_UP_MS = 10_000


class _Job(QRunnable):
    def __init__(self, work: Callable[[], Any], report: Callable[[Any, BaseException | None], None]) -> None:
        super().__init__()
        self._work, self._report = work, report

    def run(self) -> None:
        try:
            result = self._work()
        except BaseException as error:  # noqa: BLE001 - nothing is swallowed: it is raised again on the screen's thread
            self._report(None, error)
        else:
            self._report(result, None)


class Worker(QObject):
    """The `Background` port on a pool of one thread. Signal `idle`: nothing is waiting or running any more."""

    idle = Signal()
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._waiting = 0
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Something is waiting, running or on its way back."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DoorstepError], None] | None = None,
    ) -> None:
        """As `Background.run`; after `stop`, a no-op."""
        if self._closed:
            return
        self._waiting += 1

        def report(result: Any, error: BaseException | None) -> None:
            self._finished.emit((result, error, done, failed))

        self._pool.start(_Job(work, report))

    def _deliver(self, outcome: tuple[Any, BaseException | None, Callable[[Any], None], Any]) -> None:
        result, error, done, failed = outcome
        self._waiting -= 1
        if not self._closed:
            if error is None:
                done(result)
            elif isinstance(error, DoorstepError) and failed is not None:
                failed(error)
            else:
                raise error
        if self._waiting == 0:
            self.idle.emit()

    def stop(self) -> bool:
        """Let what runs come to its end and deliver nothing more; whether it ended within 10 seconds."""
        self._closed = True
        return self._pool.waitForDone(_GIVE_UP_MS)
