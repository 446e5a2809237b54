"""A call for help, sent with a token that can do nothing else. Needs no vault and no key.

Must not wait long, must not be held up by anything else, and must not claim that help knows when it may not.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from app.domain.clock import Clock
from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes
from app.sync.drift import DriftGauge
from app.sync.errors import NoConnection
from app.sync.outgoing import Outgoing
from app.sync.protocol import limits
from app.sync.protocol.messages import SosAnswer, SosRequest
from app.sync.transport import Timeouts, Transport

_QUICK = Timeouts(connect=3.0, read=5.0)
_TRIES = 2


class SosNotConfirmed(DoorstepError):
    """No answer of the school says that it has the call; it may or may not have arrived."""

    code = "sos-not-confirmed"

    def __init__(self) -> None:
        super().__init__(
            "The school has not confirmed your call for help.",
            "If anyone is in danger, ring 999. Then ring the office.",
        )


@dataclass(frozen=True, slots=True)
class SosCaller:
    """What a call for help needs; kept in the system's keyring, since the vault may be locked."""

    base_url: str
    device_id: UUID
    token: str = field(repr=False)

    def to_text(self) -> str:
        """As one keyring item."""
        return json.dumps(asdict(self) | {"device_id": str(self.device_id)})

    @staticmethod
    def from_text(text: str) -> SosCaller | None:
        """Out of a keyring item; None when it is not one."""
        try:
            found = json.loads(text)
            return SosCaller(str(found["base_url"]), UUID(found["device_id"]), str(found["token"]))
        except (ValueError, TypeError, KeyError):
            return None


def send_sos(  # noqa: PLR0913  the call's parts, and the seams of time and chance
    caller: SosCaller,
    sos_id: UUID,
    at: datetime,
    *,
    visit_id: UUID | None = None,
    cancelled: bool = False,
    clock: Clock,
    random: RandomBytes,
    timeouts: Timeouts = _QUICK,
) -> datetime:
    """Call for help now, or take a call back; when the school got it, by its own clock. Raises SosNotConfirmed.

    The same `sos_id` may be sent as often as one likes. Blocks for at most about twice the time-outs.
    """
    request = SosRequest(
        device_id=caller.device_id, sos_id=sos_id, token=caller.token, visit_id=visit_id, at=at, cancelled=cancelled
    )
    outgoing = Outgoing("POST", "/v1/sos", request.model_dump_json().encode())
    for _ in range(_TRIES):
        transport = Transport(
            caller.base_url,
            str(caller.device_id),
            None,
            clock=clock,
            random=random,
            drift=DriftGauge(),
            timeouts=timeouts,
        )
        with transport:
            received_at = _once(transport, outgoing)
        if received_at is not None:
            return received_at
    raise SosNotConfirmed


def _once(transport: Transport, outgoing: Outgoing) -> datetime | None:
    try:
        reply = transport.ask(outgoing)
        if reply.content_type != limits.JSON:
            return None
        return SosAnswer.model_validate_json(reply.body).received_at
    except (NoConnection, ValidationError):
        return None
