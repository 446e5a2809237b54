"""Showing a paper in the system's viewer: the one time that a record leaves the vault, and for as short as possible.

The copy lies in a folder of this person's own, in memory where the system offers that, and is removed at lock and at
the next start (vault.md D.8). Must not keep a list of what was opened.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from app.bootstrap.places import make_private
from app.domain.errors import DoorstepError


class NoViewer(DoorstepError):
    """The system has no program to show the paper with."""

    code = "no-viewer"


class FileNotWritten(DoorstepError):
    """The place that was chosen could not be written to."""

    code = "file-not-written"


def open_file(folder: Path, name: str, content: bytes) -> None:
    """Show `content` in the system's viewer under `name`. Raises NoViewer."""
    file = make_private(folder) / Path(name).name
    file.write_bytes(content)
    file.chmod(0o600)
    if sys.platform == "win32":
        os.startfile(file)  # noqa: S606  our own file, by the system's own association
        return
    command = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(command)
    if program is None:
        file.unlink()
        raise NoViewer("This computer has no program to show the file with.", "Save the file instead.")
    subprocess.Popen([program, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  a program of the system's, our own file


def write_file(path: Path, content: bytes) -> None:
    """Write to the place a person chose. Raises FileNotWritten."""
    try:
        path.write_bytes(content)
    except OSError:
        raise FileNotWritten(
            "The file could not be saved there.", "Choose another folder, or free some space, and save it again."
        ) from None


def forget_opened(folder: Path) -> None:
    """Remove every copy that was made for a viewer."""
    shutil.rmtree(folder, ignore_errors=True)
