"""The private desktop works: a small Qt program is read, pressed and typed into from outside, and a keyring answers."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desktop import DesktopSession, desktop_session

PROGRAM = """
import sys
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
app = QApplication(sys.argv)
app.setApplicationName("small-window")
window = QWidget()
window.setWindowTitle("Small window")
layout = QVBoxLayout(window)
said, field, button = QLabel("Nothing yet"), QLineEdit(), QPushButton("&Tell")
field.setAccessibleName("What to tell")
field.setAccessibleIdentifier("what")
def tell():
    said.setText("Told: " + field.text())
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(window, "Told the office"))
button.clicked.connect(tell)
for part in (said, field, button):
    layout.addWidget(part)
window.show()
app.exec()
"""

SECRET = """
import keyring, sys
from keyring.backends.SecretService import Keyring
keyring.set_keyring(Keyring())
if sys.argv[1:]:
    keyring.set_password("doorstep:test", "device", sys.argv[1])
print(keyring.get_password("doorstep:test", "device"))
"""


def test_a_program_is_read_pressed_and_typed_into(tmp_path: Path) -> None:
    script = tmp_path / "small.py"
    script.write_text(PROGRAM, "utf-8")
    with desktop_session() as desktop, desktop.accessibility() as reader:
        heard = reader.announcements()
        with desktop.program(sys.executable, script):
            app = reader.application("small-window")
            field = app.find(identifier="what")
            assert (field.role, field.name) == ("text", "What to tell")
            field.write("running late")
            app.find(role="push button", name="Tell").press()
            assert app.find(name=re.compile("^Told")).name == "Told: running late"
            assert heard.wait_for("office") == "Told the office"
            _type_with_keys(desktop)
            assert app.find(name="Told: ok")
            assert not app.find_all(name="Nothing yet")
            desktop.picture(tmp_path / "shot.png")
    assert (tmp_path / "shot.png").read_bytes()[16:24] == (1366).to_bytes(4, "big") + (768).to_bytes(4, "big")


def test_what_never_comes_is_named() -> None:
    with (
        desktop_session() as desktop,
        desktop.accessibility() as reader,
        pytest.raises(AssertionError, match="no-such-program"),
    ):
        reader.application("no-such-program", seconds=0.1)


def test_a_secret_outlives_the_program_that_kept_it() -> None:
    with desktop_session(keyring=True) as desktop:
        assert _in_keyring(desktop, "s3cret") == "s3cret"
        assert _in_keyring(desktop) == "s3cret"
    with desktop_session(keyring=True) as another:
        assert _in_keyring(another) == "None"


def test_nothing_of_a_desktop_is_left() -> None:
    with desktop_session(keyring=True) as desktop:
        pass
    assert not desktop.folder.exists()


def _type_with_keys(desktop: DesktopSession) -> None:
    desktop.focus_window("^Small window$")
    desktop.type_keys("Tab", "shift+Tab", "ctrl+a", "o", "k", "alt+t")


def _in_keyring(desktop: DesktopSession, *secret: str) -> str:
    command = [sys.executable, "-W", "ignore", "-c", SECRET, *secret]
    ran = subprocess.run(command, env=desktop.env, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()
