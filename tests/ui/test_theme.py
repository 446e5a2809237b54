"""Colours can be read, everything grows with the zoom, and nobody but the theme names a colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import THEME, ThemeChoice, icon_pixmap
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import PALETTES, RESOURCES, load_tokens

TOKENS = load_tokens()
UI = Path(__file__).resolve().parents[2] / "app" / "ui"

WORDS = [
    ("text", "surface"), ("text", "bg"), ("text", "rail"), ("text", "surface_alt"), ("muted", "surface"),
    ("muted", "bg"), ("muted", "neutral_soft"), ("text", "neutral_soft"), ("on_primary", "primary"),
    ("on_primary", "primary_hover"), ("on_primary", "primary_press"), ("primary_text", "primary_soft"),
    ("primary_text", "surface"), ("text", "primary_soft"), ("muted", "primary_soft"), ("ok", "ok_soft"),
    ("text", "ok_soft"), ("warn", "warn_soft"), ("text", "warn_soft"), ("danger", "danger_soft"),
    ("text", "danger_soft"), ("danger", "surface"), ("danger", "bg"), ("on_alarm", "alarm"),
    ("on_alarm", "alarm_hover"), ("disabled_text", "disabled_bg"), ("primary_text", "bg"),
    ("primary_text", "danger_soft"),
]  # fmt: skip
MARKS = [
    ("control", "surface"), ("control", "bg"), ("primary", "surface"), ("primary", "bg"), ("ok", "bg"),
    ("warn", "surface"), ("danger", "surface"), ("focus_outer", "focus"), ("warn_line", "surface"), ("ok", "surface"),
]  # fmt: skip


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two '#RRGGBB' colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), WORDS)
def test_words_can_be_read(palette: str, ink: str, ground: str) -> None:
    assert contrast(TOKENS.colour(palette, ink), TOKENS.colour(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_edges_and_icons_can_be_seen(palette: str, mark: str, ground: str) -> None:
    assert contrast(TOKENS.colour(palette, mark), TOKENS.colour(palette, ground)) >= 3


def test_the_three_palettes_name_the_same_tokens() -> None:
    names = [set(TOKENS.palettes[palette]) for palette in PALETTES]
    assert names[0] == names[1] == names[2]


def test_only_the_theme_names_colours_or_style_sheets() -> None:
    forbidden = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet\(|QColor\(|GlobalColor\.(?!transparent)")
    guilty = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for file in UI.rglob("*.py")
        if "theme" not in file.parts
        for line in file.read_text("utf-8").splitlines()
        if forbidden.search(line)
    ]
    assert guilty == []


def test_the_theme_can_be_made_before_the_application() -> None:
    theme = Theme()
    assert theme.palette_name == "light"
    assert theme.dp(20) == 20


@pytest.mark.parametrize(("zoom", "pixels"), [(100, 44), (125, 55), (150, 66), (200, 88)])
def test_every_length_grows_with_the_zoom(zoom: int, pixels: int) -> None:
    theme = Theme()
    theme.zoom = zoom
    assert theme.size("target") == pixels


def test_a_line_is_never_thinner_than_a_pixel() -> None:
    assert Theme().dp(0.4) == 1
    assert Theme().dp(0) == 0


@pytest.mark.parametrize(
    ("start", "direction", "then"),
    [(100, 1, 110), (110, 1, 125), (200, 1, 200), (100, -1, 100), (150, -1, 125), (175, 0, 100)],
)
def test_zoom_goes_in_steps_and_stays_between_100_and_200(start: int, direction: int, then: int) -> None:
    theme = Theme()
    theme.zoom = start
    assert theme.stepped(direction) == then


def test_a_chosen_palette_is_put_on_the_application(desktop: QtBot) -> None:
    assert desktop is not None
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    THEME.choose(ThemeChoice.DARK)
    assert THEME.palette_name == "dark"
    assert app.palette().window().color().name().upper() == TOKENS.colour("dark", "bg")
    assert TOKENS.colour("dark", "surface") in app.styleSheet()
    THEME.choose(ThemeChoice.LIGHT)
    assert app.palette().window().color().name().upper() == TOKENS.colour("light", "bg")


def test_the_system_choice_follows_the_system(desktop: QtBot) -> None:
    assert desktop is not None
    THEME.choose(ThemeChoice.SYSTEM)
    assert THEME.palette_name in PALETTES


def test_the_letters_are_the_bundled_ones(desktop: QtBot) -> None:
    assert desktop is not None
    assert QFontInfo(THEME.font("body")).family().startswith("Inter")
    assert QFontInfo(THEME.font("h1", 700)).pixelSize() == 28


def test_icons_are_drawn_sharp_and_in_the_colour_asked_for(desktop: QtBot) -> None:
    assert desktop is not None
    plain, sharp = icon_pixmap("check", 20, "ok", 1.0), icon_pixmap("check", 20, "ok", 2.0)
    assert (plain.width(), sharp.width()) == (20, 40)
    image = sharp.toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(40) for y in range(40) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {TOKENS.colour("light", "ok").lower()}


def test_every_icon_that_is_named_is_there() -> None:
    names = {file.stem for file in (RESOURCES / "icons").glob("*.svg")}
    text = "\n".join(file.read_text("utf-8") for file in UI.rglob("*.py"))
    used = set(re.findall(r'icon="([a-z-]+)"', text)) | set(
        re.findall(r'(?:Icon|paint_icon\(painter, )\(?"([a-z-]+)"', text)
    )
    assert used - names - {""} == set()
    assert (RESOURCES / "icons" / "LICENSE").read_text("utf-8").startswith("ISC")
