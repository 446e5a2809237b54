"""The one window: unlock page or frame, the SOS page over everything, keys, zoom, the focus ring, the ticker.

Must import little: it is made before the first paint. What an unlocked desk needs is imported after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.ports import Context, DeskCalls, Handover, Preferences, Scheduler, Services
from app.ui.shell.bridges import SyncBridge, Ticker, announcer, ask_where, open_path
from app.ui.theme import THEME, ThemeChoice
from app.ui.unlock.presenter import UnlockPresenter
from app.ui.unlock.view import UnlockView
from app.ui.widgets.ring import FocusRing
from app.ui.worker import Worker

if TYPE_CHECKING:
    from app.ui.shell.presenter import ShellPresenter
    from app.ui.shell.view import ShellView
    from app.ui.sos.presenter import SosPresenter

_SMALLEST = QSize(640, 400)
_FIRST = QSize(1180, 760)
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel})


class MainWindow(QWidget):
    """Doorstep's window. `running=False` (tests): time passes only when `ticker.tick` is emitted."""

    def __init__(self, services: Services, *, running: bool = True) -> None:
        super().__init__()
        self.services = services
        self.setObjectName("window")
        self.setWindowTitle("Doorstep")
        self.setMinimumSize(_SMALLEST)
        self.resize(_FIRST)
        self.preferences = services.load_preferences()
        self.worker, self.sos_worker = Worker(self), Worker(self)
        self.scheduler = Scheduler(services.clock)
        self.ticker = Ticker(self, running=running)
        self.ticker.tick.connect(self._tick)
        self.announce = announcer(self)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.unlock: UnlockPresenter | None = None
        self.shell: ShellPresenter | None = None
        self.view: QWidget | None = None
        self.sos: SosPresenter | None = None
        self._sos_view: QWidget | None = None
        self._before_sos: QWidget | None = None
        self._bridge: SyncBridge | None = None
        self._close_asked = self._stopped = False
        self.ring = FocusRing(self)
        self._keys()
        self._show_preferences(self.preferences)
        THEME.changed.connect(self._rebuild)
        self.show_unlock()

    # --- the two faces ----------------------------------------------------------------------------------------------

    def show_unlock(self) -> None:
        """The pages before an open desk."""
        self._drop_shell()
        self.unlock = UnlockPresenter(self.services, self.worker, self.open_desk)
        self._put_unlock()

    def _put_unlock(self) -> None:
        assert self.unlock is not None
        view = UnlockView(self.unlock)
        view.sos.connect(self.start_sos)
        self._put(view)
        self.unlock.attach(view)

    def open_desk(self, desk: DeskCalls) -> None:
        """Show the pages of an unlocked desk."""
        from app.ui.shell.pages import page_maker
        from app.ui.shell.presenter import ShellPresenter

        if self.unlock is not None:
            self.unlock.detach()
            self.unlock = None
        view = self._put_shell_view()
        context = self._context(desk)
        make = page_maker(self.apply_preferences)
        self.shell = ShellPresenter(context, make, _Places(self), self.preferences)
        view.serve(self.shell)
        self._bridge = SyncBridge(desk.subscribe, self)
        self._bridge.changed.connect(self._sync_changed)
        self.shell.begin()

    def _context(self, desk: DeskCalls) -> Callable[[ShellPresenter], Context]:
        def make(shell: ShellPresenter) -> Context:
            return Context(
                services=self.services,
                desk=desk,
                background=self.worker,
                scheduler=self.scheduler,
                go=shell,
                announce=self.announce,
                ask_where=ask_where(self),
                open_path=open_path,
            )

        return make

    def _put_shell_view(self) -> ShellView:
        from app.ui.shell.view import ShellView

        view = ShellView(self.start_sos)
        self._put(view)
        return view

    def face(self) -> QWidget:
        """What covers the window now: the unlock page, the frame, or the call for help."""
        current = self._stack.currentWidget()
        assert current is not None
        return current

    def _put(self, view: QWidget) -> None:
        old, self.view = self.view, view
        self._stack.insertWidget(0, view)
        if old is not None:
            old.hide()
            self._stack.removeWidget(old)
            old.deleteLater()
        if self._sos_view is None:
            self._stack.setCurrentWidget(view)

    def _drop_shell(self) -> None:
        if self._bridge is not None:
            self._bridge.stop()
            self._bridge.deleteLater()
            self._bridge = None
        if self.shell is not None:
            self.shell.detach()
            self.shell = None

    def locked(self, handover: Handover | None) -> None:
        """The desk is closed and this process lives on: tests, or a system where it cannot be replaced."""
        self.services = replace(self.services, handover=handover)
        self.show_unlock()

    # --- help -------------------------------------------------------------------------------------------------------

    def start_sos(self) -> None:
        """F9 or the SOS button, on every page, locked or not."""
        if self.sos is not None:
            return
        from app.ui.sos.presenter import SosPresenter

        self._touch()
        self._before_sos = self.focusWidget()
        self.sos = SosPresenter(self.services, self.sos_worker, self.scheduler, self.announce, self._end_sos)
        self._put_sos()

    def _put_sos(self) -> None:
        from app.ui.sos.view import SosView

        assert self.sos is not None
        self._drop_sos_view()
        view = SosView(self.sos)
        self._sos_view = view
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        self.sos.attach(view)

    def _drop_sos_view(self) -> None:
        if self._sos_view is not None:
            self._stack.removeWidget(self._sos_view)
            self._sos_view.deleteLater()
            self._sos_view = None

    def _end_sos(self) -> None:
        if self.sos is not None:
            self.sos.detach()
            self.sos = None
        self._drop_sos_view()
        if self.view is not None:
            self._stack.setCurrentWidget(self.view)
            self._focus_again()

    def _focus_again(self) -> None:
        """Put the focus where it was before the call for help; where that is gone, on the first control."""
        before, self._before_sos = self._before_sos, None
        if before is not None and isValid(before) and self.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focusNextPrevChild(True)

    # --- time, keys, look -------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self.scheduler.tick()
        for follower in (self.sos, self.shell, self.unlock):
            if follower is not None:
                follower.tick()

    def _sync_changed(self, state: Any) -> None:
        if self.shell is not None:
            self.shell.sync_changed(state)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F9": self.start_sos,
            "Ctrl+L": self._lock,
            "Ctrl+Return": self._main_action,
            "Ctrl+Enter": self._main_action,
            "Esc": self._escape,
            "Alt+Left": self._back,
            "Ctrl++": lambda: self._zoom(1),
            "Ctrl+=": lambda: self._zoom(1),
            "Ctrl+-": lambda: self._zoom(-1),
            "Ctrl+0": lambda: self._zoom(0),
        }
        for number, key in enumerate(("today", "pupils", "reports", "outbox", "settings"), 1):
            keys[f"Alt+{number}"] = partial(self._open, key)
        for sequence, call in keys.items():
            QShortcut(QKeySequence(sequence), self, call)

    def _open(self, key: str) -> None:
        if self.shell is not None and self.sos is None:
            self.shell.open_page(key)

    def _lock(self) -> None:
        if self.shell is not None:
            self.shell.lock()

    def _back(self) -> None:
        if self.shell is not None and self.sos is None:
            self.shell.back()

    def _escape(self) -> None:
        if self.sos is not None:
            self.sos.escape()
        else:
            self._back()

    def _main_action(self) -> None:
        act = getattr(self.face(), "main_action", None)
        if act is not None:
            act()

    def _zoom(self, direction: int) -> None:
        self.apply_preferences(replace(self.preferences, zoom=THEME.stepped(direction)))

    def apply_preferences(self, preferences: Preferences) -> None:
        """Show and keep what was chosen in Settings."""
        self._keep(preferences)
        self._show_preferences(preferences)

    def _keep(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.services.save_preferences(preferences)
        if self.shell is not None:
            self.shell.preferences = preferences
            take = getattr(self.shell.page, "take", None)
            if take is not None:
                take(preferences)

    def _show_preferences(self, preferences: Preferences) -> None:
        look = (THEME.choice, THEME.zoom)
        THEME.choice, THEME.zoom = ThemeChoice(preferences.theme), preferences.zoom
        if look != (THEME.choice, THEME.zoom) or self.view is None:
            THEME.apply()

    def _rebuild(self) -> None:
        """Another look: build the present page anew from its state."""
        self.setMinimumSize(_SMALLEST)
        if self.shell is not None:
            self.shell.detach()
            view = self._put_shell_view()
            view.serve(self.shell)
            self.shell.rebuilt()
        elif self.unlock is not None:
            self._put_unlock()
        if self.sos is not None:
            self._put_sos()

    # --- the window itself --------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ring.watch_window()
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return super().eventFilter(watched, event)

    def _touch(self) -> None:
        if self.shell is not None:
            self.shell.touch()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell is not None and self.shell.running is not None and not self._close_asked:
            self._close_asked = True
            self.shell.ask_before_closing()
            event.ignore()
            return
        self.stop()
        event.accept()

    def stop(self) -> None:
        """Save drafts, end the threads and the timer; call before the application ends. Once is enough."""
        if self._stopped:
            return
        self._stopped = True
        self.ticker.stop()
        if self.shell is not None:
            self.shell.flush()
        self._drop_shell()
        THEME.changed.disconnect(self._rebuild)
        self.worker.stop()
        self.sos_worker.stop()


class _Places:
    """The frame's view, whichever is shown now: it is another one after a change of theme."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show_page(self, route: Any, presenter: Any) -> None:
        self._shown("show_page", route, presenter)

    def destroy_pages(self) -> None:
        self._shown("destroy_pages")

    def alert(self) -> None:
        self._shown("alert")
        QApplication.alert(self._window)

    def locked(self, handover: Handover | None) -> None:
        self._window.locked(handover)

    def _shown(self, what: str, *args: Any) -> None:
        call = getattr(self._window.view, what, None)
        if call is not None:
            call(*args)
