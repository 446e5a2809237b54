"""From stored bytes to facts and back: the union of all kinds, their versions and their upcasters.

A kind or a version this build does not know is not an error: it decodes to None and waits (design.md 1).
Must not drop or change a byte of what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Union, cast

from pydantic import Field, TypeAdapter, ValidationError

from app.models.facts import school, visits
from app.models.facts.base import Payload

_KINDS: tuple[type[Payload], ...] = (
    school.SchoolDescribed,
    school.TutorAdded,
    school.PupilRecorded,
    school.PupilAllocated,
    school.VisitPlanned,
    school.VisitPlanWithdrawn,
    school.DeviceEnrolled,
    school.DeviceRevoked,
    visits.TutorArrived,
    visits.DoorstepChecked,
    visits.VisitStarted,
    visits.VisitExtended,
    visits.VisitFinished,
    visits.VisitNotEntered,
    visits.PupilAbsent,
    visits.VisitCancelled,
    visits.AttendanceMarked,
    visits.SessionLogged,
    visits.LogAmended,
    visits.SosRaised,
)

KINDS: dict[str, type[Payload]] = {kind.model_fields["kind"].default: kind for kind in _KINDS}

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, version n) -> a pure function from a version n body to a version n+1 body."""

AnyPayload = Annotated[Union[_KINDS], Field(discriminator="kind")]  # type: ignore[valid-type]  # noqa: UP007  made from the tuple above
_ONE: TypeAdapter[Payload] = TypeAdapter(AnyPayload)
_MANY: TypeAdapter[list[Payload]] = TypeAdapter(list[AnyPayload])


class Unreadable(Exception):
    """A payload of a known kind and version that does not fit its schema; says where, never what it holds."""


def encode(payload: Payload) -> bytes:
    """The bytes that are stored, hashed and sent: JSON in the class's field order."""
    return payload.model_dump_json().encode()


def is_known(kind: str, version: int) -> bool:
    """Whether this build can read `kind` in `version`, by itself or through upcasters."""
    return kind in KINDS and 1 <= version <= KINDS[kind].VERSION


def decode(kind: str, version: int, raw: bytes) -> Payload | None:
    """The fact's body in this build's version; None when the kind or version is unknown. Raises Unreadable."""
    if not is_known(kind, version):
        return None
    current = KINDS[kind].VERSION
    try:
        payload = _ONE.validate_json(raw if version == current else _upcast(kind, version, raw))
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise Unreadable(_where(error)) from None
    if payload.kind != kind:
        raise Unreadable("kind")
    return payload


def decode_all(items: Sequence[tuple[str, int, bytes]]) -> list[Payload | Unreadable | None]:
    """Decode many at once: one validation for the whole batch, falling back to one by one when any fails."""
    if all(kind in KINDS and version == KINDS[kind].VERSION for kind, version, _ in items):
        try:
            found = _MANY.validate_json(b"[" + b",".join(raw for _, _, raw in items) + b"]")
        except ValidationError:
            found = []
        if len(found) == len(items) and all(p.kind == kind for p, (kind, _, _) in zip(found, items, strict=True)):
            return cast("list[Payload | Unreadable | None]", found)
    return [_decode_or_error(*item) for item in items]


def _decode_or_error(kind: str, version: int, raw: bytes) -> Payload | Unreadable | None:
    try:
        return decode(kind, version, raw)
    except Unreadable as error:
        return error


def _upcast(kind: str, version: int, raw: bytes) -> bytes:
    body = json.loads(raw)
    for step in range(version, KINDS[kind].VERSION):
        body = UPCASTERS[kind, step](body)
    return json.dumps(body).encode()


def _where(error: Exception) -> str:
    """Name the fields at fault, never their values: the text may be logged and sent."""
    if isinstance(error, ValidationError):
        spots = {".".join(str(part) for part in item["loc"]) + ":" + item["type"] for item in error.errors()[:5]}
        return ", ".join(sorted(spots))
    return type(error).__name__
