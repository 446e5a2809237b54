"""Draws every scene to build/pictures, to be looked at: `python -m tests.ui.pictures [--quick] [scene …]`.

Offscreen, with the bundled letters, so that the pictures are the same on every machine. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.ui.application import application
from app.ui.theme import forget_icons
from tests.ui.scenes import SCENES, stage_for

FOLDER = Path(__file__).resolve().parents[2] / "build" / "pictures"
SIZES = ((1366, 768), (960, 540))
THEMES = ("light", "dark", "contrast")
ZOOMS = (100, 150)


def draw(name: str, theme: str, zoom: int, size: tuple[int, int], folder: Path = FOLDER) -> Path:
    """One picture; its path."""
    stage = stage_for(name, theme, zoom, size)
    path = folder / f"{name}-{theme}-{zoom}-{size[0]}x{size[1]}.png"
    stage.window.grab().save(str(path))
    stage.close()
    return path


def main(arguments: list[str]) -> int:
    """Draw what was asked for; the number of pictures is printed."""
    parser = argparse.ArgumentParser(description="Draw the screens to build/pictures")
    parser.add_argument("scenes", nargs="*", help="scenes to draw; all when none is named")
    parser.add_argument("--quick", action="store_true", help="light, 100 %%, 1366x768 only")
    wanted = parser.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    keep = application()
    number = 0
    for name in wanted.scenes or SCENES:
        for theme in THEMES[:1] if wanted.quick else THEMES:
            for zoom in ZOOMS[:1] if wanted.quick else ZOOMS:
                for size in SIZES[:1] if wanted.quick else SIZES:
                    draw(name, theme, zoom, size)
                    number += 1
    sys.stdout.write(f"{number} pictures in {FOLDER}\n")
    keep.processEvents()
    forget_icons()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
