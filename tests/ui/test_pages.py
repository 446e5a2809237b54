"""Every state of every screen: named, large enough, reachable, in reading order, uncut, at both sizes and zooms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import THEME, ThemeChoice
from app.ui.widgets.buttons import Button
from app.ui.widgets.flow import reading_order
from app.ui.widgets.text import Label
from tests.ui import walk
from tests.ui.scenes import SCENES
from tests.ui.stage import Stage

Staged = Callable[..., Stage]
LOOKS = ((100, (960, 540)), (150, (960, 540)), (200, (1366, 768)))  # 100 % at 1366x768 is in the test above it


@pytest.mark.parametrize("name", SCENES)
def test_every_control_is_named_large_enough_said_once_and_reached_by_tab(staged: Staged, name: str) -> None:
    window = staged(name).window
    assert QGuiApplication.focusWindow() is window.windowHandle(), "a part was shown before it had a parent"
    assert walk.nameless(window) == []
    assert walk.labels_inside_controls(window) == []
    assert [walk.name_of(w) for w in walk.controls(window) if min(w.width(), w.height()) < 44] == []
    assert walk.cut_off(window) + walk.squeezed(window) + walk.sideways(window) == []
    shown = window.face()
    order = walk.tab_round(window)
    here = [w for w in order if shown.isAncestorOf(w)]
    assert [walk.name_of(w) for w in walk.controls(shown) if w not in here and not walk.grouped(w)] == []
    reached = {w.parentWidget() for w in here}
    assert [walk.name_of(w) for w in walk.controls(shown) if walk.grouped(w) and w.parentWidget() not in reached] == []
    reading = [w for w in reading_order(shown) if w in here]
    start = here.index(reading[0])
    assert [walk.name_of(w) for w in here[start:] + here[:start]] == [walk.name_of(w) for w in reading]


@pytest.mark.parametrize("name", SCENES)
def test_no_words_are_cut_and_nothing_scrolls_sideways(staged: Staged, name: str) -> None:
    stage = staged(name)
    faults = []
    for zoom, size in LOOKS:
        stage.window.resize(*size)
        THEME.set_zoom(zoom)
        stage.settle()
        found = walk.cut_off(stage.window) + walk.squeezed(stage.window) + walk.sideways(stage.window)
        faults += [f"{zoom} % at {size[0]}x{size[1]}: {fault}" for fault in found]
    assert faults == []


@pytest.mark.parametrize(
    "name", ["today", "doorstep-error", "session-late", "finished", "unlock-visit", "sos-not-sent"]
)
def test_every_palette_reaches_every_corner(staged: Staged, name: str) -> None:
    stage = staged(name)
    for choice in (ThemeChoice.DARK, ThemeChoice.CONTRAST, ThemeChoice.LIGHT):
        THEME.choose(choice)
        stage.settle()
        image = stage.window.grab().toImage()
        edge = {image.pixelColor(image.width() - 20, y).name() for y in range(200, image.height() - 120, 40)}
        assert THEME.color("bg").name() in edge


def test_the_walk_finds_what_is_cut_nameless_or_said_twice(desktop: QtBot) -> None:
    page = QWidget()
    desktop.addWidget(page)
    column = QVBoxLayout(page)
    cut = Label("Words that need more than one line in so narrow a place")
    cut.setFixedSize(60, 12)
    low = Button("Words that need more than one line")
    low.setFixedSize(120, 20)
    Label("said twice").setParent(low)
    for widget in (cut, low, Button("")):
        column.addWidget(widget)
    page.show()
    assert walk.cut_off(page)
    assert walk.squeezed(page)
    assert walk.nameless(page) == ["Button"]
    assert walk.labels_inside_controls(page) == ["said twice"]


def test_headings_are_headings_to_a_reader(staged: Staged) -> None:
    window = staged("pupil").window
    roles = {
        walk.name_of(w): walk.interface(w).role()
        for w in window.findChildren(QWidget)
        if w.objectName() in ("heading1", "heading2") and w.isVisibleTo(window)
    }
    assert roles["Amira Hassan"] is QAccessible.Role.Heading
    assert roles["Past visits"] is QAccessible.Role.Heading


def test_rows_are_check_boxes_and_choices_radio_buttons(staged: Staged) -> None:
    stage = staged("doorstep")
    roles = {walk.name_of(w): walk.interface(w).role() for w in walk.controls(stage.window)}
    assert roles["Nobody is smoking"] is QAccessible.Role.CheckBox
    assert roles["Carer. Who they are to the pupil"] is QAccessible.Role.RadioButton
    assert roles["Check in and start"] is QAccessible.Role.Button


def test_the_present_page_is_said_on_the_rail(staged: Staged) -> None:
    stage = staged("outbox")
    said = {walk.name_of(w): walk.interface(w).text(QAccessible.Text.Description) for w in walk.controls(stage.window)}
    assert said["Outbox"] == "current page"
    assert said["Today"] != "current page"
