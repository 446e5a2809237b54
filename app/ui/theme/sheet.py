"""The one style sheet and the one palette, filled from tokens. Must not be used by anything but the theme.

Fusion is the style below it: it looks the same on every system, so the pictures in the tests are the product.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette

if TYPE_CHECKING:
    from app.ui.theme.theme import Theme

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $text; font-family: "$family"; font-size: ${f_body}px; }
QWidget#window, QWidget#page, QWidget#plain { background: $bg; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: ${s4}px ${s8}px; }
QLabel { background: transparent; }
QLabel[role="h1"] { font-size: ${f_h1}px; font-weight: 700; }
QLabel[role="h2"] { font-size: ${f_h2}px; font-weight: 600; }
QLabel[role="lead"] { font-size: ${f_lead}px; }
QLabel[role="small"] { font-size: ${f_small}px; }
QLabel[strong="true"] { font-weight: 600; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="primary"] { color: $primary_text; }
QLabel[tone="ok"] { color: $ok; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="on_alarm"] { color: $on_alarm; }
QLabel[face="key"] { font-size: ${f_h2}px; font-weight: 600; letter-spacing: 1px; }
QScrollArea, QScrollArea > QWidget > QWidget#body { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: ${s12}px; margin: 0; border: 0; }
QScrollBar::handle:vertical { background: $control; border-radius: ${s4}px; min-height: ${s40}px;
  margin: 0 ${s2}px 0 ${s2}px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QLineEdit, QPlainTextEdit { background: $surface; color: $text; border: ${line2}px solid $control;
  border-radius: ${radius_small}px; padding: ${s8}px ${s12}px;
  selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit { min-height: ${field}px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border: ${s3}px solid $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $disabled_bg; color: $disabled_text; }
QPlainTextEdit[quiet="true"] { background: $surface_alt; }
""")


def stylesheet(theme: Theme) -> str:
    """The whole sheet at the theme's palette and zoom."""
    tokens = theme.tokens
    values: dict[str, object] = dict(tokens.palettes[theme.palette_name])
    values["family"] = tokens.family
    values |= {f"f_{role}": theme.dp(size) for role, size in tokens.type.items()}
    values |= {f"s{n}": theme.dp(n) for n in (2, 3, 4, 8, 12, 40)}
    values["line2"] = max(2, theme.dp(2))
    values["radius_small"] = theme.size("radius_small")
    # The padding and the border belong to the 44 px of the least target.
    values["field"] = theme.size("target") - 2 * theme.dp(8) - 2 * max(2, theme.dp(2))
    return _SHEET.substitute(values)


def palette(theme: Theme) -> QPalette:
    """The palette for what Fusion draws itself: selections, tool tips, file dialogs."""
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "surface_alt",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "primary",
        QPalette.ColorRole.HighlightedText: "on_primary",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.Link: "primary_text",
    }
    result = QPalette()
    for role, token in roles.items():
        result.setColor(role, theme.color(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, theme.color("disabled_text"))
    return result
