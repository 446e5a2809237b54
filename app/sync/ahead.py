"""Work done ahead of its need, in a thread beside. Must not keep the program from ending: the thread is a daemon.

An executor's threads are waited for when the interpreter ends, which would let a silent network hold up a quit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """At most one piece of work under way. Leaving the context waits for it, so that nothing runs on unseen."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: threading.Thread | None = None
        self._found: list[T] = []
        self._error: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.drop()

    def begin(self, work: Callable[[], T]) -> None:
        """Start the work; what an earlier one found is dropped."""
        self.drop()
        self._thread = threading.Thread(target=self._run, args=(work,), name=self._name, daemon=True)
        self._thread.start()

    def result(self, otherwise: Callable[[], T]) -> T:
        """What the work begun found, or raised; without any, `otherwise` is done here and now."""
        if self._thread is None:
            return otherwise()
        self._thread.join()
        found, error = self._found, self._error
        self.drop()
        if error is not None:
            raise error
        return found[0]

    def drop(self) -> None:
        """Wait for the work and forget what it found."""
        if self._thread is not None:
            self._thread.join()
        self._thread, self._found, self._error = None, [], None

    def _run(self, work: Callable[[], T]) -> None:
        try:
            self._found = [work()]
        except Exception as error:  # noqa: BLE001  raised again where the result is asked for
            self._error = error
