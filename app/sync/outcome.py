"""What one sync did, told plainly. Must not hold anything but values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.sync.protocol.messages import Order


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    """A sync that ran to its end, or to where it was cancelled."""

    pushed: int = 0
    """Facts that got their receipt in this sync."""
    pulled: int = 0
    """Positions of the feed that were added."""
    unsent: int = 0
    """Facts still without a receipt: recorded meanwhile, or left by a cancellation."""
    refused: tuple[UUID, ...] = ()
    """Facts that the school keeps but could not accept."""
    packs_taken: tuple[str, ...] = ()
    pack_problems: tuple[str, ...] = ()
    """A sentence for each pack that was not taken."""
    orders: tuple[Order, ...] = ()
    """What the school asks of this laptop; reported, not carried out."""
    cancelled: bool = False
