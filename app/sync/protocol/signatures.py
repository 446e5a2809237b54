"""Signed requests: HTTP Message Signatures (RFC 9421) with Ed25519 and content digests (RFC 9530).

Just the profile the wire uses: one signature, `@method`, `@target-uri` and, with a body, `content-digest`; `created`,
`nonce` and `keyid` (the device) are parameters. Must not look up keys, remember nonces or read the clock.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.sync.protocol.keys import Signer, verify

_LABEL = "doorstep"
_INPUT = re.compile(
    r'^doorstep=(?P<params>\((?P<fields>"@method" "@target-uri"(?: "content-digest")?)\)'
    r"(?P<rest>(?:;[a-z]+=[^;,\s]+){4}))$"
)
_PARAMETERS = {
    "created": re.compile(r"\d{1,11}"),
    "nonce": re.compile(r'"[A-Za-z0-9_-]{16,64}"'),
    "keyid": re.compile(r'"[0-9a-f-]{36}"'),
    "alg": re.compile(r'"ed25519"'),
}
"""Each once, in any order: RFC 9421 leaves the order to the signer."""
_SIGNATURE = re.compile(r"^doorstep=:(?P<value>[A-Za-z0-9+/]{86}==):$")


class BadSignature(Exception):
    """The request is not signed as the profile asks; the text says how, for the log."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request's signature claims, before its key is known."""

    device: str
    created: datetime
    nonce: str
    params: str
    fields: tuple[str, ...]
    signature: bytes


def digest(body: bytes) -> str:
    """The Content-Digest of a body as sent."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"


def sign_request(  # noqa: PLR0913  every part of the request is covered, so every part comes in
    signer: Signer, device: str, method: str, url: str, body: bytes | None, *, created: datetime, nonce: str
) -> dict[str, str]:
    """The headers that sign a request: Signature-Input, Signature and, with a body, Content-Digest."""
    headers = {} if body is None else {"Content-Digest": digest(body)}
    fields = ("@method", "@target-uri") if body is None else ("@method", "@target-uri", "content-digest")
    listed = " ".join(f'"{name}"' for name in fields)
    seconds = int(created.timestamp())
    params = f'({listed});created={seconds};nonce="{nonce}";keyid="{device}";alg="ed25519"'
    base = _base(fields, params, method, url, headers.get("Content-Digest", ""))
    value = base64.b64encode(signer.sign(base)).decode("ascii")
    return headers | {"Signature-Input": f"{_LABEL}={params}", "Signature": f"{_LABEL}=:{value}:"}


def read_claim(headers: Mapping[str, str], body: bytes) -> Claim:
    """What the headers claim; checks that a body is covered and that its digest is right. Raises BadSignature."""
    found = _INPUT.match(headers.get("signature-input", ""))
    value = _SIGNATURE.match(headers.get("signature", ""))
    if found is None or value is None:
        raise BadSignature("no signature of our form")
    given = _parameters(found["rest"])
    fields = tuple(found["fields"].replace('"', "").split(" "))
    if body and "content-digest" not in fields:
        raise BadSignature("the body is not covered")
    if "content-digest" in fields and not hmac.compare_digest(headers.get("content-digest", ""), digest(body)):
        raise BadSignature("the body's digest is wrong")
    return Claim(
        device=given["keyid"],
        created=datetime.fromtimestamp(int(given["created"]), UTC),
        nonce=given["nonce"],
        params=found["params"],
        fields=fields,
        signature=base64.b64decode(value["value"]),
    )


def _parameters(text: str) -> dict[str, str]:
    """The signature's parameters without their quotation marks."""
    given = dict(part.split("=", 1) for part in text[1:].split(";"))
    if given.keys() != _PARAMETERS.keys() or not all(form.fullmatch(given[name]) for name, form in _PARAMETERS.items()):
        raise BadSignature("a parameter is missing, or not of our form")
    return {name: value.strip('"') for name, value in given.items()}


def verify_claim(claim: Claim, public_key: bytes, method: str, url: str, headers: Mapping[str, str]) -> bool:
    """Whether the claim's signature is the key's, over this very request."""
    base = _base(claim.fields, claim.params, method, url, headers.get("content-digest", ""))
    return verify(public_key, claim.signature, base)


def _base(fields: tuple[str, ...], params: str, method: str, url: str, content_digest: str) -> bytes:
    """The signature base (RFC 9421, 2.5)."""
    values = {"@method": method.upper(), "@target-uri": url, "content-digest": content_digest}
    lines = [f'"{name}": {values[name]}' for name in fields]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()
