"""Which presenter and which view a place is made of. Must not be imported before the first paint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.ui.outbox.presenter import OutboxPresenter
from app.ui.outbox.view import OutboxPage
from app.ui.ports import Context, Preferences
from app.ui.pupils.presenter import PupilPresenter, PupilsPresenter
from app.ui.pupils.view import PupilsView, PupilView
from app.ui.reports.presenter import ReportsPresenter
from app.ui.reports.view import ReportsView
from app.ui.settings.presenter import SettingsPresenter
from app.ui.settings.view import SettingsView
from app.ui.shell.presenter import ShellPresenter
from app.ui.shell.states import Route
from app.ui.today.presenter import TodayPresenter
from app.ui.today.view import TodayView
from app.ui.visit.presenter import VisitPresenter
from app.ui.visit.view import VisitView

_VIEWS: dict[str, Callable[[Any], Any]] = {
    "today": TodayView,
    "pupils": PupilsView,
    "pupil": PupilView,
    "visit": VisitView,
    "outbox": OutboxPage,
    "reports": ReportsView,
    "settings": SettingsView,
}
"""Each view takes its own presenter."""


def make_view(route: Route, presenter: Any) -> Any:
    """The page of a place, not shown yet."""
    return _VIEWS[route.key](presenter)


def page_maker(apply: Callable[[Preferences], None]) -> Callable[[Context, Route, ShellPresenter], Any]:
    """The function that makes a place's presenter; `apply` shows and keeps what was chosen in Settings."""

    def make(context: Context, route: Route, shell: ShellPresenter) -> Any:
        makers: dict[str, Callable[[], Any]] = {
            "today": lambda: TodayPresenter(context),
            "pupils": lambda: PupilsPresenter(context),
            "outbox": lambda: OutboxPresenter(context, shell.sync),
            "reports": lambda: ReportsPresenter(context),
            "settings": lambda: SettingsPresenter(context, shell.preferences, apply),
        }
        if route.about is not None:
            about = route.about
            makers["pupil"] = lambda: PupilPresenter(context, about)
            makers["visit"] = lambda: VisitPresenter(context, about, arrive=route.arrive)
        return makers[route.key]()

    return make
