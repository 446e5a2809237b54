"""What can go wrong while joining a school, each with its sentence and its next step. Must not name an address."""

from __future__ import annotations

from app.domain.errors import DoorstepError
from app.sync.errors import Why
from app.sync.protocol.problems import Code


class AlreadyJoined(DoorstepError):
    """This vault belongs to a school already."""

    code = "already-joined"

    def __init__(self) -> None:
        super().__init__("This laptop is joined to a school already.", "There is nothing more to do.")


class CodeWrong(DoorstepError):
    """The school does not know the code."""

    code = "enrol-code"

    def __init__(self) -> None:
        super().__init__(
            "The school does not know this joining code.",
            "Compare it with what the office gave you and type it again, or ask for a new one.",
        )


class CodeUsed(DoorstepError):
    """Another laptop joined with the code."""

    code = "enrol-code-used"

    def __init__(self) -> None:
        super().__init__(
            "This joining code was used before.",
            "Ask the office for a new one. If you have not used it yourself, tell them so.",
        )


class CodeExpired(DoorstepError):
    """The code's 24 hours are over."""

    code = "enrol-code-expired"

    def __init__(self) -> None:
        super().__init__("This joining code is too old: it lasts 24 hours.", "Ask the office for a new one.")


class TooManyTries(DoorstepError):
    """The school asks to wait before another code is tried."""

    code = "enrol-slow-down"

    def __init__(self, seconds: float | None) -> None:
        minutes = max(1, round((seconds or 60) / 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__("There were too many tries.", f"Wait {wait}, then type the code again.")


class SchoolNotTheOne(DoorstepError):
    """The answering school's key is not the one that the code was made with."""

    code = "school-not-the-one"

    def __init__(self) -> None:
        super().__init__(
            "The school that answered is not the one that gave you this code.",
            "Do not try again from here. Check the address with the office by phone.",
        )


_NOT_REACHED: dict[Why, tuple[str, str]] = {
    Why.UNREACHABLE: (
        "The school cannot be reached at this address.",
        "Check the address and that the laptop is on a network, then try again. The code is still good.",
    ),
    Why.NOT_SECURE: (
        "A secure connection to the school could not be made.",
        "Check the laptop's date, or try another network. The code is still good.",
    ),
    Why.NOT_OURS: (
        "A web page answered at this address, not a school's Doorstep.",
        "Check the address. On a guest network, sign in with a web browser first. The code is still good.",
    ),
    Why.NOT_RECOGNISED: (
        "The school could not check who was asking.",
        "Try again. If it happens again, tell the office that the school's address may be set up wrongly.",
    ),
}
_OTHERWISE = ("The school did not answer as it should.", "Wait a little and try again with the same code.")


class SchoolNotReached(DoorstepError):
    """Nothing came that is certainly the school's answer; nothing was kept."""

    code = "enrol-school-not-reached"

    def __init__(self, why: Why) -> None:
        super().__init__(*_NOT_REACHED.get(why, _OTHERWISE))
        self.why = why


_CODES: dict[Code, type[CodeWrong | CodeUsed | CodeExpired]] = {
    Code.ENROL_CODE: CodeWrong,
    Code.ENROL_CODE_USED: CodeUsed,
    Code.ENROL_CODE_EXPIRED: CodeExpired,
}


def not_taken(code: Code, seconds: float | None) -> DoorstepError:
    """The error for a problem that the school answered with.

    It cannot be verified, since the school's key is not known yet; it leads to nothing but this sentence.
    """
    if code in _CODES:
        return _CODES[code]()
    if code is Code.SLOW_DOWN:
        return TooManyTries(seconds)
    return SchoolNotReached(Why.NOT_RECOGNISED if code is Code.SIGNATURE else Why.BUSY)
