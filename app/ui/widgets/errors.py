"""The summary of what is missing, at the top of a page (GOV.UK error summary). Must not decide what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from app.ui.theme import THEME
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Callout


class ErrorSummary(Callout):
    """Names each thing that is missing; a press on one takes the person to it.

    Signal `wanted(str)`: the key of the thing to go to.
    """

    wanted = Signal(str)

    def __init__(self, title: str, words: str, links: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(title, words, "danger")
        self.column.setSpacing(THEME.dp(4))
        self.links: list[Button] = []
        for key, text in links:
            link = Button(text, "quiet", icon="arrow-right")
            link.clicked.connect(lambda _on=False, k=key: self.wanted.emit(k))
            self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.links.append(link)
