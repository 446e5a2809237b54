"""Registers the bundled letters, so that no screen depends on what a laptop has. Must not choose sizes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from app.ui.theme.tokens import RESOURCES


def register_fonts(folder: Path = RESOURCES / "fonts") -> tuple[str, ...]:
    """Register every TTF in `folder`, once per application; the families found, sorted."""
    families: set[str] = set()
    for file in sorted(folder.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families.update(QFontDatabase.applicationFontFamilies(number))
    return tuple(sorted(families))
