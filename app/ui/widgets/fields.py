"""Fields to type in: a line, a passphrase, a text area that says where its words are. Must not keep or check words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.buttons import Button
from app.ui.widgets.text import Heading, Icon, Label, Note, hide_unless


class _Labelled(QWidget):
    """A column: label, hint, what is wrong, then the field."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(THEME.dp(4))
        self.label = Label(label, strong=True)
        self.hint = Label(hint, "small", "muted")
        hide_unless(self.hint, shown=bool(hint))
        self.wrong = Label("", "body", "danger", strong=True)
        self.wrong.hide()
        for part in (self.label, self.hint, self.wrong):
            self.column.addWidget(part)


def _mark(field: QWidget, label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
    field.setProperty("wrong", "true" if words else "false")
    field.style().unpolish(field)
    field.style().polish(field)
    field.setAccessibleDescription(words)


class Field(_Labelled):
    """One line to type in, with its label above.

    Signals `changed(str)` as the person types, `entered()` on Enter.
    """

    changed = Signal(str)
    entered = Signal()

    def __init__(self, label: str, value: str = "", hint: str = "", *, width: int = 0) -> None:
        super().__init__(label, hint)
        self.edit = QLineEdit(value)
        self.edit.setAccessibleName(label)
        if hint:
            self.edit.setAccessibleDescription(hint)
        if width:
            self.edit.setMaximumWidth(THEME.dp(width))
        # Not textEdited: what a screen reader or a password manager sets would not count as typed.
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self.entered)
        self.column.addWidget(self.edit)

    @property
    def value(self) -> str:
        """What is typed now."""
        return self.edit.text()

    def say_hint(self, hint: str) -> None:
        """Change the second line above the field."""
        if self.hint.text() != hint:
            self.hint.setText(hint)
            self.edit.setAccessibleDescription(hint)

    def set_wrong(self, words: str) -> None:
        """Say above the field what is missing; '' takes it away."""
        _mark(self.edit, self.wrong, words)

    def focus_target(self) -> QWidget:
        """Where an error link puts the focus."""
        return self.edit


class SecretField(Field):
    """A passphrase: hidden, may be shown, may be pasted. A label below tells about Caps Lock where that is known."""

    def __init__(self, label: str, hint: str = "") -> None:
        super().__init__(label, "", hint)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.column.removeWidget(self.edit)
        row = QHBoxLayout()
        row.setSpacing(THEME.dp(8))
        row.addWidget(self.edit, 1)
        self.show_button = Button("Show")
        self.show_button.set_words("Show", f"Show: {label}")
        self.show_button.clicked.connect(self._turn)
        row.addWidget(self.show_button)
        self.column.addLayout(row)

    def _turn(self) -> None:
        hidden = self.edit.echoMode() is QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        word = "Hide" if hidden else "Show"
        self.show_button.set_words(word, f"{word}: {self.label.text()}")

    def clear(self) -> None:
        """Forget what was typed and hide again."""
        self.edit.clear()
        if self.edit.echoMode() is QLineEdit.EchoMode.Normal:
            self._turn()


class GrowingText(QPlainTextEdit):
    """A text box that grows with its words, and that Tab leaves (no keyboard trap)."""

    def __init__(self, spoken: str, least_lines: int) -> None:
        super().__init__()
        self._least = least_lines
        self.setAccessibleName(spoken)
        self.setTabChangesFocus(True)
        self.setFont(THEME.font())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        # A plain text document measures itself in lines.
        lines = max(self._least, min(round(self.document().size().height()) + 1, 16))
        height = self.fontMetrics().lineSpacing() * lines + 2 * THEME.dp(14)
        return QSize(THEME.dp(320), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(120), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel moves the page unless the text itself is longer than its box.
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
            return
        super().wheelEvent(event)


class TextArea(_Labelled):
    """Several lines to type in, with a line that says where the words are ("Saved on this laptop").

    Signal `changed(str)` as the person types.
    """

    changed = Signal(str)

    def __init__(self, label: str, value: str = "", hint: str = "", *, lines: int = 4, heading: bool = False) -> None:
        super().__init__(label, hint)
        if heading:
            self.label.hide()
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(THEME.dp(6))
        self._title = Heading(label) if heading else None
        if self._title is not None:
            line.addWidget(self._title, 1)
        self._saved_icon = Icon("check", "ok", 16)
        self._saved = Note("", "small", "muted")
        line.addWidget(self._saved_icon)
        line.addWidget(self._saved)
        if self._title is None:
            line.addStretch(1)
        self.column.insertWidget(0 if heading else 1, head)
        self.edit = GrowingText(label, lines)
        self.edit.setPlainText(value)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.textChanged.connect(lambda: self.changed.emit(self.edit.toPlainText()))
        self.column.addWidget(self.edit)
        self._head = head
        self.say_saved("")

    @property
    def value(self) -> str:
        """What is typed now."""
        return self.edit.toPlainText()

    def say_saved(self, words: str, *, safe: bool = True) -> None:
        """Say where the words are; `safe` shows the tick."""
        self._saved.setText(words)
        self._saved.setVisible(bool(words))
        self._saved_icon.setVisible(bool(words) and safe)
        self._head.setVisible(bool(words) or self._title is not None)

    def set_wrong(self, words: str) -> None:
        """Say above the box what is missing; '' takes it away."""
        _mark(self.edit, self.wrong, words)

    def focus_target(self) -> QWidget:
        """Where an error link puts the focus."""
        return self.edit
