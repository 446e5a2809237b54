"""Our HTTP message signatures and an independent implementation of RFC 9421 read each other, both ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import http_message_signatures as independent
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.sync.protocol.keys import Signer
from app.sync.protocol.signatures import BadSignature, digest, read_claim, sign_request, verify_claim

DEVICE = "01a20786-bb40-75b1-a522-4a58b791f1d8"
PRIVATE = bytes(range(32))
URL = "https://school.example/v1/journal/x?after=3&whole=true"
BODY = b'{"protocol":1}'


class _Keys(independent.HTTPSignatureKeyResolver):
    """Knows our one device."""

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        assert key_id == DEVICE
        return Ed25519PrivateKey.from_private_bytes(PRIVATE)

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return self.resolve_private_key(key_id).public_key()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)  # the other implementation reads the machine's clock


def _request(body: bytes | None, headers: dict[str, str]) -> requests.PreparedRequest:
    return requests.Request("POST" if body else "GET", URL, data=body, headers=headers).prepare()


@pytest.mark.parametrize("body", [BODY, None])
def test_the_independent_library_accepts_what_we_sign(body: bytes | None) -> None:
    method = "POST" if body else "GET"
    headers = sign_request(Signer(PRIVATE), DEVICE, method, URL, body, created=_now(), nonce="n" * 24)
    verifier = independent.HTTPMessageVerifier(signature_algorithm=independent.algorithms.ED25519, key_resolver=_Keys())
    (found,) = verifier.verify(_request(body, headers), max_age=timedelta(minutes=5))
    assert found.parameters["keyid"] == DEVICE
    assert set(found.covered_components) >= {'"@method"', '"@target-uri"'}
    assert ('"content-digest"' in found.covered_components) == (body is not None)


@pytest.mark.parametrize("changed", ["method", "url", "digest"])
def test_the_independent_library_refuses_what_was_changed(changed: str) -> None:
    headers = sign_request(Signer(PRIVATE), DEVICE, "POST", URL, BODY, created=_now(), nonce="n" * 24)
    request = _request(BODY, headers)
    if changed == "method":
        request.method = "PUT"
    elif changed == "url":
        request.url = URL.replace("3", "4")
    else:
        request.headers["Content-Digest"] = digest(b"another body")
    verifier = independent.HTTPMessageVerifier(signature_algorithm=independent.algorithms.ED25519, key_resolver=_Keys())
    with pytest.raises(independent.InvalidSignature):
        verifier.verify(request, max_age=timedelta(minutes=5))


def _signed_by_the_other(body: bytes | None) -> requests.PreparedRequest:
    request = _request(body, {"Content-Digest": digest(body)} if body else {})
    covered: tuple[str, ...] = ("@method", "@target-uri", "content-digest") if body else ("@method", "@target-uri")
    options: dict[str, Any] = {"label": "doorstep", "include_alg": True, "covered_component_ids": covered}
    if body:
        options |= {"body": body, "use_existing_digest": True}
    signer = independent.HTTPMessageSigner(signature_algorithm=independent.algorithms.ED25519, key_resolver=_Keys())
    signer.sign(request, key_id=DEVICE, created=_now(), nonce="n" * 24, **options)
    return request


@pytest.mark.parametrize("body", [BODY, None])
def test_we_accept_what_the_independent_library_signs(body: bytes | None) -> None:
    request = _signed_by_the_other(body)
    headers = {name.lower(): value for name, value in request.headers.items()}
    claim = read_claim(headers, body or b"")
    assert (claim.device, claim.nonce) == (DEVICE, "n" * 24)
    assert abs(claim.created - datetime.now(UTC)) < timedelta(minutes=1)
    assert verify_claim(claim, Signer(PRIVATE).public, request.method or "", URL, headers)
    assert not verify_claim(claim, Signer(bytes(32)).public, request.method or "", URL, headers)
    assert not verify_claim(claim, Signer(PRIVATE).public, "PUT", URL, headers)


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        (';alg="ed25519"', ';alg="hmac-sha256"'),
        (';alg="ed25519"', ""),
        (';alg="ed25519"', ';alg="ed25519";tag="x"'),
        ('"@method" "@target-uri"', '"@method"'),
        (';nonce="', ';nonce="short";x="'),
        ("created=", "created=99999"),
        ("keyid=", "created="),
    ],
)
def test_any_other_form_is_refused(what: str, instead: str) -> None:
    headers = sign_request(Signer(PRIVATE), DEVICE, "GET", URL, None, created=_now(), nonce="n" * 24)
    lower = {name.lower(): value for name, value in headers.items()}
    assert what in lower["signature-input"]
    with pytest.raises(BadSignature):
        read_claim(lower | {"signature-input": lower["signature-input"].replace(what, instead)}, b"")


def test_a_body_that_is_not_covered_is_refused() -> None:
    headers = sign_request(Signer(PRIVATE), DEVICE, "POST", URL, None, created=_now(), nonce="n" * 24)
    lower = {name.lower(): value for name, value in headers.items()}
    with pytest.raises(BadSignature):
        read_claim(lower, BODY)
