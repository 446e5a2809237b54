"""What the tests of screens share: one application with the bundled letters, a stage, a bench for presenters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.theme import THEME, ThemeChoice, forget_icons
from app.ui.widgets.headings import announce_headings
from tests.support.clock import FakeClock
from tests.ui.fakes import Bench, FakeServices
from tests.ui.samples import at

_OFFSCREEN = "This plugin does not support"  # the offscreen platform has no window manager to give hints to


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform's own complaints are not ours."""
    for item in items:
        if "/ui/" in str(item.path):
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN, extend=True))


@pytest.fixture
def bench() -> Bench:
    """Fakes for a presenter; it is 09:06 on the sample day."""
    return Bench(FakeServices(clock=FakeClock(at(9, 6))))


@pytest.fixture
def desktop(qtbot: QtBot) -> Iterator[QtBot]:
    """The application as the program makes it: Fusion, Inter, light, 100 %."""
    from app.ui.application import application

    application()
    announce_headings()
    THEME.choice, THEME.zoom = ThemeChoice.LIGHT, 100
    THEME.apply()
    yield qtbot
    forget_icons()


@pytest.fixture
def staged(desktop: QtBot) -> Iterator[Callable[..., object]]:
    """Sets up scenes in the real window and closes them afterwards."""
    from tests.ui.scenes import stage_for
    from tests.ui.stage import Stage

    stages: list[Stage] = []

    def stage(name: str, **how: object) -> Stage:
        made = stage_for(name, **how)  # type: ignore[arg-type]  # theme, zoom and size of the scene
        stages.append(made)
        return made

    assert desktop is not None
    yield stage
    for made in stages:
        made.close()
    THEME.choice, THEME.zoom = ThemeChoice.LIGHT, 100
