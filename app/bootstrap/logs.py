"""The log: small, rotating, and without anything a person wrote.

Records hold what our own code says with ids and codes. Of an exception only its type and the lines it passed are
written: its message may quote a record. Must not log a name, a note, a key or an address.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

_MOST_BYTES = 500_000
_KEPT = 3
_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class QuietFormatter(logging.Formatter):
    """Writes where an exception came from, never what it says."""

    def formatException(  # noqa: N802  the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The type and the lines, without the message, locals or source text."""
        kind, _, trace = ei
        lines = [f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([f"{kind.__name__ if kind is not None else 'error'}, at:", *lines])


class OursOnly(logging.Filter):
    """Libraries may quote what they were given: of theirs, only the fact that they complained is kept."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let our records pass; blank a library's words."""
        if not record.name.startswith("app."):
            record.msg, record.args, record.exc_info = "(a library's message was left out)", (), None
        record.exc_text = None  # another handler may have written the exception out already, message and all
        return True


def start_logging(folder: Path, name: str = "doorstep.log") -> Path:
    """Log to a rotating file in `folder` from now on; every way an exception can end up uncaught leads there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(folder / name, maxBytes=_MOST_BYTES, backupCount=_KEPT, encoding="utf-8")
    handler.setFormatter(QuietFormatter(_FORM))
    handler.addFilter(OursOnly())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("app").setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda hooked: _uncaught(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
    sys.unraisablehook = lambda hooked: _unraisable(hooked.exc_type, hooked.exc_value, hooked.exc_traceback)
    return folder / name


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Our own mistakes crash loudly and keep the data: the log says where."""
    if issubclass(kind, KeyboardInterrupt):
        return
    found = error if error is not None else kind()
    logging.getLogger("app.crash").critical("uncaught", exc_info=(kind, found, trace))
    sys.stderr.write(f"Doorstep stopped because of a fault of its own ({kind.__name__}). The log says where.\n")


def _unraisable(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """A fault where nobody can be told, such as in a finalizer. Python would write its message and the object out."""
    found = error if error is not None else kind()
    logging.getLogger("app.crash").error("could not be raised", exc_info=(kind, found, trace))
