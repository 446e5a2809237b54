"""Opening and saving a PDF: the same few steps for every report. Must not import Qt or make the PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.errors import DoorstepError
from app.ui.ports import Context

Message = tuple[str, str, str]
"""(tone, title, words)"""

_OPEN = (
    "info",
    "{} goes to your PDF program",
    "If nothing opens, save a copy instead. What opens is for reading: it is deleted when you lock Doorstep.",
)
"""The system takes a file for its viewer without saying whether one comes up, so this must not say that it is open."""
_NO_VIEWER = ("warn", "No program on this laptop opens PDF files", "Save a copy instead, or install a PDF reader.")
_KEEP_SAFE = "This copy is not encrypted. Keep it where only you can read it."


def open_paper(
    context: Context, title: str, name: str, make: Callable[[], bytes], said: Callable[[Message], None]
) -> None:
    """Make the PDF away from the screen and show it in the system's viewer; `said` gets what came of it."""

    def made(path: Path) -> None:
        if context.open_path(path):
            said((_OPEN[0], _OPEN[1].format(title), _OPEN[2]))
        else:
            said(_NO_VIEWER)

    context.background.run(lambda: context.services.private_file(name, make()), made, lambda e: said(_sorry(e)))


def save_paper(context: Context, path: Path, make: Callable[[], bytes], said: Callable[[Message], None]) -> None:
    """Make the PDF away from the screen and write it where the person said; `said` gets what came of it."""
    done = ("ok", f"Saved as {path.name}", _KEEP_SAFE)
    context.background.run(
        lambda: context.services.write_file(path, make()), lambda _none: said(done), lambda e: said(_sorry(e))
    )


def _sorry(error: DoorstepError) -> Message:
    return ("danger", error.sentence, error.next_step)
