"""The loop that syncs by itself: one thread, woken by triggers, telling how it stands. The application never waits.

Must not know Qt, and must not touch the database of a vault that is being locked: `stop` comes first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError

from app.domain.clock import Clock
from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes
from app.sync.errors import LaptopRefused, NoConnection, SlowDown, SyncStopped, UpdateNeeded, Why
from app.sync.link import Standing
from app.sync.outcome import SyncOutcome
from app.sync.schedule import Schedule, Trigger
from app.sync.status import Progress, SyncState, SyncStatus

_LOG = logging.getLogger(__name__)
_MISTAKE = (
    "Doorstep could not finish talking to the school because of a fault of its own. "
    "Your work is saved on this laptop. If this does not change, tell the office."
)

WaitOn = Callable[[threading.Condition, float], object]
"""Waits until the condition is notified or so many seconds have passed; the condition is held."""


class Syncing(Protocol):
    """What the loop needs of the engine."""

    def sync_once(self, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> SyncOutcome:
        """One sync."""
        ...

    def standing(self) -> Standing:
        """Where the laptop stands."""
        ...

    def reachable(self) -> bool:
        """Whether the school can be reached at all."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


def wait_real(condition: threading.Condition, seconds: float) -> object:
    """Real waiting; tests bring their own."""
    return condition.wait(seconds)


class SyncLoop:
    """Syncs one vault in a daemon thread from `start` to `stop`.

    `tell` hears every change of status and `done` every finished sync, both in the loop's thread: plain frozen values.
    """

    def __init__(  # noqa: PLR0913  the seams of time, chance and waiting, and who is told
        self,
        engine: Syncing,
        *,
        clock: Clock,
        random: RandomBytes,
        tell: Callable[[SyncStatus], None],
        done: Callable[[SyncOutcome], None] = lambda _: None,
        wait: WaitOn = wait_real,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._tell = tell
        self._done = done
        self._wait = wait
        self._schedule = Schedule(lambda most: most * int.from_bytes(random(8), "big") / (1 << 64))
        self._condition = threading.Condition()
        self._triggers: list[Trigger] = []
        self._stopping = threading.Event()
        self._status = SyncStatus()
        self._known: Standing | None = None
        self._thread = threading.Thread(target=self._run, name="doorstep-sync", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """The last status that was told."""
        return self._status

    def start(self) -> None:
        """Begin, with a first sync at once."""
        self._triggers.append(Trigger.TICK)
        self._thread.start()

    def trigger(self, trigger: Trigger) -> None:
        """Say that something happened. Returns at once; callable from any thread."""
        with self._condition:
            self._triggers.append(trigger)
            self._condition.notify_all()

    def look_again(self) -> None:
        """The clock may have moved (the laptop slept): reckon anew."""
        with self._condition:
            self._condition.notify_all()

    def stop(self) -> None:
        """End after the batch that is under way; what was not sent goes next time."""
        self._stopping.set()
        self.look_again()

    def join(self, seconds: float = 3.0) -> bool:
        """Wait for the end; False when the thread still waits for the network. It writes nothing more then."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while self._wait_until_due():
                self._sync()
        finally:
            self._engine.close()

    def _wait_until_due(self) -> bool:
        """Wait for the next try; False when the loop shall end."""
        while not self._stopping.is_set():
            triggers = self._take_triggers()
            self._note(triggers)
            now = self._clock.monotonic()
            if self._schedule.due(now):
                return True
            with self._condition:
                if not self._triggers and not self._stopping.is_set():
                    self._wait(self._condition, max(0.0, self._schedule.wake_at() - now))
        return False

    def _take_triggers(self) -> list[Trigger]:
        with self._condition:
            taken, self._triggers = self._triggers, []
        if self._clock.monotonic() >= self._schedule.tick_at and Trigger.TICK not in taken:
            taken.append(Trigger.TICK)
        return taken

    def _note(self, triggers: list[Trigger]) -> None:
        if not triggers:
            return
        if Trigger.TICK in triggers and self._schedule.link_down and self._engine.reachable():
            triggers.append(Trigger.NETWORK_UP)
        waiting = self._check_in_waiting()
        for trigger in triggers:
            self._schedule.wake(trigger, self._clock.monotonic(), check_in=waiting)
        if Trigger.NETWORK_UP in triggers and self._status.state is SyncState.OFFLINE:
            self._publish(SyncState.WAITING, "")
        else:
            self._publish(self._status.state, self._status.message)

    def _sync(self) -> None:
        self._schedule.begun()
        self._publish(SyncState.SYNCING, "")
        try:
            outcome = self._engine.sync_once(self._progress, self._stopping.is_set)
        except DoorstepError as error:
            self._failed(error)
        except Exception as error:  # noqa: BLE001  a fault of ours must not end syncing for the day
            if not self._stopping.is_set():
                # Without its words or a traceback: either may quote records.
                _LOG.error("sync failed by a fault of ours: %s", type(error).__name__)
            self._failed(None)
        else:
            self._succeeded(outcome)

    def _succeeded(self, outcome: SyncOutcome) -> None:
        if self._stopping.is_set():
            return
        standing = self._look()
        self._schedule.succeeded(self._clock.monotonic(), more=standing is not None and standing.unsent > 0)
        self._publish(SyncState.IDLE, " ".join(outcome.pack_problems))
        self._done(outcome)

    def _failed(self, error: DoorstepError | None) -> None:
        if self._stopping.is_set():
            return
        now = self._clock.monotonic()
        if isinstance(error, SyncStopped | LaptopRefused | UpdateNeeded):
            self._schedule.stopped(now)
        else:
            down = isinstance(error, NoConnection) and error.why is Why.UNREACHABLE
            wait = _asked_to_wait(error)
            self._schedule.failed(now, check_in=self._check_in_waiting(), wait=wait, link_down=down)
        self._publish(_state_for(error), _MISTAKE if error is None else str(error))

    def _progress(self, progress: Progress) -> None:
        self._publish(SyncState.SYNCING, "", progress)

    def _look(self) -> Standing | None:
        """Where the laptop stands; what was known last when the store cannot be read."""
        try:
            self._known = self._engine.standing()
        except (SQLAlchemyError, DoorstepError) as error:
            _LOG.info("the store could not be read: %s", type(error).__name__)
        return self._known

    def _check_in_waiting(self) -> bool:
        standing = self._look()
        return standing is not None and standing.check_in_waiting

    def _publish(self, state: SyncState, message: str, progress: Progress | None = None) -> None:
        standing, next_at = self._look(), self._schedule.next_at
        wait = None if next_at is None else timedelta(seconds=max(0.0, next_at - self._clock.monotonic()))
        status = SyncStatus(
            state=state,
            unsent=0 if standing is None else standing.unsent,
            last_contact_at=None if standing is None else standing.last_contact_at,
            next_try_at=None if wait is None or state is SyncState.SYNCING else self._clock.now() + wait,
            progress=progress,
            message=message,
        )
        if status != self._status:
            self._status = status
            self._tell(status)


def _asked_to_wait(error: DoorstepError | None) -> float | None:
    if isinstance(error, SlowDown):
        return error.seconds
    return error.retry_after if isinstance(error, NoConnection) else None


def _state_for(error: DoorstepError | None) -> SyncState:
    if isinstance(error, NoConnection):
        return SyncState.OFFLINE
    if isinstance(error, SyncStopped):
        return SyncState.STOPPED
    if isinstance(error, LaptopRefused | UpdateNeeded):
        return SyncState.REFUSED
    return SyncState.WAITING
