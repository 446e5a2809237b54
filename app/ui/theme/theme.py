"""The one place that knows colours and sizes. Must not know any screen: widgets ask it and follow its signal."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.theme.sheet import palette, stylesheet
from app.ui.theme.tokens import Tokens, load_tokens

ZOOM_STEPS = (100, 110, 125, 150, 175, 200)


class ThemeChoice(StrEnum):
    """What the person chose in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Theme(QObject):
    """Colours, fonts and scaled sizes of the present look.

    Signal `changed`: the palette or the zoom is another one; pages are built again from their states.
    """

    changed = Signal()

    def __init__(self, tokens: Tokens | None = None) -> None:
        super().__init__()
        self.tokens = tokens or load_tokens()
        self.choice = ThemeChoice.SYSTEM
        self.zoom = 100
        self._palette = "light"
        self._watching = False

    @property
    def palette_name(self) -> str:
        """'light', 'dark' or 'contrast': what is on the screen now."""
        return self._palette

    @property
    def scale(self) -> float:
        """1.0 to 2.0: the person's zoom. The screen's own pixel ratio is Qt's matter."""
        return self.zoom / 100

    def dp(self, pixels: float) -> int:
        """A length of the design at the present zoom, in Qt's pixels; never less than 1 for a visible line."""
        return max(1, round(pixels * self.scale)) if pixels else 0

    def size(self, name: str) -> int:
        """A named size of the token file at the present zoom."""
        return self.dp(self.tokens.size[name])

    def color(self, token: str) -> QColor:
        """A token's colour in the present palette."""
        return QColor(self.tokens.colour(self._palette, token))

    def font(self, role: str = "body", weight: int = 400, *, tabular: bool = False) -> QFont:
        """The font of a role ('display', 'h1', 'h2', 'lead', 'body', 'small'); `tabular` lines up digits."""
        font = QFont(self.tokens.family)
        font.setPixelSize(self.dp(self.tokens.type[role]))
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def choose(self, choice: ThemeChoice) -> None:
        """Take the person's choice of look and show it at once."""
        self.choice = choice
        self.apply()

    def set_zoom(self, percent: int) -> None:
        """Take a text size, 100 to 200 %; everything grows with it."""
        self.zoom = min(max(percent, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        self.apply()

    def stepped(self, direction: int) -> int:
        """The next larger (+1) or smaller (-1) step from here; 0 means back to 100 %."""
        if direction == 0:
            return ZOOM_STEPS[0]
        ahead = [z for z in ZOOM_STEPS if (z - self.zoom) * direction > 0]
        return min(ahead, key=lambda z: abs(z - self.zoom), default=self.zoom)

    def apply(self) -> None:
        """Put the look on the application; a no-op without one, so a Theme can be made early."""
        self._palette = self._wanted_palette()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._watch_system()
            app.setPalette(palette(self))
            app.setFont(self.font())
            app.setStyleSheet(stylesheet(self))
        self.changed.emit()

    def _wanted_palette(self) -> str:
        if self.choice is not ThemeChoice.SYSTEM:
            return str(self.choice)
        if QGuiApplication.instance() is None:
            return "light"
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"

    def _watch_system(self) -> None:
        if self._watching:
            return
        self._watching = True
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM and self._wanted_palette() != self._palette:
            self.apply()


THEME = Theme()
