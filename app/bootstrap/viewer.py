"""Papers that leave the vault: a copy for the system's viewer, or a file where the person wants it.

The copy lies in a folder of this person's own, in memory where the system offers that, and is removed at lock and at
the next start (vault.md D.8). Must not keep a list of what was opened.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from app.bootstrap.places import make_private
from app.domain.errors import DoorstepError


class FileNotWritten(DoorstepError):
    """The place that was chosen could not be written to."""

    code = "file-not-written"


def private_file(folder: Path, name: str, content: bytes) -> Path:
    """Put a copy where only this person can read it; where it lies. Raises FileNotWritten."""
    file = folder / Path(name).name
    try:
        make_private(folder)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
    except OSError:
        raise _not_written() from None
    return file


def write_file(path: Path, content: bytes) -> None:
    """Write to the place a person chose. Raises FileNotWritten."""
    try:
        path.write_bytes(content)
    except OSError:
        raise _not_written() from None


def forget_opened(folder: Path) -> None:
    """Remove every copy that was made for a viewer."""
    shutil.rmtree(folder, ignore_errors=True)


def _not_written() -> FileNotWritten:
    return FileNotWritten(
        "The file could not be saved there.", "Choose another folder, or free some space, and save it again."
    )
