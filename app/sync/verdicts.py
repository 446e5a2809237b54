"""The school's signed problems as errors with sentences. Must not act on any of them."""

from __future__ import annotations

import logging

from pydantic import ValidationError

from app.domain.errors import DoorstepError
from app.sync.errors import LaptopRefused, SlowDown, StopReason, SyncStopped, Trouble, UpdateNeeded
from app.sync.line import SchoolSaid
from app.sync.protocol.messages import Order
from app.sync.protocol.problems import Code, Problem

_LOG = logging.getLogger(__name__)
_PASSING = frozenset({Code.SERVER, Code.GAP, Code.EPOCH, Code.REPLAY, Code.CLOCK})
"""After the rounds of one sync these are the school's trouble, not the laptop's."""
_STOPS = {Code.FORK: StopReason.FORK, Code.CHAIN: StopReason.CHAIN}


def as_error(said: SchoolSaid) -> DoorstepError:
    """What a problem that the engine could not get past means for the person."""
    if said.code is Code.REVOKED:
        return LaptopRefused(_orders(said.problem))
    if said.code is Code.UPDATE_NEEDED:
        return UpdateNeeded()
    if said.code is Code.SLOW_DOWN:
        return SlowDown(said.seconds)
    if said.code in _PASSING:
        return Trouble()
    return SyncStopped(_STOPS.get(said.code, StopReason.NOT_READ))


def _orders(problem: Problem) -> tuple[Order, ...]:
    """The orders that came with a revocation; those this build does not know are left out."""
    found = []
    for body in (problem.model_extra or {}).get("orders") or ():
        try:
            found.append(Order.model_validate(body))
        except ValidationError:
            _LOG.warning("the school gave an order that this version does not know")
    return tuple(found)
