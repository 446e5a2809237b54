"""What the screens need from the rest of the program, as frozen values of plain functions. Must not import Qt.

`app.bootstrap` makes them from real parts, tests from fakes. Functions that may take longer than 10 ms are called on
the one worker thread, never on the screen's; each may raise a DoorstepError, whose sentence is shown as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.domain.errors import DoorstepError

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path
    from uuid import UUID

    from app.domain.clock import Clock

if TYPE_CHECKING:  # dozens of dataclasses, which the unlock page can do without
    from app.casework.views import (
        AdultAtHome,
        CheckAnswer,
        OutboxView,
        PupilLine,
        PupilOverview,
        SessionLog,
        StartBlocked,
        Started,
        TodayList,
        VisitPage,
    )

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A number to ring: who answers, and the number as it is dialled. Never a pupil's name."""

    who: str
    phone: str


EMERGENCY = PhoneLine("Emergency services", "999")


@dataclass(frozen=True, slots=True)
class Handover:
    """What a locked screen still shows while a visit runs: times and numbers, never a name or a place.

    Passed to the process that replaces this one (vault.md D.15). Instants are aware UTC; `zone` is an IANA name.
    """

    started_at: datetime
    due_finish_at: datetime
    school_acts_at: datetime
    school_knows: bool
    lines: tuple[PhoneLine, ...]
    zone: str = "Europe/London"


@dataclass(frozen=True, slots=True)
class SosResult:
    """`reached`: the school took it, at `at` by its own clock. Otherwise nothing was sent, tried until `at`."""

    reached: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SyncState:
    """How it stands with the school. `reachable` is None until the first try; `problem` is a sentence for a person."""

    joined: bool = True
    reachable: bool | None = None
    working: bool = False
    unsent: int = 0
    refused: int = 0
    last_contact_at: datetime | None = None
    problem: str = ""
    next_step: str = ""
    needs_person: bool = False
    """It does not go on by itself: the school refuses this laptop, or the two histories disagree."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person chose for this laptop; holds nothing about pupils. `theme`: system, light, dark or contrast."""

    theme: str = "system"
    zoom: int = 100
    lock_after_minutes: int = 5


@dataclass(frozen=True, slots=True)
class DeskCalls:
    """What an unlocked laptop can do: casework's functions with the open records already given to them.

    All but `subscribe` and `sync_now` are called on the worker thread.
    """

    today: Callable[[], TodayList]
    visit: Callable[[UUID], VisitPage]
    arrive: Callable[[UUID], object]
    start: Callable[[UUID, AdultAtHome | None, tuple[CheckAnswer, ...]], Started | StartBlocked]
    not_enter: Callable[[UUID, str, str, tuple[CheckAnswer, ...]], object]
    """(visit, key of app.domain.reasons.NOT_ENTERED, note, what had been answered at the door)"""
    mark_absent: Callable[[UUID, str, str, bool, str], object]
    """(visit, key of ABSENT, note, whether notice was given, by whom)"""
    cancel: Callable[[UUID, str, str], object]
    """(visit, key of CANCELLED, note)"""
    extend: Callable[[UUID, int], object]
    """(visit, 15, 30, 45 or 60 minutes to add to the fixed finish)"""
    finish: Callable[[UUID, SessionLog], object]
    amend: Callable[[UUID, tuple[tuple[str, str], ...], str], object]
    """(visit, (field of SessionLog, new text) pairs, reason)"""
    save_draft: Callable[[UUID, dict[str, str]], None]
    """(visit, whole draft by field name); an empty dict drops the draft."""
    pupils: Callable[[], Sequence[PupilLine]]
    pupil: Callable[[UUID], PupilOverview]
    outbox: Callable[[], OutboxView]
    session_pdf: Callable[[UUID], bytes]
    register_pdf: Callable[[date], bytes]
    """Register of the week that begins on this Monday, school's zone."""
    change_passphrase: Callable[[str, str], None]
    join_school: Callable[[str, str], str]
    """(address, one-time code) -> name of the school that now knows this laptop"""
    joined: Callable[[], bool]
    sync_now: Callable[[], None]
    """Ask for an exchange with the school now; returns at once."""
    subscribe: Callable[[Callable[[SyncState], None]], Callable[[], None]]
    """Call back, from any thread, whenever sync's state changes; once at once with the present one. Returns the end."""
    repairs: tuple[str, ...] = ()
    """What unlocking found broken in the records file and put right, a sentence each."""


