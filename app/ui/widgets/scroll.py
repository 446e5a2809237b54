"""Scrolling, and columns that become one. Must not scroll sideways, ever: words wrap (WCAG 1.4.10)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import THEME
from app.ui.widgets.flow import tab_in_reading_order


class Scroll(QScrollArea):
    """Scrolls up and down; a control that gets the focus is brought wholly into view (WCAG 2.4.11)."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body = QWidget()
        self.body.setObjectName("body")
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self.body)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._bring_into_view)

    def _bring_into_view(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.body.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, THEME.dp(16))


class Columns(QWidget):
    """A main column and a side column, 65 to 35; below `narrow` px (at 100 %) they become one.

    What is in `first` stands on top of the side column, and on top of everything when there is one column:
    warnings, then checks, then people (ui.md C 9).
    """

    def __init__(self, narrow: int = 820) -> None:
        super().__init__()
        self._narrow = narrow
        self.first, self.main, self.rest = QWidget(), QWidget(), QWidget()
        self._main_column, self._side_column = QWidget(), QWidget()
        for part in (self.first, self.main, self.rest, self._main_column, self._side_column):
            stack = QVBoxLayout(part)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(THEME.dp(16))
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for column in (self._main_column.layout(), self._side_column.layout()):
            assert isinstance(column, QVBoxLayout)
            column.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(THEME.dp(24))
        self._row.addWidget(self._main_column, 65)
        self._row.addWidget(self._side_column, 35)
        self._one: bool | None = None
        self._arrange(one=False)

    def add(self, place: str, widget: QWidget) -> None:
        """Put a widget into 'first', 'main' or 'rest'."""
        part = {"first": self.first, "main": self.main, "rest": self.rest}[place]
        layout = part.layout()
        assert layout is not None
        layout.addWidget(widget)
        part.setVisible(True)

    @property
    def one_column(self) -> bool:
        """Whether there is only room for one column now."""
        return bool(self._one)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(one=self.width() < THEME.dp(self._narrow))

    def _arrange(self, *, one: bool) -> None:
        if one == self._one:
            return
        self._one = one
        main, side = self._main_column.layout(), self._side_column.layout()
        assert isinstance(main, QVBoxLayout)
        assert isinstance(side, QVBoxLayout)
        for part in (self.first, self.main, self.rest):
            main.removeWidget(part)
            side.removeWidget(part)
        order = (self.first, self.main, self.rest)
        # A stretch stands at the end of both columns; the parts go before it.
        for place, part in enumerate(order if one else (self.main,)):
            main.insertWidget(place, part)
        for place, part in enumerate(() if one else (self.first, self.rest)):
            side.insertWidget(place, part)
        self._side_column.setVisible(not one)
        for part in order:
            inner = part.layout()
            part.setVisible(inner is not None and inner.count() > 0)
        tab_in_reading_order(self.window())
