"""A clock in the test's hand. Must not read the real time, so that a test means the same on every day it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

SCHOOL_MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # a Monday in term, after the clocks went back


class FakeClock:
    """The `Clock` of the domain, moved only by `advance` (time passes) and `jump_to` (someone sets the clock)."""

    def __init__(self, now: datetime = SCHOOL_MORNING) -> None:
        if now.tzinfo is None:
            raise ValueError("FakeClock needs an aware datetime")
        self._now = now.astimezone(UTC)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; `jump_to` does not move it."""
        return self._monotonic

    def advance(
        self,
        span: timedelta | None = None,
        *,
        days: float = 0,
        hours: float = 0,
        minutes: float = 0,
        seconds: float = 0,
    ) -> datetime:
        """Let time pass on both hands and return the new instant."""
        step = (span or timedelta()) + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if step < timedelta():
            raise ValueError("time passes forward only; use jump_to for a clock that was set back")
        self._now += step
        self._monotonic += step.total_seconds()
        return self._now

    def jump_to(self, now: datetime) -> None:
        """Set the wall clock, forward or back, as a person or a time server would; monotonic time stands still."""
        self._now = now.astimezone(UTC)
