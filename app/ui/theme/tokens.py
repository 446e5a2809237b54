"""Reads the token file: colours, sizes and type that every screen uses. Must not import Qt or know any widget."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
PALETTES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The design's numbers: `palettes[name][token]` is '#RRGGBB'; type and sizes are pixels at 100 %."""

    family: str
    type: dict[str, int]
    size: dict[str, int]
    palettes: dict[str, dict[str, str]]

    def colour(self, palette: str, token: str) -> str:
        """The '#RRGGBB' of a token; an unknown name is our own mistake and raises KeyError."""
        return self.palettes[palette][token]


def load_tokens(folder: Path = RESOURCES) -> Tokens:
    """Read `theme/tokens.json` below `folder`."""
    raw = json.loads((folder / "theme" / "tokens.json").read_text("utf-8"))
    kinds = dict(raw["type"])
    family = str(kinds.pop("family"))
    return Tokens(family, kinds, dict(raw["size"]), {name: dict(raw[name]) for name in PALETTES})
