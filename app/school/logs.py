"""The endpoint's log: rotating, ids and kinds of fault only. Must not hold a name, a note, a key or an address."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"
_BYTES = 2_000_000
_FILES = 5


def log_to(folder: Path) -> RotatingFileHandler:
    """Send the log to a rotating file, readable by this user alone; what libraries say only from warnings up."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / "school.log"
    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter(_FORM))
    handler.addFilter(_only_ours_in_full)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return handler


def _only_ours_in_full(record: logging.LogRecord) -> bool:
    """Libraries may quote what they were given, in a message or a traceback: theirs stay out below WARNING."""
    if not record.name.startswith("app."):
        record.exc_info = record.exc_text = None
        return record.levelno >= logging.WARNING
    return True
