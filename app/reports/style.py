"""Fonts, colours and paragraph styles of every report: the light theme of the screens, on paper.

Fonts are read from `resources/fonts` and registered once, when the first page is made. Must not lay anything out.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONT_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

REGULAR, MEDIUM, SEMIBOLD, BOLD = "Inter", "Inter-Medium", "Inter-SemiBold", "Inter-Bold"
_FILES = {
    REGULAR: "Inter_400Regular.ttf",
    MEDIUM: "Inter_500Medium.ttf",
    SEMIBOLD: "Inter_600SemiBold.ttf",
    BOLD: "Inter_700Bold.ttf",
}

_REGISTERING = Lock()

TEXT = HexColor(0x14232B)
MUTED = HexColor(0x4B5D67)
LINE = HexColor(0xD9E1E4)
CONTROL = HexColor(0x6A7C86)
PRIMARY = HexColor(0x0B5D70)
PRIMARY_SOFT = HexColor(0xE0F0F3)
PRIMARY_TEXT = HexColor(0x0A5566)
OK = HexColor(0x1A6B3C)
OK_SOFT = HexColor(0xE3F3E8)
WARN = HexColor(0x7A4A00)
WARN_SOFT = HexColor(0xFFF3DB)
WARN_LINE = HexColor(0xC77700)
NEUTRAL_SOFT = HexColor(0xEAEFF1)
SURFACE_ALT = HexColor(0xF8FAFA)


def register_fonts() -> None:
    """Make the four weights of Inter known to ReportLab, once, whichever thread comes first."""
    with _REGISTERING:
        _register()


@cache
def _register() -> None:
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(FONT_FOLDER / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=REGULAR, boldItalic=SEMIBOLD)


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    values: dict[str, Any] = {"fontName": REGULAR, "textColor": TEXT, "role": "P", **more}
    return ParagraphStyle(name, fontSize=size, leading=leading, **values)


H1 = _style("h1", 21, 26, fontName=BOLD, role="H1")
H2 = _style("h2", 12.5, 16, fontName=SEMIBOLD, role="H2", spaceBefore=15, spaceAfter=5)
LEAD = _style("lead", 11.5, 16, textColor=MUTED)
BODY = _style("body", 9.5, 13.5)
BODY_AFTER = _style("body-after", 9.5, 13.5, spaceAfter=5)
LABEL = _style("label", 9.5, 13.5, fontName=SEMIBOLD)
LABEL_ABOVE = _style("label-above", 9.5, 13.5, fontName=SEMIBOLD, spaceBefore=6, spaceAfter=1, keepWithNext=1)
MUTED_BODY = _style("muted", 9.5, 13.5, textColor=MUTED)
SMALL = _style("small", 8, 11, textColor=MUTED)
FACT_LABEL = _style("fact-label", 8, 11, textColor=MUTED)
FACT = _style("fact", 12.5, 16, fontName=SEMIBOLD)
CODE = _style("code", 22, 26, fontName=BOLD, textColor=PRIMARY_TEXT, alignment=TA_CENTER)
CELL_HEAD = _style("cell-head", 8, 10, fontName=SEMIBOLD)
CELL_HEAD_CENTRE = _style("cell-head-centre", 8, 10, fontName=SEMIBOLD, alignment=TA_CENTER)
CELL_CODE = _style("cell-code", 11, 13, fontName=BOLD)
CELL = _style("cell", 7, 9)
CELL_MUTED = _style("cell-muted", 7, 9, textColor=MUTED)
CELL_WARN = _style("cell-warn", 7, 9, fontName=SEMIBOLD, textColor=WARN)
CELL_STRONG = _style("cell-strong", 7, 9, fontName=SEMIBOLD)
NOTE = _style("note", 8.5, 12, spaceAfter=2)
RIGHT_BOLD = _style("right-bold", 11, 15, fontName=SEMIBOLD, alignment=TA_RIGHT)
RIGHT_MUTED = _style("right-muted", 9.5, 13.5, textColor=MUTED, alignment=TA_RIGHT)
CELL_NAME = _style("cell-name", 8.5, 11, fontName=SEMIBOLD, embeddedHyphenation=1)


TONES = {"ok": (OK, OK_SOFT), "warn": (WARN, WARN_SOFT), "neutral": (TEXT, NEUTRAL_SOFT)}
"""Ink and paper of a state's tag. Colour is never alone: the tag holds the word."""
TAGS = {
    tone: _style(f"tag-{tone}", 9.5, 12, fontName=SEMIBOLD, textColor=ink, alignment=TA_CENTER)
    for tone, (ink, _) in TONES.items()
}
