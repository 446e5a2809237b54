"""The program's commands. Without one the window opens, importing nothing that the first paint can do without."""

from __future__ import annotations

import sys
from pathlib import Path

_WINDOW_OPTIONS = frozenset({"--profile", "--after-lock"})


def main(arguments: list[str] | None = None) -> int:
    """Open the window, or carry out a command (`doorstep --help`)."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in _WINDOW_OPTIONS:
        return _window(given)
    from app.bootstrap.commands import run

    return run(given)


def _window(options: list[str]) -> int:
    """`--profile FOLDER`: keep everything under one folder. `--after-lock`: a pipe at standard input says what runs."""
    from app.bootstrap.handover import FLAG, receive
    from app.bootstrap.places import default_places, places_in
    from app.bootstrap.window import open_window

    left = receive() if FLAG in options else None
    rest = [option for option in options if option != FLAG]
    places = places_in(Path(rest[1])) if rest[:1] == ["--profile"] and len(rest) > 1 else default_places()
    return open_window(places, rest, left)


if __name__ == "__main__":
    sys.exit(main())
