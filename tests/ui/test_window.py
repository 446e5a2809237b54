"""The real window, by keyboard and mouse: a day's moves, the lock, the call for help, zoom, and little at the start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.ui.ports import SosResult
from app.ui.theme import THEME
from app.ui.unlock.view import UnlockView
from app.ui.widgets.banner import Banner
from app.ui.widgets.scroll import Columns
from tests.ui import samples, walk
from tests.ui.samples import AMIRA, at
from tests.ui.stage import Stage

Staged = Callable[..., Stage]
ROOT = Path(__file__).resolve().parents[2]


def button(stage: Stage, name: str) -> QAbstractButton:
    """The button of that name that is on the screen."""
    found = [w for w in walk.controls(stage.window) if walk.name_of(w) == name and isinstance(w, QAbstractButton)]
    assert found, name
    return found[0]


def press(stage: Stage, name: str) -> None:
    """Press it with the mouse."""
    QTest.mouseClick(button(stage, name), Qt.MouseButton.LeftButton)
    stage.settle()


def key(stage: Stage, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key on whatever has the focus."""
    QTest.keyClick(stage.window.focusWidget() or stage.window, code, modifier)
    stage.settle()


def words(stage: Stage) -> str:
    """All that can be read on the screen, painted rows by their names."""
    labels = [label.text() for label in stage.window.findChildren(QLabel) if label.isVisibleTo(stage.window)]
    return "\n".join(labels + [walk.name_of(w) for w in walk.controls(stage.window)])


def test_unlocking_by_keyboard(staged: Staged) -> None:
    stage = staged("unlock")
    field = stage.window.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, stage.services.passphrase)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.settle()
    assert "Amira Hassan" in words(stage)


def test_a_visit_from_the_door_to_the_record(staged: Staged) -> None:
    stage = staged("today")
    press(stage, "Start doorstep check, Amira Hassan")
    name = next(f for f in stage.window.findChildren(QLineEdit) if f.isVisibleTo(stage.window))
    QTest.keyClicks(name, "Samira Hassan")
    press(stage, "Parent. Who they are to the pupil")
    press(stage, "They are over 18. Ask if you are not sure.")
    for question in samples.START:
        press(stage, f"{question.text}. {question.help}".strip(". ") + "." if question.help else question.text)
    key(stage, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.services.desk.named("start")
    notes = next(e for e in stage.window.findChildren(QPlainTextEdit) if e.isVisibleTo(stage.window))
    QTest.keyClicks(notes, "Fractions")
    press(stage, "Finish visit")
    press(stage, "Finish and save the log")
    press(stage, "Finish with these empty")
    assert stage.services.desk.named("finish")[0][2].notes == "Fractions"
    assert "Visit finished" in words(stage)


def test_tab_leaves_the_notes(staged: Staged) -> None:
    stage = staged("session")
    notes = next(e for e in stage.window.findChildren(QPlainTextEdit) if e.isVisibleTo(stage.window))
    notes.setFocus()
    QTest.keyClick(notes, Qt.Key.Key_Tab)
    assert stage.window.focusWidget() is not notes
    assert notes.toPlainText() == "Fractions: confident with halves and quarters."


def test_space_and_enter_tick_a_row(staged: Staged) -> None:
    stage = staged("doorstep")
    row = button(stage, "Animals are out of the room. If they are not, ask for them to be taken out first.")
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert row.isChecked()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert not row.isChecked()


def test_arrow_keys_move_through_the_steps_of_engagement(staged: Staged) -> None:
    stage = staged("finish")
    chosen = button(stage, "4  Most of the time. Engagement")
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Right)
    assert button(stage, "5  Throughout. Engagement").isChecked()
    assert not chosen.isChecked()


def test_the_summary_leads_to_what_is_missing(staged: Staged) -> None:
    stage = staged("doorstep-error")
    first = stage.window.focusWidget()
    assert isinstance(first, QAbstractButton)
    assert first.text() == "Animals are out of the room"
    first.click()
    focused = stage.window.focusWidget()
    assert focused is not None
    assert walk.name_of(focused).startswith("Animals are out of the room.")


@pytest.mark.parametrize(
    ("code", "title"),
    [(Qt.Key.Key_2, "Pupils"), (Qt.Key.Key_3, "Reports"), (Qt.Key.Key_4, "Outbox"), (Qt.Key.Key_5, "Settings")],
)
def test_alt_and_a_number_goes_to_a_place_and_escape_comes_back(staged: Staged, code: Qt.Key, title: str) -> None:
    stage = staged("today")
    key(stage, code, Qt.KeyboardModifier.AltModifier)
    assert stage.window.shell is not None
    assert stage.window.shell.route.key == title.lower()
    key(stage, Qt.Key.Key_Escape)
    assert stage.window.shell.route.key == "today"


