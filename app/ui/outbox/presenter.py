"""The Outbox in words: what waits, what was refused, what the school holds. Must not import Qt, never optimistic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.casework.views import Kept, OutboxItem, OutboxView
from app.domain.errors import DoorstepError
from app.ui import words
from app.ui.ports import Context, SyncState
from app.ui.presenting import Presenter

_ZONE = "Europe/London"
_MOST = 100
"""Lines that a person can take in; the rest is a number."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One saved thing: what and about whom, when, and where it is (words, tone, icon)."""

    what: str
    when: str
    tag: tuple[str, str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class OutboxState:
    """The page."""

    line: str = ""
    notice: tuple[str, str, str] | None = None
    """(tone, title, words)"""
    refused: tuple[ItemLine, ...] = ()
    waiting: tuple[ItemLine, ...] = ()
    more_waiting: str = ""
    recent: tuple[ItemLine, ...] = ()
    held: str = ""
    error: tuple[str, str] | None = None
    working: bool = False
    can_sync: bool = True
    loading: bool = True


class OutboxPresenter(Presenter[OutboxState]):
    """Reads the outbox, follows the sync's state, asks for a sync."""

    def __init__(self, context: Context, sync: SyncState) -> None:
        super().__init__(OutboxState())
        self._context = context
        self._sync = sync
        self._found: OutboxView | None = None
        self.load()

    def load(self) -> None:
        """Read it again."""
        self._context.background.run(self._context.desk.outbox, self._loaded, self._failed)

    def _loaded(self, found: OutboxView) -> None:
        self._found = found
        self._refresh()

    def _failed(self, error: DoorstepError) -> None:
        self.show(replace(self.state, loading=False, error=(error.sentence, error.next_step)))

    def sync_changed(self, sync: SyncState) -> None:
        """The sync engine says how it stands; what arrived may have moved things."""
        finished = self._sync.working and not sync.working
        self._sync = sync
        self._refresh()
        if finished:
            self.load()

    def sync_now(self) -> None:
        """The button."""
        self._context.desk.sync_now()

    def _refresh(self) -> None:
        if self._found is not None:
            self.show(make_state(self._found, self._sync, self._context.clock.now()))


def make_state(found: OutboxView, sync: SyncState, now: datetime) -> OutboxState:
    """The page from the records and from how the sync stands."""
    shown = found.waiting[:_MOST]
    hidden = found.unsent - len(shown)
    return OutboxState(
        line=_line(found, now),
        notice=_notice(found, sync),
        refused=tuple(_item(item, now) for item in found.refused),
        waiting=tuple(_item(item, now) for item in shown),
        more_waiting=f"and {hidden} more" if hidden > 0 else "",
        recent=tuple(_item(item, now) for item in found.recent),
        held=f"The school holds {words.count(found.held_by_school, 'saved thing')} from this laptop.",
        working=sync.working,
        can_sync=sync.joined,
        loading=False,
    )


def _line(found: OutboxView, now: datetime) -> str:
    if found.last_contact_at is None:
        return "Not in contact with the school yet"
    today = words.local(now, _ZONE).date()
    return f"Last contact with the school {words.when(found.last_contact_at, today, _ZONE)}"


def _notice(found: OutboxView, sync: SyncState) -> tuple[str, str, str] | None:
    if not sync.joined:
        return (
            "warn",
            "This laptop has not joined a school",
            "Choose Settings and type the joining code from the school.",
        )
    if sync.needs_person:
        return ("danger", sync.problem, sync.next_step)
    if sync.reachable and sync.problem:
        return ("warn", sync.problem, sync.next_step or "Doorstep tries again by itself.")
    if sync.reachable is False:
        return (
            "neutral",
            "The school cannot be reached now",
            "Everything is saved on this laptop. It is sent when there is internet.",
        )
    if not found.waiting and not found.refused:
        return ("ok", "Nothing is waiting", "The school holds everything that was saved on this laptop.")
    return None


_TAGS = {
    Kept.LAPTOP: ("On this laptop", "warn", "cloud-off"),
    Kept.SENT: ("Sent, no receipt yet", "neutral", "refresh-cw"),
    Kept.SCHOOL_HOLDS: ("School holds it", "ok", "check"),
    Kept.REFUSED: ("Not accepted", "danger", "circle-alert"),
}


def _item(item: OutboxItem, now: datetime) -> ItemLine:
    what = f"{item.what}, {item.about}" if item.about else item.what
    when = words.when(item.recorded_at, words.local(now, _ZONE).date(), _ZONE)
    return ItemLine(what, f"Saved {when}", _TAGS[item.kept], item.problem)
