"""When to try next: a pure reckoning over triggers, outcomes and monotonic seconds. Must not wait or read a clock.

Back-off doubles from 2 seconds to 15 minutes with full jitter. After an outage laptops spread over 30 minutes, so that
they do not all come at once; a waiting check-in and the button never wait for that (sync.md 2, client loop).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

TICK = 300.0
PROBE = 60.0
"""How often a dead link is looked at."""
FIRST_BACK_OFF = 2.0
MOST_BACK_OFF = 900.0
MOST_WITH_CHECK_IN = 60.0
"""While a check-in waits, nobody must wait longer than this for the next try."""
OUTAGE = 900.0
"""A failure that lasted so long is an outage that others had too."""
SPREAD = 1800.0
LOOK_AGAIN = 900.0
"""How often a stopped or refused laptop asks whether somebody has mended it."""


class Trigger(StrEnum):
    """What makes sync look up."""

    NETWORK_UP = "network-up"
    FACT = "fact"
    TICK = "tick"
    BUTTON = "button"


@dataclass(slots=True)
class Schedule:
    """The state of the reckoning. `jitter(x)` gives a random number of seconds between 0 and x."""

    jitter: Callable[[float], float]
    next_at: float | None = None
    """Monotonic seconds of the next try; None while there is no reason for one."""
    tick_at: float = 0.0
    failures: int = 0
    failing_since: float | None = None
    not_before: float = 0.0
    """Until then the school asked to be left alone."""
    parked: bool = False
    """A person is needed: facts do not hasten the next try."""
    link_down: bool = False
    _spread: bool = False

    def wake(self, trigger: Trigger, now: float, *, check_in: bool) -> None:
        """Take note of a trigger; `check_in`: a check-in is waiting."""
        match trigger:
            case Trigger.BUTTON:
                self._bring_forward(max(now, self._held_until(now, check_in)))
            case Trigger.FACT if not self.parked and (check_in or not self.failures):
                self._bring_forward(max(now, self._held_until(now, check_in)))
            case Trigger.NETWORK_UP if self.failures and not self.parked:
                self._network_up(now, check_in)
            case Trigger.TICK:
                self.tick_at = now + (PROBE if self.link_down else TICK)
                if not self.failures and not self.parked:
                    self._bring_forward(max(now, self.not_before))

    def begun(self) -> None:
        """A try has begun."""
        self.next_at = None

    def succeeded(self, now: float, *, more: bool) -> None:
        """The school answered and all went well; `more`: facts were recorded meanwhile."""
        self.failures, self.failing_since, self.not_before = 0, None, 0.0
        self.parked = self.link_down = self._spread = False
        self.tick_at = now + TICK
        if more:
            self._bring_forward(now)

    def failed(self, now: float, *, check_in: bool, wait: float | None = None, link_down: bool = False) -> None:
        """A try failed; `wait`: seconds that the school asked for."""
        self.failures += 1
        self.failing_since = now if self.failing_since is None else self.failing_since
        self.parked = self._spread = False
        self.link_down = link_down
        most = MOST_WITH_CHECK_IN if check_in else MOST_BACK_OFF
        delay = self.jitter(min(FIRST_BACK_OFF * 2.0 ** min(self.failures - 1, 30), most))
        if wait is not None:
            delay = min(wait + self.jitter(wait / 10), MOST_WITH_CHECK_IN if check_in else wait * 1.1)
            self.not_before = now + wait
        self.next_at = now + delay
        self.tick_at = now + (PROBE if link_down else TICK)

    def stopped(self, now: float) -> None:
        """A person is needed; look again after a while, in case somebody has mended it."""
        self.failures, self.failing_since = 0, None
        self.parked, self.link_down = True, False
        self.next_at, self.tick_at = now + LOOK_AGAIN, now + TICK

    def due(self, now: float) -> bool:
        """Whether it is time to try."""
        return self.next_at is not None and self.next_at <= now

    def wake_at(self) -> float:
        """Monotonic seconds of the next thing to do."""
        return self.tick_at if self.next_at is None else min(self.tick_at, self.next_at)

    def _network_up(self, now: float, check_in: bool) -> None:
        self.link_down = False
        outage = self.failing_since is not None and now - self.failing_since >= OUTAGE
        if not outage or check_in:
            self._bring_forward(max(now, self._held_until(now, check_in)))
        elif not self._spread:
            self._spread = True
            self.next_at = max(now + self.jitter(SPREAD), self.not_before)

    def _held_until(self, now: float, check_in: bool) -> float:
        """The end of the wait that the school asked for; a check-in waits a minute of it at most."""
        return min(self.not_before, now + MOST_WITH_CHECK_IN) if check_in else self.not_before

    def _bring_forward(self, at: float) -> None:
        self.next_at = at if self.next_at is None else min(self.next_at, at)
