"""A desk in memory. Must not behave better than the real one: what it is told to raise, it raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from app.casework.views import (
    Kept,
    OutboxView,
    PupilLine,
    PupilOverview,
    SessionLog,
    StartBlocked,
    Started,
    TodayList,
    VisitPage,
)
from app.domain.errors import DoorstepError
from app.domain.visit import VisitState
from app.ui.ports import (
    DeskCalls,
    SyncState,
)
from tests.ui import samples

T = TypeVar("T")
RECOVERY_KEY = "F90J-P6EA-2KQX-77MV-H3TB-0ZWD-5NRC-8YGS-A1EJ"


class Said(DoorstepError):
    """An error of the world with any code."""

    def __init__(self, code: str, sentence: str = "It did not work.", next_step: str = "Try again.") -> None:
        super().__init__(sentence, next_step)
        self.code = code  # type: ignore[misc]  # a class attribute by contract; this one stands for any of them
        self.wait_seconds = 0


class Inline:
    """The `Background` port on the spot: no thread, the same order. `held`: keep the work until `release`."""

    def __init__(self) -> None:
        self.hold = False
        self._kept: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DoorstepError], None] | None = None,
    ) -> None:
        """As the port says."""

        def go() -> None:
            try:
                result = work()
            except DoorstepError as error:
                if failed is None:
                    raise
                failed(error)
            else:
                done(result)

        if self.hold:
            self._kept.append(go)
        else:
            go()

    def release(self) -> None:
        """Do what was kept, in order."""
        self.hold = False
        while self._kept:
            self._kept.pop(0)()


@dataclass
class FakeDesk:
    """A desk in memory. `calls` lists what was asked; `raises[name]` is raised by that function."""

    day: TodayList = field(default_factory=samples.today)
    page: VisitPage = field(default_factory=samples.visit_page)
    lines: tuple[PupilLine, ...] = field(default_factory=samples.pupil_lines)
    one: PupilOverview = field(default_factory=samples.overview)
    box: OutboxView = field(default_factory=samples.outbox)
    is_joined: bool = True
    blocked: StartBlocked | None = None
    raises: dict[str, DoorstepError] = field(default_factory=dict)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    sync: SyncState = field(default_factory=lambda: SyncState(reachable=True, last_contact_at=samples.at(9, 34)))
    listeners: list[Callable[[SyncState], None]] = field(default_factory=list)

    def _asked(self, *call: Any) -> None:
        self.calls.append(call)
        if call[0] in self.raises:
            raise self.raises[call[0]]

    def named(self, name: str) -> list[tuple[Any, ...]]:
        """The calls of one function."""
        return [call for call in self.calls if call[0] == name]

    def _moved(self, state: VisitState, **times: Any) -> None:
        self.page = replace(self.page, card=replace(self.page.card, state=state, **times))
        same = self.page.card.visit_id
        visits = tuple(self.page.card if v.visit_id == same else v for v in self.day.visits)
        runs = next((v for v in visits if v.state is VisitState.IN_SESSION), None)
        self.day = replace(self.day, visits=visits, running=runs)

    def today(self) -> TodayList:
        self._asked("today")
        return self.day

    def visit(self, visit_id: UUID) -> VisitPage:
        self._asked("visit", visit_id)
        return self.page

    def arrive(self, visit_id: UUID) -> None:
        self._asked("arrive", visit_id)
        self._moved(VisitState.AT_DOOR, arrived_at=samples.at(9, 31))

    def start(self, visit_id: UUID, adult: Any, answers: Any) -> Started | StartBlocked:
        self._asked("start", visit_id, adult, answers)
        if self.blocked is not None:
            return self.blocked
        shown = samples.running(Kept.LAPTOP)
        self._moved(VisitState.IN_SESSION, **_times(shown))
        return Started(self.page.card)

    def not_enter(self, visit_id: UUID, reason: str, note: str, answers: Any) -> None:
        self._asked("not_enter", visit_id, reason, note, answers)
        self._moved(VisitState.NOT_ENTERED, ended_at=samples.at(9, 35), end_kept=Kept.LAPTOP)

    def mark_absent(self, visit_id: UUID, reason: str, note: str, given: bool, who: str) -> None:
        self._asked("mark_absent", visit_id, reason, note, given, who)
        self._moved(VisitState.ABSENT, ended_at=samples.at(9, 35), end_kept=Kept.LAPTOP)

    def cancel(self, visit_id: UUID, cause: str, note: str) -> None:
        self._asked("cancel", visit_id, cause, note)
        self._moved(VisitState.CANCELLED, ended_at=samples.at(9, 35), end_kept=Kept.LAPTOP)

    def extend(self, visit_id: UUID, minutes: int) -> None:
        self._asked("extend", visit_id, minutes)
        self._moved(VisitState.IN_SESSION, due_finish_at=samples.at(10, 45))

    def finish(self, visit_id: UUID, log: SessionLog) -> None:
        self._asked("finish", visit_id, log)
        self.page = replace(self.page, log=log, draft={})
        ended = samples.at(10, 29)
        self._moved(VisitState.FINISHED, finished_at=ended, ended_at=ended, end_kept=Kept.LAPTOP)

    def amend(self, visit_id: UUID, changes: Any, reason: str) -> None:
        self._asked("amend", visit_id, changes, reason)
        self.page = replace(self.page, amendments=(*self.page.amendments, replace(samples.AMENDED, changes=changes)))

    def save_draft(self, visit_id: UUID, fields: dict[str, str]) -> None:
        self._asked("save_draft", visit_id, fields)
        self.page = replace(self.page, draft=fields)

    def pupils(self) -> tuple[PupilLine, ...]:
        self._asked("pupils")
        return self.lines

    def pupil(self, pupil_id: UUID) -> PupilOverview:
        self._asked("pupil", pupil_id)
        return self.one

    def outbox(self) -> OutboxView:
        self._asked("outbox")
        return self.box

    def session_pdf(self, visit_id: UUID) -> bytes:
        self._asked("session_pdf", visit_id)
        return b"%PDF session"

    def register_pdf(self, monday: date) -> bytes:
        self._asked("register_pdf", monday)
        return b"%PDF register"

    def change_passphrase(self, old: str, new: str) -> None:
        self._asked("change_passphrase", old, new)

    def join_school(self, address: str, code: str) -> str:
        self._asked("join_school", address, code)
        self.is_joined = True
        return samples.SCHOOL.name

    def joined(self) -> bool:
        self._asked("joined")
        return self.is_joined

    def sync_now(self) -> None:
        self._asked("sync_now")

    def subscribe(self, listener: Callable[[SyncState], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        listener(self.sync)
        return lambda: self.listeners.remove(listener)

    def say_sync(self, state: SyncState) -> None:
        """Tell everyone how it stands now."""
        self.sync = state
        for listener in tuple(self.listeners):
            listener(state)

    def port(self) -> DeskCalls:
        """As the screens get it."""
        return DeskCalls(
            today=self.today, visit=self.visit, arrive=self.arrive, start=self.start, not_enter=self.not_enter,
            mark_absent=self.mark_absent, cancel=self.cancel, extend=self.extend, finish=self.finish,
            amend=self.amend, save_draft=self.save_draft, pupils=self.pupils, pupil=self.pupil, outbox=self.outbox,
            session_pdf=self.session_pdf, register_pdf=self.register_pdf, change_passphrase=self.change_passphrase,
            join_school=self.join_school, joined=self.joined, sync_now=self.sync_now, subscribe=self.subscribe,
        )  # fmt: skip


def _times(shown: Any) -> dict[str, Any]:
    names = ("arrived_at", "started_at", "due_finish_at", "start_kept", "start_known_at")
    return {name: getattr(shown, name) for name in names}
