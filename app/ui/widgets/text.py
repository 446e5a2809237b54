"""Labels of the type scale, headings that readers can jump to, and a line that may be cut. Must not hold logic."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme import THEME, icon_pixmap


def hide_unless(widget: QWidget, *, shown: bool) -> None:
    """Hide a part while a page is being built, and never the other way round.

    A widget that has no parent yet and is shown becomes a window of its own for a moment and takes the focus away.
    """
    if not shown:
        widget.hide()


class Label(QLabel):
    """Words in a role ('body', 'small', 'lead', 'h2' …) and tone ('', 'muted', 'primary', 'ok', 'warn', 'danger')."""

    def __init__(
        self, words: str = "", role: str = "body", tone: str = "", *, strong: bool = False, name: str = ""
    ) -> None:
        super().__init__()
        # The words come after the name: with the first of them a running screen reader asks what this is, once.
        self.setObjectName(name)
        self.setText(words)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setProperty("strong", "true" if strong else "false")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        # QLabel asks for the width of its longest word times some; a narrow column must be able to be narrow.
        least = super().minimumSizeHint()
        return QSize(min(least.width(), THEME.dp(80)), least.height())


def set_tone(label: Label, tone: str) -> None:
    """Give a label another tone."""
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)


class Line(Label):
    """Words that stay on one line and are never cut: times, counts, short facts."""

    def __init__(self, words: str = "", role: str = "body", tone: str = "", *, strong: bool = False) -> None:
        super().__init__(words, role, tone, strong=strong)
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QLabel.minimumSizeHint(self)


class Note(Label):
    """Words that take one line where there is room for it and wrap where there is not."""

    def __init__(self, words: str = "", role: str = "body", tone: str = "", *, widest: int = 300) -> None:
        super().__init__(words, role, tone)
        self._widest = widest
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """One line, or the widest allowed and then as many lines as it takes."""
        self.ensurePolished()
        width = min(self.fontMetrics().horizontalAdvance(self.text()) + THEME.dp(2), THEME.dp(self._widest))
        return QSize(width, self.heightForWidth(width))


class Heading(Label):
    """A page's (level 1) or a card's (level 2) title; readers know it as a heading."""

    def __init__(self, words: str, level: int = 2) -> None:
        super().__init__(words, "h1" if level == 1 else "h2", name=f"heading{level}")


class Icon(QLabel):
    """A picture beside words that already say it, so readers pass over it."""

    def __init__(self, name: str, ink: str = "text", side: int = 20) -> None:
        super().__init__()
        self._name, self._ink = name, ink
        pixels = THEME.dp(side)
        self.setFixedSize(pixels, pixels)
        self.setAccessibleName("")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icon_pixmap(self._name, self.width(), self._ink, self.devicePixelRatioF()))
        painter.end()


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis when there is no room; the tool tip and readers get all of it."""

    def __init__(self, words: str = "", role: str = "body", tone: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        return QSize(THEME.dp(60), super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """What fits in the present width."""
        metrics = QFontMetrics(self.font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setToolTip(self.text() if self.shown_text() != self.text() else "")
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        align = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), align, self.shown_text())
        painter.end()