@dataclass(frozen=True, slots=True)
class Created:
    """New or recovered records, open, and the recovery key to show once; `groups` (from 1) are to be typed back."""

    desk: DeskCalls
    recovery_key: str
    groups: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Services:
    """What the program can do before and around an unlocked desk."""

    clock: Clock
    has_records: Callable[[], bool]
    """Whether there are records on this laptop; quick, called before the first paint."""
    keyring_name: Callable[[], str]
    """The keyring that will hold this laptop's half of the key; '' when there is none. May wait: worker thread."""
    check_passphrase: Callable[[str], None]
    """Raise a DoorstepError when this may not protect new records. May ask the keyring: worker thread."""
    passphrase_bits: Callable[[str], float]
    """A cautious guess of its strength, for the hint; worker thread."""
    create: Callable[[str], Created]
    unlock: Callable[[str], DeskCalls]
    recover: Callable[[str, str], Created]
    """(recovery key, new passphrase)"""
    confirm_recovery: Callable[[], None]
    """Note in the records that two groups of the newest recovery key were typed back."""
    lock: Callable[[Handover | None], None]
    """End the desk, wipe the keys and replace the process by its lock screen. Called on the screen's thread, last."""
    raise_sos: Callable[[], SosResult]
    """Ask the school for help now, locked or not; on its own thread, with a short limit of its own."""
    take_back_sos: Callable[[], bool]
    """The call was cancelled within its 5 seconds; True when the school will still hear of it. May ask the network."""
    phone_lines: Callable[[], tuple[PhoneLine, ...]]
    """Numbers to ring that are known without the records; may be empty. 999 is added by the screen."""
    load_preferences: Callable[[], Preferences]
    save_preferences: Callable[[Preferences], None]
    private_file: Callable[[str, bytes], Path]
    """(file name, content) -> where it now lies: a private folder that is emptied at lock and at start."""
    write_file: Callable[[Path, bytes], None]
    handover: Handover | None = None
    """What the process before this one passed on when it locked during a visit."""


class Background(Protocol):
    """Runs work away from the screen, one piece after another, and brings the outcome back to the screen's thread."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[DoorstepError], None] | None = None,
    ) -> None:
        """Start `work` after what was asked before it. Anything but a DoorstepError is a bug and is raised."""
        ...


class Navigator(Protocol):
    """Where a screen can send a person. Implemented by the shell."""

    def open_page(self, key: str) -> None:
        """'today', 'pupils', 'reports', 'outbox' or 'settings'."""
        ...

    def open_visit(self, visit_id: UUID, *, arrive: bool = False) -> None:
        """Show a visit; `arrive`: the person stands at the door and starts the check now."""
        ...

    def open_pupil(self, pupil_id: UUID) -> None:
        """Show a pupil."""
        ...

    def back(self) -> None:
        """Go to the page before."""
        ...

    def changed(self) -> None:
        """Something was recorded: the visit bar and the connection box look again."""
        ...


Announce = Callable[[str], None]
"""Tell a screen reader something at once ("Saved on this laptop")."""


@dataclass(slots=True)
class Alarm:
    """One waiting call of the Scheduler."""

    due: datetime
    call: Callable[[], None]
    cancelled: bool = field(default=False)

    def cancel(self) -> None:
        """Do not call any more."""
        self.cancelled = True


class Scheduler:
    """Calls functions when the clock has reached an instant; asked once a second by the one ticker.

    Compares instants, so a laptop that slept or whose clock was set does the right thing at the next tick (ui.md D8).
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._alarms: list[Alarm] = []
        self._each: list[Callable[[], None]] = []

    def at(self, due: datetime, call: Callable[[], None]) -> Alarm:
        """Call once, at the first tick at or after `due` (aware UTC)."""
        alarm = Alarm(due, call)
        self._alarms.append(alarm)
        return alarm

    def every_tick(self, call: Callable[[], None]) -> Callable[[], None]:
        """Call at every tick; returns the function that ends it."""
        self._each.append(call)
        return lambda: self._each.remove(call) if call in self._each else None

    def tick(self) -> None:
        """A second has passed (or a night, when the lid was shut)."""
        now = self.clock.now()
        due = [a for a in self._alarms if a.due <= now and not a.cancelled]
        self._alarms = [a for a in self._alarms if a.due > now and not a.cancelled]
        for alarm in due:
            alarm.call()
        for call in tuple(self._each):
            call()


@dataclass(frozen=True, slots=True)
class Context:
    """What every presenter of an unlocked laptop gets."""

    services: Services
    desk: DeskCalls
    background: Background
    scheduler: Scheduler
    go: Navigator
    announce: Announce
    ask_where: Callable[[str], Path | None]
    """(suggested file name) -> where to save, or None when the person thought better of it."""
    open_path: Callable[[Path], bool]
    """Show a file in the system's viewer; False when nothing on this laptop opens it."""

    @property
    def clock(self) -> Clock:
        """The one clock."""
        return self.services.clock
