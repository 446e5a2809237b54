"""What a person meets when the program has made a mistake of its own: one honest sentence, then the end.

A window that goes on after a fault shows words that no longer hold. What was saved is in the journal, and what was
being typed was kept as a draft. Must not show what the fault says: it may quote a record.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

EXIT_CODE = 70
"""EX_SOFTWARE of sysexits.h."""
TITLE = "Doorstep has to stop"
SENTENCE = (
    "Doorstep has made a mistake of its own and has to stop. What you saved is safe on this laptop, and so is what you "
    "were typing a moment ago.\n\nStart Doorstep again. If you are on a visit, phone the school first."
)


def stop_on_faults(tell: Callable[[], None], leave: Callable[[int], None]) -> Callable[[], None]:
    """From now on a mistake is logged as before, then told once, then ends the program. Returns the undoing."""
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        before(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt) or sys.excepthook is not hook:
            return
        sys.excepthook = before  # a second fault while telling of the first is only logged
        tell()
        leave(EXIT_CODE)

    def undo() -> None:
        sys.excepthook = before

    sys.excepthook = hook
    return undo
