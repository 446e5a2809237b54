"""Colours, letters, icons and sizes. Must not know screens; nothing outside it names a colour or a style sheet."""

from app.ui.theme.icons import forget_icons, icon_pixmap, paint_icon
from app.ui.theme.theme import THEME, ZOOM_STEPS, Theme, ThemeChoice

__all__ = ["THEME", "ZOOM_STEPS", "Theme", "ThemeChoice", "forget_icons", "icon_pixmap", "paint_icon"]
