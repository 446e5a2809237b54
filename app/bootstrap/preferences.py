"""What a person chose for this laptop, and the school's numbers, in two small files. Must not hold pupils' data."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.bootstrap.places import make_private
from app.ui.ports import PhoneLine, Preferences

_THEMES = frozenset({"system", "light", "dark", "contrast"})
_ZOOMS, _LOCKS = range(100, 201), range(1, 16)


def load_preferences(file: Path) -> Preferences:
    """The choices; the defaults for whatever is missing or out of bounds."""
    found, usual = _read(file), Preferences()
    if not isinstance(found, dict):
        return usual
    theme, zoom, lock = found.get("theme"), found.get("zoom"), found.get("lock_after_minutes")
    return Preferences(
        theme=theme if isinstance(theme, str) and theme in _THEMES else usual.theme,
        zoom=zoom if type(zoom) is int and zoom in _ZOOMS else usual.zoom,
        lock_after_minutes=lock if type(lock) is int and lock in _LOCKS else usual.lock_after_minutes,
    )


def save_preferences(file: Path, preferences: Preferences) -> None:
    """Keep the choices."""
    _write(file, asdict(preferences))


def load_phones(file: Path) -> tuple[PhoneLine, ...]:
    """The numbers to ring that were known last; empty before the first sync, and when the file is not what we wrote."""
    try:
        return tuple(PhoneLine(str(who), str(phone)) for who, phone in _read(file) or ())
    except (ValueError, TypeError):
        return ()


def save_phones(file: Path, lines: tuple[PhoneLine, ...]) -> None:
    """Keep the school's numbers for the locked screen."""
    if lines != load_phones(file):
        _write(file, [[line.who, line.phone] for line in lines])


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _write(file: Path, value: Any) -> None:
    make_private(file.parent)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(value), encoding="utf-8")
    part.replace(file)
