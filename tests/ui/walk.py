"""Walks a page as a keyboard and a screen reader do. Must not know what any page is for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QWidget,
)

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit)


def controls(root: QWidget) -> list[QWidget]:
    """Every control that a person can use on this page now."""
    found: list[QWidget] = [w for kind in CONTROLS for w in root.findChildren(kind) if w.isVisibleTo(root)]
    return [w for w in found if w.focusPolicy() & Qt.FocusPolicy.TabFocus or w.isEnabled()]


def interface(widget: QObject) -> QAccessibleInterface:
    """What a screen reader gets for a widget."""
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def name_of(widget: QObject) -> str:
    """The name a screen reader says."""
    return interface(widget).text(QAccessible.Text.Name)


def tab_round(window: QWidget, most: int = 300) -> list[QWidget]:
    """The widgets that Tab goes through until it is back where it began."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    order: list[QWidget] = []
    for _ in range(most):
        window.focusNextPrevChild(True)  # the same step that the Tab key takes
        now = window.focusWidget()
        if now is None or now in order:
            break
        order.append(now)
    return order


def grouped(widget: QWidget) -> bool:
    """A radio button that is reached by the arrow keys of its group rather than by Tab."""
    return isinstance(widget, QAbstractButton) and widget.autoExclusive()


def labels_inside_controls(root: QWidget) -> list[str]:
    """Words that would be read twice: a label within a button (ui.md A4, rule 4)."""
    return [
        label.text()
        for button in root.findChildren(QAbstractButton)
        for label in button.findChildren(QLabel)
        if label.text()
    ]


def nameless(root: QWidget) -> list[str]:
    """Controls and bars that a screen reader could not name."""
    bars = [bar for bar in root.findChildren(QProgressBar) if bar.isVisibleTo(root)]
    return [type(w).__name__ for w in (*controls(root), *bars) if not name_of(w).strip()]


def cut_off(root: QWidget) -> list[str]:
    """Labels that are lower than their words need: cut text."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.text() or not label.isVisibleTo(root) or not label.wordWrap():
            continue
        needed = label.heightForWidth(label.width())
        if label.height() < needed - 2:
            found.append(f"{label.text()[:40]}: {label.height()} of {needed}")
    return found


def sideways(root: QWidget) -> list[str]:
    """Scrolling areas whose content does not fit their width."""
    found = []
    for area in root.findChildren(QScrollArea):
        body = area.widget()
        if body is not None and area.isVisibleTo(root) and body.minimumSizeHint().width() > area.viewport().width():
            found.append(f"{body.minimumSizeHint().width()} in {area.viewport().width()}")
    return found


def squeezed(root: QWidget) -> list[str]:
    """Painted buttons that are lower than their content needs at their width."""
    found = []
    for button in root.findChildren(QAbstractButton):
        if button.isVisibleTo(root) and button.hasHeightForWidth():
            needed = button.heightForWidth(button.width())
            if button.height() < needed - 2:
                found.append(f"{name_of(button)[:40]}: {button.height()} of {needed}")
    return found
