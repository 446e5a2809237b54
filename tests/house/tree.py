"""The files of the repository as git knows them. Must not look at what is not committed or about to be."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def committed() -> tuple[Path, ...]:
    """Every file git keeps, relative to the root."""
    # A clone made by another user is refused without safe.directory; nothing is run from it here.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    return tuple(Path(name) for name in names if name and (ROOT / name).is_file())


@cache
def text_of(path: Path) -> str:
    """The text of a file, or nothing for a picture, a font or another file that is not text."""
    data = (ROOT / path).read_bytes()
    if b"\0" in data:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def python_files(*folders: str) -> list[Path]:
    """Committed Python files, of these top folders or of all."""
    return [path for path in committed() if path.suffix == ".py" and (not folders or path.parts[0] in folders)]


@cache
def syntax_of(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(text_of(path), str(path))


def lines_with(path: Path) -> list[tuple[str, str]]:
    """Each line of a file with its place, as "file:number"."""
    return [(f"{path}:{number}", line) for number, line in enumerate(text_of(path).splitlines(), 1)]
