"""Chooses the page for a visit's step and hands the state on. Must not hold words or rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.visit.amend import AmendStep
from app.ui.visit.door_views import DoorstepView, ReasonView
from app.ui.visit.doorstep import DoorstepStep
from app.ui.visit.ended import EndedStep
from app.ui.visit.ended_views import AmendView, EndedView, LoadingView
from app.ui.visit.finish import FinishStep
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.session import SessionStep
from app.ui.visit.session_views import FinishView, SessionView
from app.ui.visit.states import LoadingState, VisitPageState
from app.ui.visit.step import Step
from app.ui.visit.turning_away import TurningAwayStep
from app.ui.widgets.flow import tab_in_reading_order
from app.ui.widgets.page import Page

_PAGES: dict[type[Step], Callable[[Any, Any], Page]] = {
    DoorstepStep: DoorstepView,
    TurningAwayStep: ReasonView,
    SessionStep: SessionView,
    FinishStep: FinishView,
    EndedStep: EndedView,
    AmendStep: AmendView,
}
"""Each step makes one kind of state, and its page shows that kind."""


class VisitView(QWidget):
    """One page at a time: the step that is shown. Signals `back()`, `sos()` as every page."""

    back = Signal()
    sos = Signal()

    def __init__(self, presenter: VisitPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._step: Step | None = None
        self.page: Page | None = None

    def show_state(self, state: VisitPageState) -> None:
        """Show a state; a new page is made only when the step is another."""
        step = self._presenter.step
        if isinstance(state, LoadingState) or step is None:
            self._step = None
            self._replace(LoadingView(state if isinstance(state, LoadingState) else LoadingState(state.head)))
            return
        if step is not self._step:
            self._step = step
            self._replace(_PAGES[type(step)](step, state))
        show: Callable[[VisitPageState], None] = getattr(self.page, "show_step")  # noqa: B009 - each page takes its own kind of state
        show(state)

    def _replace(self, page: Page) -> None:
        old, self.page = self.page, page
        focused = old.focusWidget() if old is not None else None
        if old is not None:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        page.back.connect(self.back)
        page.sos.connect(self.sos)
        self._column.addWidget(page)
        tab_in_reading_order(page)
        if focused is not None:
            page.header.arrow.setFocus()

    def main_action(self) -> None:
        """Ctrl+Enter."""
        if self.page is not None:
            self.page.main_action()
