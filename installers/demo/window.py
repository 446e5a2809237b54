"""The demonstration's window: makes the laptop's records, joins the school and opens on today's visits.

`python -m installers.demo.window FOLDER ADDRESS`, the joining code at standard input.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.logs import start_logging
from app.bootstrap.places import places_in
from app.bootstrap.services import Laptop
from app.ui.application import run
from installers.demo.joining import join
from installers.demo.windowed import PASSPHRASE


def main(folder: str, address: str) -> int:
    """Open the window; the exit code."""
    places = places_in(Path(folder))
    start_logging(places.logs)
    laptop = Laptop(places, KeyringFinder(lambda: None), arguments=("--profile", folder))
    desk = join(laptop, PASSPHRASE, address, sys.stdin.readline())
    try:
        return run(laptop.services(), shown=lambda window: window.open_desk(desk))
    finally:
        laptop.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
