"""The drift of the laptop's clock, as measured at the last contact. Must not correct any clock: facts carry both."""

from __future__ import annotations

from datetime import datetime, timedelta

_MILLISECOND = timedelta(milliseconds=1)


class DriftGauge:
    """School clock minus laptop clock, in milliseconds; None before the first contact.

    Called by the journal for every fact and by the signer for every request, so it lives in memory; sync stores it.
    """

    def __init__(self, milliseconds: int | None = None) -> None:
        self._milliseconds = milliseconds

    def __call__(self) -> int | None:
        """The drift as it is known now."""
        return self._milliseconds

    def set(self, milliseconds: int) -> None:
        """Take a new measurement."""
        self._milliseconds = milliseconds

    def at_school(self, here: datetime) -> datetime:
        """The school's time when the laptop's clock shows `here`, as well as it is known."""
        return here + timedelta(milliseconds=self._milliseconds or 0)


def measure(sent_at: datetime, received_at: datetime, school_clock: datetime) -> int:
    """The drift from one exchange: the school read its clock about half-way between the laptop's two readings."""
    midpoint = sent_at + (received_at - sent_at) / 2
    return round((school_clock - midpoint) / _MILLISECOND)
