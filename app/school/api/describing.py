"""The OpenAPI document's parts: bodies, answers, headers and problems of each route. Must not change what routes do."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from app.sync.protocol import limits
from app.sync.protocol.problems import MEANINGS, Code

Described = dict[int | str, dict[str, Any]]

_TEXT = {"type": "string"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_NUMBER = {"type": "string", "pattern": "^[0-9]{1,15}$"}
_COUNT = {"type": "integer", "minimum": 0}
SIGNED_ALWAYS = (Code.SIGNATURE, Code.CLOCK, Code.REPLAY, Code.MALFORMED, Code.TOO_LARGE, Code.SLOW_DOWN)
"""What any signed request may be answered."""

FEED_HEADERS = {
    limits.HEAD_POSITION: {"schema": _COUNT, "required": True, "description": "The last position of the page"},
    limits.HEAD_HASH: {"schema": _HASH, "required": True, "description": "The feed's hash at that position"},
    limits.HEAD_EPOCH: {"schema": _COUNT, "required": True},
}
PUSH_HEADERS: dict[str, tuple[dict[str, Any], str]] = {
    limits.HEAD_FIRST: (_NUMBER, "The number of the first fact"),
    limits.HEAD_COUNT: (_NUMBER, "How many facts there are"),
    limits.HEAD_HASH: (_HASH, "The chain's hash after the last fact"),
    limits.HEAD_EPOCH: (_NUMBER, "The epoch as hello told it"),
    limits.HEAD_SIGNATURE: ({"type": "string", "maxLength": 200}, "The device key's signature over the batch, base64"),
}
_SIGNING = {
    "Signature-Input": "RFC 9421: @method, @target-uri and, with a body, content-digest; created, nonce, keyid, alg",
    "Signature": "RFC 9421: the Ed25519 signature, labelled doorstep",
}


def ref(model: type[BaseModel]) -> dict[str, str]:
    """Where the document has a model."""
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def takes_json(model: type[BaseModel], *, signed: bool = True) -> dict[str, Any]:
    """A route that reads a JSON message."""
    body = {"required": True, "content": {limits.JSON: {"schema": ref(model)}}}
    return {"requestBody": body, "parameters": _signing(body=True) if signed else []}


def takes_lines(headers: dict[str, tuple[dict[str, Any], str]]) -> dict[str, Any]:
    """A route that reads lines of facts."""
    schema = {"type": "string", "description": "One WireFact a line"}
    body = {"required": True, "content": {limits.NDJSON: {"schema": schema}}}
    own = [_header(name, form, what) for name, (form, what) in headers.items()]
    zipped = _header("Content-Encoding", {"enum": ["gzip", "identity"]}, "How the lines are packed", required=False)
    return {"requestBody": body, "parameters": [*_signing(body=True), *own, zipped]}


def plain_json(model: type[BaseModel], *codes: Code) -> Described:
    """Answers of a route without signatures."""
    return {200: {"description": "Done", "content": {limits.JSON: {"schema": ref(model)}}}} | problems(*codes)


def signed_json(model: type[BaseModel], *codes: Code) -> Described:
    """Answers of a signed route."""
    found: Described = plain_json(model, *SIGNED_ALWAYS, *codes)
    found[200]["headers"] = _answer_headers()
    return found


def signed_lines(headers: dict[str, dict[str, Any]], *codes: Code) -> Described:
    """Answers of a signed route that hands out lines."""
    lines = {limits.NDJSON: {"schema": {"type": "string", "description": "One FeedLine a line"}}}
    done = {"description": "A page", "content": lines, "headers": _answer_headers() | headers}
    return {200: done} | problems(*SIGNED_ALWAYS, *codes)


def problems(*codes: Code) -> Described:
    """The problem answers for some codes, by status, with the codes that each may carry."""
    by_status: dict[int, list[Code]] = {}
    for code in dict.fromkeys([*codes, Code.SERVER]):
        by_status.setdefault(MEANINGS[code].status, []).append(code)
    if Code.SLOW_DOWN in codes:
        by_status[503] = [Code.SLOW_DOWN]
    return {status: _problem(found) for status, found in sorted(by_status.items())}


def _problem(codes: list[Code]) -> dict[str, Any]:
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Problem"}],
        "properties": {"code": {"enum": [code.value for code in codes]}},
    }
    told = "; ".join(f"`{code.value}`: {MEANINGS[code].title}" for code in codes)
    found: dict[str, Any] = {"description": told, "content": {limits.PROBLEM: {"schema": schema}}}
    if Code.SLOW_DOWN in codes:
        found["headers"] = {"Retry-After": {"schema": _COUNT, "description": "Seconds to wait"}}
    return found


def _answer_headers() -> dict[str, Any]:
    told = "The school's signature over this answer and the request's nonce, base64"
    return {limits.HEAD_SIGNATURE: {"schema": _TEXT, "required": True, "description": told}}


def _signing(*, body: bool) -> list[dict[str, Any]]:
    wanted = _SIGNING | ({"Content-Digest": "RFC 9530: sha-256 of the body as sent"} if body else {})
    return [_header(name, _TEXT, what) for name, what in wanted.items()]


def signing_parameters() -> list[dict[str, Any]]:
    """The headers of a signed request without a body."""
    return _signing(body=False)


def _header(name: str, schema: dict[str, Any], what: str, *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": required, "schema": schema, "description": what}
