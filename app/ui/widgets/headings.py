"""Tells screen readers which labels are headings, so that a person can jump from one to the next. Nothing else.

Qt has no heading label; an own interface is needed. It must override no more than role and name: overriding the
state in Python ends the program (ui.md A4, rule 5).
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel

_HEADINGS = frozenset({"heading1", "heading2"})
_kept: dict[int, QAccessibleInterface] = {}
"""Qt does not own what a Python factory returns; without a reference it would be gone at once."""


class _Heading(QAccessibleWidget):
    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.Heading)

    def text(self, kind: QAccessible.Text) -> str:
        label = self.object()  # no reference is kept: it would keep the label alive
        return label.text() if kind is QAccessible.Text.Name and isinstance(label, QLabel) else ""


def _make(_class: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, QLabel) or thing.objectName() not in _HEADINGS:
        return None
    number = id(thing)
    made = _Heading(thing)
    _kept[number] = made
    thing.destroyed.connect(lambda: _kept.pop(number, None))
    return made


def announce_headings() -> None:
    """Install the factory; once per application."""
    if not _installed:
        QAccessible.installFactory(_make)
        _installed.append(True)


_installed: list[bool] = []
