"""The problem codes of the wire (RFC 9457) and what each means. Must not build HTTP answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict


class Code(StrEnum):
    """Stable codes; a laptop decides by them what to do next."""

    GAP = "gap"
    FORK = "fork"
    EPOCH = "epoch"
    CHAIN = "chain"
    SCHEMA_INVALID = "schema-invalid"
    NOT_YOURS = "not-yours"
    MALFORMED = "malformed"
    REVOKED = "revoked"
    SIGNATURE = "signature"
    CLOCK = "clock"
    REPLAY = "replay"
    TOO_LARGE = "too-large"
    SLOW_DOWN = "slow-down"
    ENROL_CODE = "enrol-code"
    ENROL_CODE_USED = "enrol-code-used"
    ENROL_CODE_EXPIRED = "enrol-code-expired"
    NOT_FOUND = "not-found"
    NOT_ALLOWED = "not-allowed"
    SIGN_IN = "sign-in"
    UPDATE_NEEDED = "update-needed"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code's HTTP status and title."""

    status: int
    title: str


MEANINGS: dict[Code, Meaning] = {
    Code.GAP: Meaning(409, "Facts before these are missing"),
    Code.FORK: Meaning(409, "Another fact has this number or id"),
    Code.EPOCH: Meaning(409, "The school's records were restored"),
    Code.CHAIN: Meaning(422, "The chain does not verify"),
    Code.SCHEMA_INVALID: Meaning(422, "A fact does not fit its form"),
    Code.NOT_YOURS: Meaning(422, "A fact is not this writer's to write"),
    Code.MALFORMED: Meaning(400, "The request cannot be read"),
    Code.REVOKED: Meaning(403, "This laptop is no longer trusted"),
    Code.SIGNATURE: Meaning(401, "The request's signature does not verify"),
    Code.CLOCK: Meaning(401, "The laptop's clock is too far out"),
    Code.REPLAY: Meaning(401, "This request was seen before"),
    Code.TOO_LARGE: Meaning(413, "The request is too large"),
    Code.SLOW_DOWN: Meaning(429, "Too many requests"),
    Code.ENROL_CODE: Meaning(403, "The joining code is wrong"),
    Code.ENROL_CODE_USED: Meaning(403, "The joining code was used before"),
    Code.ENROL_CODE_EXPIRED: Meaning(403, "The joining code is too old"),
    Code.NOT_FOUND: Meaning(404, "There is nothing here"),
    Code.NOT_ALLOWED: Meaning(405, "That cannot be done here"),
    Code.SIGN_IN: Meaning(401, "Sign in first"),
    Code.UPDATE_NEEDED: Meaning(426, "This version is too old"),
    Code.SERVER: Meaning(500, "Something went wrong at the school's end"),
}


class Problem(BaseModel):
    """An `application/problem+json` body; a code may bring members of its own, such as `acked` with a gap."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: Code
    detail: str = ""


def problem(code: Code, detail: str = "", **extra: Any) -> Problem:
    """The body for a code; `type` is a URN, since no page has to exist for it."""
    meaning = MEANINGS[code]
    kind = f"urn:doorstep:problem:{code.value}"
    return Problem(type=kind, title=meaning.title, status=meaning.status, code=code, detail=detail, **extra)
