"""The schema `policy-pack/1` (domain.md 2.5) as frozen models. Must not evaluate, combine or read files."""

from __future__ import annotations

from app.policy.schema.pack import Pack
from app.policy.schema.words import (
    AnswerKind,
    Arrangement,
    Enforce,
    EventId,
    Flag,
    Mode,
    Moment,
    OnFail,
    Phase,
    ProviderStatus,
    SecondAdult,
    Strength,
    Venue,
)

__all__ = [
    "AnswerKind",
    "Arrangement",
    "Enforce",
    "EventId",
    "Flag",
    "Mode",
    "Moment",
    "OnFail",
    "Pack",
    "Phase",
    "ProviderStatus",
    "SecondAdult",
    "Strength",
    "Venue",
]
