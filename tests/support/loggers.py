"""A log record at WARNING or above that nobody expected fails its test. Must not hide records: it only watches.

Logs stay worth reading only while a warning means something. A test that provokes one says so with
`expect_log("app.sync", r"school not reached")`, and fails as well when that record never comes.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass


@dataclass
class Expected:
    """A record that a test says will come: from this logger or below it, with a message that the pattern finds."""

    logger: str
    pattern: re.Pattern[str]
    seen: int = 0

    def matches(self, record: logging.LogRecord) -> bool:
        """Whether the record is the one that was announced."""
        below = record.name == self.logger or record.name.startswith(f"{self.logger}.")
        return below and self.pattern.search(record.getMessage()) is not None


class LogWatch(logging.Handler):
    """Collects what is logged during one test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[Expected] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record; judging waits for the end of the test."""
        self.records.append(record)

    def __call__(self, logger: str, pattern: str) -> None:
        """Announce a record; this is what the `expect_log` fixture hands out."""
        self.expected.append(Expected(logger, re.compile(pattern)))

    def complaints(self) -> list[str]:
        """One line for each record nobody announced and each announced record that never came."""
        surprises = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in self.records if not self._announced(r)]
        absent = [f"nothing logged like {e.pattern.pattern!r} on {e.logger!r}" for e in self.expected if not e.seen]
        return surprises + absent

    def _announced(self, record: logging.LogRecord) -> bool:
        hits = [expected for expected in self.expected if expected.matches(record)]
        for expected in hits:
            expected.seen += 1
        return bool(hits)
