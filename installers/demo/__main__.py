"""`python -m installers.demo [--headless]`: the sample school and a joined laptop, opened on today's visits."""

from __future__ import annotations

import sys
from pathlib import Path

BUILD = Path(__file__).resolve().parents[2] / "build" / "demo"


def main(arguments: list[str]) -> int:
    """With a screen the window; with `--headless` the same day without one, leaving pictures and PDFs."""
    if "--headless" in arguments:
        from installers.demo.headless import run
    else:
        from installers.demo.windowed import run
    return run(BUILD)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
