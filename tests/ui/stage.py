"""The real window on fakes, and the moves that scenes are made of. Must not hold a scene."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.casework.views import VisitCard
from app.domain.visit import VisitState
from app.ui.shell.window import MainWindow
from app.ui.visit.presenter import VisitPresenter
from app.ui.worker import Worker
from tests.ui.fakes import FakeServices


@dataclass
class Stage:
    """A window on fakes, and the few moves that scenes are made of."""

    services: FakeServices = field(default_factory=FakeServices)
    window: MainWindow = field(init=False)

    def open(self, theme: str = "light", zoom: int = 100, size: tuple[int, int] = (1366, 768)) -> MainWindow:
        """Make and show the window at the unlock page."""
        self.services.preferences = replace(self.services.preferences, theme=theme, zoom=zoom)
        self.window = MainWindow(self.services.port(), running=False)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        self.settle()
        return self.window

    def settle(self) -> None:
        """Until nothing is waiting on the worker and nothing is left to lay out."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.processEvents()
        while self.window.worker.busy or self.window.sos_worker.busy:
            for worker in (self.window.worker, self.window.sos_worker):
                _wait_for(worker)
            app.processEvents()
        for _ in range(4):
            drop_deleted(app)
            app.processEvents()

    def unlock(self) -> None:
        """Open the desk."""
        assert self.window.unlock is not None
        self.window.unlock.unlock(self.services.passphrase)
        self.settle()

    def tick(self) -> None:
        """One second's work, without time passing."""
        self.window.ticker.tick.emit()
        self.settle()

    def go(self, key: str) -> None:
        """To a place of the rail."""
        assert self.window.shell is not None
        self.window.shell.open_page(key)
        self.settle()

    def visit(self, card: VisitCard | None = None, *, arrive: bool = False) -> VisitPresenter:
        """To the visit; `card` is what the desk knows of it."""
        desk = self.services.desk
        if card is not None:
            desk.page = replace(desk.page, card=card)
            visits = tuple(card if v.visit_id == card.visit_id else v for v in desk.day.visits)
            running = next((v for v in visits if v.state is VisitState.IN_SESSION), None)
            desk.day = replace(desk.day, visits=visits, running=running)
        assert self.window.shell is not None
        self.window.shell.changed()
        self.window.shell.open_visit(desk.page.card.visit_id, arrive=arrive)
        self.settle()
        page = self.window.shell.page
        assert isinstance(page, VisitPresenter)
        return page

    def close(self) -> None:
        """End the window without asking."""
        self.window.stop()
        self.window.deleteLater()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        drop_deleted(app)
        app.processEvents()


def _wait_for(worker: Worker) -> None:
    """Until a worker has brought everything back; 30 seconds mean that it hangs."""
    if not worker.busy:
        return
    loop, limit = QEventLoop(), QTimer()
    worker.idle.connect(loop.quit)
    limit.setSingleShot(True)
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start(30_000)
    assert loop.exec() == 0, "the worker hangs"


def drop_deleted(app: QApplication) -> None:
    """Delete now what was asked to be deleted later: outside `exec` nothing else does it."""
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