def test_ctrl_f_finds_a_pupil(staged: Staged) -> None:
    stage = staged("pupils")
    key(stage, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(stage.window.focusWidget(), "hassan")
    stage.settle()
    assert "Noah Clarke" not in words(stage)
    key(stage, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.window.shell is not None
    assert stage.window.shell.route.about == AMIRA.pupil_id


# --- help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scene", ["unlock", "unlock-visit", "today", "session", "settings", "setup-key"])
def test_f9_asks_for_help_from_everywhere(staged: Staged, scene: str) -> None:
    stage = staged(scene)
    stage.services.sos = SosResult(reached=True, at=at(10, 12))
    key(stage, Qt.Key.Key_F9)
    assert "Asking for help in 5 seconds" in words(stage)
    for _ in range(5):
        stage.services.clock.advance(seconds=1)
        stage.tick()
    assert "Help asked for 10:12" in words(stage)
    key(stage, Qt.Key.Key_Escape)
    assert stage.window.sos is None
    assert "Help asked for" not in words(stage)


def test_the_sos_button_is_in_the_same_place_on_every_page(staged: Staged) -> None:
    stage = staged("today")
    places = set()
    for page in ("today", "pupils", "reports", "outbox", "settings"):
        stage.go(page)
        sos = button(stage, "SOS Get help")
        corner = sos.mapTo(stage.window, sos.rect().topRight())
        places.add((corner.x(), corner.y()))
    assert len(places) == 1


def test_a_call_that_was_not_sent_says_so_and_locking_does_not_end_it(staged: Staged) -> None:
    stage = staged("sos-not-sent")
    key(stage, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert stage.services.locked == [None]
    assert "Not sent. Ring now" in words(stage)
    assert "0113 496 0811" in words(stage)


# --- the lock ---------------------------------------------------------------------------------------------------


def test_after_a_lock_no_record_is_left_in_any_widget(staged: Staged) -> None:
    stage = staged("session")
    notes = next(e for e in stage.window.findChildren(QPlainTextEdit) if e.isVisibleTo(stage.window))
    QTest.keyClicks(notes, " More.")
    key(stage, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    assert isinstance(stage.window.view, UnlockView)
    everything = "\n".join(
        [label.text() for label in stage.window.findChildren(QLabel)]
        + [edit.toPlainText() for edit in stage.window.findChildren(QPlainTextEdit)]
        + [w.accessibleName() for w in stage.window.findChildren(QWidget)]
    )
    for secret in ("Amira", "Hassan", "Larch", "Fractions", "Samira"):
        assert secret not in everything
    assert stage.services.desk.page.draft["notes"].endswith("More.")
    assert "A visit is running" in everything
    assert stage.services.locked[0] is not None


def test_use_of_mouse_or_keys_puts_the_idle_lock_off(staged: Staged) -> None:
    stage = staged("today")
    stage.services.clock.advance(minutes=4, seconds=50)
    handle = stage.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    stage.services.clock.advance(minutes=4, seconds=50)
    stage.tick()
    assert not stage.services.locked


# --- look -------------------------------------------------------------------------------------------------------


def test_ctrl_plus_makes_everything_larger_and_is_kept(staged: Staged) -> None:
    stage = staged("today")
    before = button(stage, "Lock").height()
    key(stage, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    key(stage, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert stage.services.preferences.zoom == 125
    assert button(stage, "Lock").height() > before
    key(stage, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert stage.services.preferences.zoom == 100
    assert button(stage, "Lock").height() == before


def test_a_change_of_theme_keeps_what_was_typed(staged: Staged) -> None:
    stage = staged("finish")
    area = next(e for e in stage.window.findChildren(QPlainTextEdit) if walk.name_of(e) == "Work covered")
    QTest.keyClicks(area, ", decimals")
    THEME.set_zoom(110)
    stage.settle()
    area = next(e for e in stage.window.findChildren(QPlainTextEdit) if walk.name_of(e) == "Work covered")
    assert area.toPlainText().endswith("line, decimals")


def test_settings_and_keys_agree_about_the_text_size(staged: Staged) -> None:
    stage = staged("settings")
    key(stage, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert button(stage, "110 %. Text size").isChecked()
    press(stage, "150 %. Text size")
    assert THEME.zoom == 150


def test_a_narrow_window_has_one_column_with_warnings_first(staged: Staged) -> None:
    stage = staged("doorstep", size=(960, 700))
    columns = stage.window.findChildren(Columns)[0]
    narrow = columns.one_column
    assert narrow
    warning = next(label for label in columns.findChildren(QLabel) if label.text().startswith("Warning:"))
    name = next(f for f in columns.findChildren(QLineEdit))
    assert warning.mapTo(columns, warning.pos()).y() < name.mapTo(columns, name.pos()).y()
    stage.window.resize(1366, 768)
    stage.settle()
    assert columns.one_column is not narrow


def test_a_focused_control_is_brought_into_view(staged: Staged) -> None:
    stage = staged("doorstep", size=(960, 540))
    last = button(stage, "The visit is cancelled, By the family, the school or you")
    stage.window.activateWindow()
    last.setFocus(Qt.FocusReason.TabFocusReason)
    stage.settle()
    top = last.mapTo(stage.window, last.rect().topLeft()).y()
    bar = button(stage, "Check in and start")
    assert top + last.height() <= bar.mapTo(stage.window, bar.rect().topLeft()).y()


def test_the_ring_is_shown_after_tab_and_not_after_a_click(staged: Staged) -> None:
    stage = staged("today")
    ring = stage.window.ring
    stage.window.activateWindow()
    first = button(stage, "Pupils")
    first.setFocus()
    stage.settle()
    before = ring.target
    QTest.keyClick(first, Qt.Key.Key_Tab)
    stage.settle()
    assert (before, ring.target) == (None, stage.window.focusWidget())
    handle = stage.window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, handle.geometry().center())
    stage.settle()
    assert ring.target is None


# --- the end, and the start -----------------------------------------------------------------------------------------


def test_closing_during_a_visit_asks_once(staged: Staged) -> None:
    stage = staged("visit-bar")
    first, second = QCloseEvent(), QCloseEvent()
    stage.window.closeEvent(first)
    assert not first.isAccepted()
    assert stage.window.findChildren(Banner)[0].title.text() == "A visit is running"
    stage.window.closeEvent(second)
    assert second.isAccepted()


def test_what_is_typed_is_saved_when_the_window_is_closed(staged: Staged) -> None:
    stage = staged("finish")
    area = next(e for e in stage.window.findChildren(QPlainTextEdit) if walk.name_of(e) == "Work covered")
    QTest.keyClicks(area, ", decimals")
    stage.window.stop()
    assert stage.services.desk.page.draft["work_covered"].endswith(", decimals")


def test_a_desk_without_a_school_leads_to_joining(staged: Staged) -> None:
    from tests.ui.fake_desk import Said

    stage = staged("unlock")
    stage.services.desk.is_joined = False
    stage.services.desk.raises["today"] = Said("not-joined", "This laptop does not belong to a school yet.")
    stage.unlock()
    press(stage, "Join your school, Type the joining code in Settings")
    assert "Join your school" in words(stage)


def test_a_visit_that_the_school_receipts_changes_the_page_by_itself(staged: Staged) -> None:
    stage = staged("session-unsent")
    assert "The school does not know you are here yet" in words(stage)
    desk = stage.services.desk
    desk.page = replace(desk.page, card=samples.running())
    desk.say_sync(replace(desk.sync, reachable=True, unsent=0, last_contact_at=at(9, 42)))
    stage.settle()
    assert "The school does not know you are here yet" not in words(stage)
    assert "School told 09:33" in words(stage)


SLOW = (
    "requests",
    "sqlalchemy",
    "sqlcipher3",
    "cryptography",
    "reportlab",
    "pydantic",
    "keyring",
    "alembic",
    "urllib3",
)


def test_the_first_paint_imports_nothing_that_it_does_not_need() -> None:
    code = (
        "import sys\n"
        "from app.ui.application import application\n"
        "from app.ui.shell.window import MainWindow\n"
        f"sys.exit(','.join(sorted(m for m in {SLOW!r} if m in sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_but_qt_itself_is_used_of_pyside(staged: Staged) -> None:
    allowed = {"PySide6", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtSvg", "PySide6.QtWidgets"}
    text = "\n".join(file.read_text("utf-8") for file in (ROOT / "app" / "ui").rglob("*.py"))
    used = {line.split()[1] for line in text.splitlines() if line.startswith("from PySide6")}
    assert used <= allowed
    assert staged is not None


def test_presenters_know_no_qt() -> None:
    views = {"view.py", "door_views.py", "session_views.py", "ended_views.py", "parts.py", "window.py", "bridges.py"}
    views |= {"pages.py", "worker.py", "application.py"}
    guilty = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "app" / "ui").rglob("*.py")
        if not {"theme", "widgets"} & set(file.parts) and file.name not in views
        if "PySide6" in file.read_text("utf-8")
    ]
    assert guilty == []
