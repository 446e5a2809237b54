"""What can go wrong between the laptop and its school, each with its sentence and its next step.

Must not name an address, a person or a key: these texts are shown and may be logged.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.errors import DoorstepError
from app.sync.protocol.messages import Order


class Why(StrEnum):
    """Why no word of the school arrived."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    CUT = "cut"
    NOT_SECURE = "not-secure"
    NOT_OURS = "not-ours"
    UNSIGNED = "unsigned"
    NOT_RECOGNISED = "not-recognised"
    BUSY = "busy"


_KEPT = "Your work is saved on this laptop and will be sent when the school answers."
_WORDS: dict[Why, tuple[str, str]] = {
    Why.UNREACHABLE: ("The school cannot be reached from here.", f"{_KEPT} Check that the laptop is on a network."),
    Why.TIMED_OUT: ("The school did not answer in time.", _KEPT),
    Why.CUT: ("The connection broke off.", _KEPT),
    Why.NOT_SECURE: (
        "This network did not let Doorstep make a secure connection to the school.",
        f"{_KEPT} Try another network. If it happens everywhere, check the laptop's date and tell the office.",
    ),
    Why.NOT_OURS: (
        "This network answered with a page of its own instead of the school's answer.",
        f"{_KEPT} Open a web browser and sign in to the network, or use another one.",
    ),
    Why.UNSIGNED: (
        "The answer did not carry the school's signature, so Doorstep did not use it.",
        f"{_KEPT} Try another network. If it happens everywhere, tell the office.",
    ),
    Why.NOT_RECOGNISED: (
        "The school's computer answered but did not recognise this laptop.",
        f"{_KEPT} If this does not change within the day, tell the office.",
    ),
    Why.BUSY: ("The school's computer is busy.", _KEPT),
}


class NoConnection(DoorstepError):
    """Nothing arrived that is certainly the school's word: never success, never a reason to drop anything.

    `went_out`: the whole request left this laptop, so the school may have it. `status`: the HTTP status that came
    with somebody else's answer. `retry_after`: seconds that answer asked to wait.
    """

    code = "no-connection"

    def __init__(
        self, why: Why, *, went_out: bool = False, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(*_WORDS[why])
        self.why = why
        self.went_out = went_out
        self.status = status
        self.retry_after = retry_after


class SlowDown(DoorstepError):
    """The school asks this laptop to wait; `seconds` is None when it did not say how long."""

    code = "sync-slow-down"

    def __init__(self, seconds: float | None) -> None:
        super().__init__("The school's computer is busy and asked Doorstep to wait.", _KEPT)
        self.seconds = seconds


class Trouble(DoorstepError):
    """The school answered that something went wrong at its end; tried again later."""

    code = "sync-trouble-at-school"

    def __init__(self) -> None:
        super().__init__("Something went wrong at the school's end.", _KEPT)


class StopReason(StrEnum):
    """What about the two histories disagrees."""

    FORK = "fork"
    BEHIND = "behind"
    CHAIN = "chain"
    FEED = "feed"
    FACT_TOO_LARGE = "fact-too-large"
    NOT_READ = "not-read"


_STOPS: dict[StopReason, str] = {
    StopReason.FORK: "The school holds another history of this laptop than the laptop itself.",
    StopReason.BEHIND: "The school holds newer records of this laptop than the laptop itself. It may be an old copy.",
    StopReason.CHAIN: "The school could not follow the numbering of this laptop's records.",
    StopReason.FEED: "What the school sent does not follow on from what this laptop holds.",
    StopReason.FACT_TOO_LARGE: "One record is too large for the way to the school.",
    StopReason.NOT_READ: "The school could not read what this laptop sent.",
}


class SyncStopped(DoorstepError):
    """The two histories disagree: sync stops, everything is kept, and a person must look."""

    code = "sync-stopped"

    def __init__(self, reason: StopReason) -> None:
        super().__init__(
            _STOPS[reason],
            "A person needs to look at this: tell the office. Nothing was lost, and you can go on working.",
        )
        self.reason = reason


class LaptopRefused(DoorstepError):
    """The school no longer trusts this laptop (a signed `revoked`). Its orders are reported, not carried out."""

    code = "laptop-refused"

    def __init__(self, orders: tuple[Order, ...] = ()) -> None:
        super().__init__(
            "The school no longer accepts records from this laptop.",
            "Ring the office. What you wrote is still on this laptop.",
        )
        self.orders = orders


class UpdateNeeded(DoorstepError):
    """The school speaks a newer protocol."""

    code = "update-needed"

    def __init__(self) -> None:
        super().__init__(
            "This version of Doorstep is too old for the school.",
            "Install the newest version. What you wrote is kept and will be sent then.",
        )


class NotSaved(DoorstepError):
    """What arrived could not be written down here; it will be fetched again."""

    code = "sync-not-saved"

    def __init__(self) -> None:
        super().__init__(
            "Doorstep could not save on this laptop what the school sent.",
            "Free some disk space. Nothing was lost; it will be fetched again.",
        )


class NotJoined(DoorstepError):
    """This laptop has not been joined to a school."""

    code = "not-joined"

    def __init__(self) -> None:
        super().__init__(
            "This laptop is not joined to a school yet.", "Ask the office for a joining code and type it in."
        )
