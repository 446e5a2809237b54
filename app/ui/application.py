"""Starts the desktop: the Qt application, the letters, the look, the window. Must not wire real parts: bootstrap does.

Importing this module imports Qt and the unlock page, nothing that a first paint does not need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app.ui.ports import Services
from app.ui.shell.window import MainWindow
from app.ui.theme import forget_icons
from app.ui.theme.fonts import register_fonts

__all__ = ["application", "run"]


def application(arguments: list[str] | None = None) -> QApplication:
    """The one QApplication, with Fusion and the bundled letters; made if there is none yet."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([sys.argv[0], *(arguments or [])])
    app.setApplicationName("doorstep")
    app.setApplicationDisplayName("Doorstep")
    if app.style().name() != "fusion":  # already so where Qt knows no desktop; to set it again costs 15 ms
        app.setStyle("Fusion")
    register_fonts()
    return app


def run(
    services: Services, *, painted: Callable[[], None] | None = None, shown: Callable[[MainWindow], None] | None = None
) -> int:
    """Show the window and run until it is closed; the exit code.

    `painted` is called once the window is on the screen (to import what comes next), `shown` with the window.
    """
    app = application()
    window = MainWindow(services)
    window.show()
    app.processEvents()
    from app.ui.widgets.headings import announce_headings  # not before the first paint

    announce_headings()
    if painted is not None:
        painted()
    undo = _stop_on_faults(app, window)
    if shown is not None:
        shown(window)
    code = app.exec()
    undo()
    window.deleteLater()
    app.processEvents()
    forget_icons()
    return code


def _stop_on_faults(app: QApplication, window: MainWindow) -> Callable[[], None]:
    from app.ui.faults import SENTENCE, TITLE, stop_on_faults  # not before the first paint

    def tell() -> None:
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.critical(window, TITLE, SENTENCE)

    return stop_on_faults(tell, app.exit)
