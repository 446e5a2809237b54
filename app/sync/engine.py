"""One sync from beginning to end: hello, push, packs, pull. Must not decide when to sync: the loop does.

A sync with nothing to do is one small request. What the school says wrong about facts never leads to losing one:
where the two histories part, it stops and tells.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from app.sync.errors import NotSaved, Trouble
from app.sync.hello import say_hello
from app.sync.line import Line, SchoolSaid
from app.sync.link import LaptopLink, Standing
from app.sync.outcome import SyncOutcome
from app.sync.packs import fetch_packs
from app.sync.probe import reachable
from app.sync.protocol.messages import HelloAnswer, Order
from app.sync.protocol.problems import Code
from app.sync.pull import pull_all
from app.sync.push import push_all
from app.sync.status import Progress
from app.sync.transport import Timeouts, Transport
from app.sync.verdicts import as_error

_LOG = logging.getLogger(__name__)
_ROUNDS = 3
_HELLO_AGAIN = frozenset({Code.GAP, Code.EPOCH, Code.CHAIN, Code.FORK})
"""A new hello finds out whether only the news was old, or the histories part."""

Tell = Callable[[Progress], None]
Cancelled = Callable[[], bool]


@dataclass(slots=True)
class _Tally:
    """What has been done so far, over all rounds of one sync."""

    pushed: int = 0
    pulled: int = 0
    refused: list[UUID] = field(default_factory=list)
    packs_taken: list[str] = field(default_factory=list)
    pack_problems: list[str] = field(default_factory=list)
    orders: tuple[Order, ...] = ()


class SyncEngine:
    """Syncs one laptop with its school, one sync at a time, over a connection that is kept between syncs."""

    def __init__(self, link: LaptopLink, *, timeouts: Timeouts | None = None) -> None:
        self.link = link
        self._transport = Transport(
            link.base_url,
            str(link.device),
            link.signer,
            clock=link.clock,
            random=link.journal.random,
            drift=link.drift,
            timeouts=timeouts,
        )
        self._line = Line(self._transport, link.school_key, link.tutor)
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        """Let go of the connection; the engine may still be used, and connects again."""
        self._transport.close()

    def standing(self) -> Standing:
        """Where the laptop stands now."""
        return self.link.standing()

    def reachable(self) -> bool:
        """Whether a connection to the school can be made; nothing is sent."""
        return reachable(self.link.base_url)

    def sync_once(self, progress: Tell = lambda _: None, cancelled: Cancelled = lambda: False) -> SyncOutcome:
        """Say hello, push what is unsent, fetch packs that changed, pull what is new.

        Raises NoConnection, SlowDown, Trouble, SyncStopped, LaptopRefused, UpdateNeeded, NotSaved. Whatever is
        raised, every fact is still here, and what has its receipt stays receipted.
        """
        with self._one_at_a_time:
            try:
                return self._rounds(progress, cancelled)
            except DBAPIError as error:
                _LOG.warning("what arrived could not be saved: %s", type(error.orig).__name__)
                raise NotSaved from None

    def _rounds(self, progress: Tell, cancelled: Cancelled) -> SyncOutcome:
        tally = _Tally()
        for last in (False,) * (_ROUNDS - 1) + (True,):
            try:
                if self._round(tally, progress, cancelled):
                    break
            except SchoolSaid as said:
                if last or said.code not in _HELLO_AGAIN:
                    raise as_error(said) from None
        else:
            raise Trouble
        return SyncOutcome(
            pushed=tally.pushed,
            pulled=tally.pulled,
            unsent=self.standing().unsent,
            refused=tuple(tally.refused),
            packs_taken=tuple(tally.packs_taken),
            pack_problems=tuple(tally.pack_problems),
            orders=tally.orders,
            cancelled=cancelled(),
        )

    def _round(self, tally: _Tally, progress: Tell, cancelled: Cancelled) -> bool:
        """One go; False when the school's records changed under it and hello must be said again.

        Push comes first: a check-in must not wait for packs or for the feed (invariant I13).
        """
        answer = say_hello(self.link, self._line)
        tally.orders = answer.orders
        told = self._teller(answer, progress)
        pushed = push_all(self.link, self._line, answer.epoch, told, cancelled)
        tally.pushed += pushed.sent
        tally.refused += pushed.refused
        if cancelled():
            return True
        packs = fetch_packs(self.link, self._line, answer.packs)
        tally.packs_taken += packs.taken
        tally.pack_problems += packs.problems
        end = max(answer.feed_head, pushed.feed_position)
        behind = partial(_behind, told, pushed.sent)
        pulled = pull_all(self.link, self._line, answer.epoch, behind, cancelled, end=end)
        tally.pulled += pulled.lines
        return not pulled.school_changed

    def _teller(self, answer: HelloAnswer, progress: Tell) -> Callable[[int], None]:
        standing = self.standing()
        total = standing.unsent + max(0, answer.feed_head - standing.feed.seq)
        return lambda done: progress(Progress(min(done, total), total))


def _behind(told: Callable[[int], None], pushed: int, lines: int) -> None:
    """Tell the pull's progress on top of the push's."""
    told(pushed + lines)
