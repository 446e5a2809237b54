"""What sync tells the screens about itself: the only module of sync that they may import.

Must not hold anything but plain, frozen values: they cross from sync's thread to the screen's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SyncState(StrEnum):
    """What sync is doing, in one word."""

    IDLE = "idle"
    """The last talk with the school went well; nothing is under way."""
    SYNCING = "syncing"
    WAITING = "waiting"
    """The school is there; the next try has its time."""
    OFFLINE = "offline"
    """No word of the school arrives; tried again by itself."""
    STOPPED = "stopped"
    """The two histories disagree: a person must look. Nothing is lost, nothing more is sent."""
    REFUSED = "refused"
    """The school no longer takes this laptop's word, or asks for a newer version."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Facts that have gone or come, out of those that should, in this sync."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """A picture of sync at one moment."""

    state: SyncState = SyncState.IDLE
    unsent: int = 0
    """Facts on this laptop without a verified receipt."""
    last_contact_at: datetime | None = None
    """When the school's own signed answer last arrived; aware, UTC, by the laptop's clock."""
    next_try_at: datetime | None = None
    progress: Progress | None = None
    message: str = ""
    """What happened and what to do, in plain words; empty when all is well."""
