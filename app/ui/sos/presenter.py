"""Asking for help: five seconds to take it back, then the truth about what was sent. Must not import Qt.

It never says that help was asked for unless the school took the call; until then it shows who to ring and tries again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errors import DoorstepError
from app.ui import words
from app.ui.ports import EMERGENCY, Announce, Background, Scheduler, Services, SosResult
from app.ui.presenting import Presenter

COUNTDOWN = 5
_AGAIN = timedelta(seconds=10)
_ZONE = "Europe/London"


class Stage(StrEnum):
    """How far the call is."""

    COUNTING = "counting"
    SENDING = "sending"
    SENT = "sent"
    NOT_SENT = "not_sent"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class SosState:
    """The page: title, what is true, numbers, and which buttons there are."""

    stage: Stage
    title: str
    words: str
    lines: tuple[tuple[str, str], ...]


class SosPresenter(Presenter[SosState]):
    """One call for help. `closed` is called when the person leaves the page."""

    def __init__(
        self,
        services: Services,
        background: Background,
        scheduler: Scheduler,
        announce: Announce,
        closed: Callable[[], None],
    ) -> None:
        self._services, self._background, self._scheduler = services, background, scheduler
        self._announce, self._closed = announce, closed
        self._end = services.clock.now() + timedelta(seconds=COUNTDOWN)
        self._open = True
        numbers = (*services.phone_lines(), EMERGENCY)
        lines = tuple(dict.fromkeys((line.who, line.phone) for line in numbers))
        super().__init__(SosState(Stage.COUNTING, _counting(COUNTDOWN), _COUNTING, lines))
        announce(f"Help is asked for in {COUNTDOWN} seconds. Press Escape to take it back.")

    def tick(self) -> None:
        """A second has passed."""
        if self.state.stage is not Stage.COUNTING:
            return
        left = self._end - self._services.clock.now()
        if left <= timedelta():
            self.send()
        else:
            self.show(replace(self.state, title=_counting(words_seconds(left))))

    def send(self) -> None:
        """Send now."""
        if self.state.stage in (Stage.SENDING, Stage.SENT) or not self._open:
            return
        self.show(replace(self.state, stage=Stage.SENDING, title="Asking for help", words=_SENDING))
        self._background.run(self._services.raise_sos, self._answered, self._refused)

    def _answered(self, result: SosResult) -> None:
        if result.reached:
            at = words.clock(result.at, _ZONE)
            self._say(Stage.SENT, f"Help asked for {at}", _SENT)
        else:
            self._not_sent(result.at)

    def _refused(self, error: DoorstepError) -> None:
        self._not_sent(self._services.clock.now(), error.sentence)

    def _not_sent(self, at: datetime, why: str = "") -> None:
        text = f"{why} {_NOT_SENT}".strip()
        self._say(Stage.NOT_SENT, f"Not sent. Ring now ({words.clock(at, _ZONE)})", text)
        if self._open:
            self._scheduler.at(self._services.clock.now() + _AGAIN, self._try_again)

    def _try_again(self) -> None:
        if self.state.stage is Stage.NOT_SENT:
            self.send()

    def take_back(self) -> None:
        """Cancel within the five seconds."""
        if self.state.stage is not Stage.COUNTING:
            return
        self._say(Stage.TAKEN_BACK, "Taken back", _TAKEN_BACK)
        self._background.run(self._services.take_back_sos, self._taken_back, lambda _error: None)

    def _taken_back(self, told: bool) -> None:
        if told and self.state.stage is Stage.TAKEN_BACK:
            self.show(replace(self.state, words=_TAKEN_BACK_TOLD))

    def escape(self) -> None:
        """Esc: take it back while it counts, leave the page afterwards."""
        if self.state.stage is Stage.COUNTING:
            self.take_back()
        else:
            self.close()

    def close(self) -> None:
        """Leave the page. A call that could not be sent is not tried again after that."""
        if self.state.stage is Stage.SENDING:
            return
        self._open = False
        self._closed()

    def _say(self, stage: Stage, title: str, text: str) -> None:
        self._announce(f"{title}. {text}")
        self.show(replace(self.state, stage=stage, title=title, words=text))


def words_seconds(left: timedelta) -> int:
    """Seconds begun: 4.2 seconds are shown as 5."""
    return -int(-left.total_seconds() // 1)


def _counting(seconds: int) -> str:
    return f"Asking for help in {words.count(seconds, 'second')}"


_COUNTING = "At zero the school is told that you need help. This laptop makes no sound."
_SENDING = "Contacting the school."
_SENT = "The school's server has your call. If you are in danger, ring 999."
_NOT_SENT = (
    "The school could not be reached. Use your phone. Doorstep tries again every 10 seconds while this page is open."
)
_TAKEN_BACK = "No call was sent."
_TAKEN_BACK_TOLD = "No call was sent. The school will see that you began one."
