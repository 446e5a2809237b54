"""The frame on the screen: rail, strip, one page. Must not decide where to go or keep a page after a lock."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.shell.pages import make_view
from app.ui.shell.presenter import ShellPresenter
from app.ui.shell.states import Route, ShellState, Strip
from app.ui.theme import THEME
from app.ui.widgets.banner import Banner, BannerWords
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Header
from app.ui.widgets.rail import ConnectionWords, NavItem, Rail

NAV = (
    NavItem("today", "Today", "calendar-days", "Alt+1"),
    NavItem("pupils", "Pupils", "users", "Alt+2"),
    NavItem("reports", "Reports", "file-text", "Alt+3"),
    NavItem("outbox", "Outbox", "refresh-cw", "Alt+4"),
    NavItem("settings", "Settings", "settings", "Alt+5"),
)
_COMPACT_BELOW = 1040


class ShellView(QWidget):
    """Rail at the left; at the right the strip, when there is one, over the page. `on_sos` is called for help."""

    def __init__(self, on_sos: Any) -> None:
        super().__init__()
        self.presenter: ShellPresenter | None = None
        self._on_sos = on_sos
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = Rail("Doorstep", NAV)
        right = QVBoxLayout()
        right.setSpacing(0)
        self._strip_at = QVBoxLayout()
        self._page_at = QVBoxLayout()
        right.addLayout(self._strip_at)
        right.addLayout(self._page_at, 1)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.page: QWidget | None = None
        self.strip: Banner | None = None
        self._in_visit = False
        self._strip_shown: Strip | None = None

    def serve(self, presenter: ShellPresenter) -> None:
        """Take presses to this presenter, and show its state."""
        self.presenter = presenter
        self.rail.wanted.connect(presenter.open_page)
        self.rail.outbox.connect(lambda: presenter.open_page("outbox"))
        self.rail.lock.connect(presenter.lock)
        presenter.attach(self)

    def show_state(self, state: ShellState) -> None:
        """Show the frame."""
        self.rail.set_current(state.rail)
        box = state.connection
        self.rail.connection.say(ConnectionWords(box.icon, box.title, box.detail, box.short))
        self._show_strip(state.strip)
        self._in_visit = state.in_visit
        self._mark_sos()

    def _mark_sos(self) -> None:
        """SOS is solid on every page while a visit runs."""
        for header in self.page.findChildren(Header) if self.page is not None else ():
            header.in_visit(self._in_visit)

    def _show_strip(self, strip: Strip | None) -> None:
        before, self._strip_shown = self._strip_shown, strip
        if strip is not None and self.strip is not None and before is not None and _same_frame(before, strip):
            self.strip.say(strip.title, strip.detail)
            return
        if strip == before:
            return
        if self.strip is not None:
            self.strip.hide()
            self._strip_at.removeWidget(self.strip)
            self.strip.deleteLater()
            self.strip = None
        if strip is not None:
            self.strip = Banner(BannerWords(strip.title, strip.detail, strip.alarm, strip.buttons))
            if self.presenter is not None:
                self.strip.pressed.connect(self.presenter.strip_pressed)
            self._strip_at.addWidget(self.strip)
        tab_in_reading_order(self)

    def show_page(self, route: Route, presenter: Any) -> None:
        """Make the page of a place and show it; the page before is deleted."""
        self._drop_page()
        page = make_view(route, presenter)
        self.page = page
        page.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        page.sos.connect(self._on_sos)
        if self.presenter is not None:
            page.back.connect(self.presenter.back)
        self._page_at.addWidget(page)
        presenter.attach(page)
        self._mark_sos()
        tab_in_reading_order(self)

    def _drop_page(self) -> None:
        if self.page is not None:
            self.page.hide()
            self._page_at.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None

    def destroy_pages(self) -> None:
        """Delete the page and the strip: after this nothing here shows a record."""
        self._drop_page()
        self._show_strip(None)

    def alert(self) -> None:
        """Ask for attention; the window does more."""
        self.window().raise_()

    def main_action(self) -> None:
        """Ctrl+Enter."""
        act = getattr(self.page, "main_action", None)
        if act is not None:
            act()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_compact(compact=self.width() < THEME.dp(_COMPACT_BELOW))


def _same_frame(one: Strip, other: Strip) -> bool:
    return (one.alarm, one.buttons) == (other.alarm, other.buttons)
