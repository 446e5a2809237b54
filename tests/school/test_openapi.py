"""The OpenAPI document is true: whatever a machine makes of it, the endpoint answers as it says there."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis.checks import missing_required_header, negative_data_rejection, positive_data_acceptance

from app.models.database import open_school_database
from app.school.app import bare_app, create_app
from app.school.running import running
from app.sync.protocol.problems import Code
from app.sync.protocol.signatures import sign_request
from tests.school.driver import Laptop, Place, make_endpoint, make_place
from tests.support.clock import FakeClock

_EXAMPLES = 5
schema = schemathesis.openapi.from_dict(bare_app().openapi())
behind_the_door = schemathesis.openapi.from_dict(bare_app().openapi())
behind_the_door.config.phases.coverage.enabled = False  # every boundary once is enough; here go random bodies deeper
_REFUSED = [positive_data_acceptance]
"""A request of the right form is refused all the same when its signature, code or token is made up."""
_SIGNED = [*_REFUSED, missing_required_header, negative_data_rejection]
"""What a case leaves out or gets wrong of a signature is made good by signing it."""


@schemathesis.serializer("application/x-ndjson")
def as_lines(_: Any, value: Any) -> bytes:
    """Any value as it is, or as its JSON."""
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A laptop at a server of this module's own: its requests come by the thousand."""
    folder: Path = tmp_path_factory.mktemp("openapi")
    clock = FakeClock()
    engine = open_school_database(f"sqlite:///{folder}/school.db")
    place: Place = make_place(make_endpoint(engine, clock), clock)
    with running(create_app(place.endpoint)) as place.base:
        yield Laptop(place).join()
    engine.dispose()


@schema.parametrize()
@settings(max_examples=_EXAMPLES)
def test_made_up_requests_are_answered_as_the_document_says(case: Any, joined: Laptop) -> None:
    response = case.call(base_url=joined.place.base, session=joined.session)
    case.validate_response(response, excluded_checks=_REFUSED)


@behind_the_door.parametrize()
@settings(max_examples=4 * _EXAMPLES)
def test_made_up_requests_under_a_true_signature_are_answered_so_too(case: Any, joined: Laptop) -> None:
    kwargs = case.as_transport_kwargs(base_url=joined.place.base)
    known = {"method", "url", "headers", "params", "data", "json"}
    prepared = requests.Request(**{name: value for name, value in kwargs.items() if name in known}).prepare()
    _sign(joined, prepared)
    response = joined.session.send(prepared, timeout=20)
    case.validate_response(response, excluded_checks=_SIGNED)


def _sign(laptop: Laptop, request: requests.PreparedRequest) -> None:
    body = request.body.encode() if isinstance(request.body, str) else request.body
    nonce, now = base64.urlsafe_b64encode(laptop.random(18)).decode(), laptop.place.clock.now()
    method, url = request.method or "", request.url or ""
    for name in ("Signature", "Signature-Input", "Content-Digest"):
        request.headers.pop(name, None)
    request.headers.update(sign_request(laptop.signer, str(laptop.device), method, url, body, created=now, nonce=nonce))


def test_every_code_of_the_wire_stands_in_the_document(server: Any) -> None:
    document = requests.get(f"{server.base}/v1/openapi.json", timeout=10).json()
    named = {
        code
        for path in document["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        for code in content["schema"].get("properties", {}).get("code", {}).get("enum", [])
    }
    never_alone = {Code.SCHEMA_INVALID, Code.NOT_YOURS, Code.SIGN_IN, Code.NOT_ALLOWED}
    assert named == {code.value for code in Code} - {code.value for code in never_alone}


def test_every_route_says_what_it_takes_and_answers() -> None:
    paths = bare_app().openapi()["paths"]
    assert set(paths) == {
        "/v1/enrol",
        "/v1/hello",
        "/v1/journal/{device}",
        "/v1/feed",
        "/v1/packs/{pack_id}",
        "/v1/sos",
        "/v1/health",
    }
    journal = paths["/v1/journal/{device}"]["post"]
    assert list(journal["requestBody"]["content"]) == ["application/x-ndjson"]
    assert {"Doorstep-First", "Signature-Input", "Content-Digest"} <= {p["name"] for p in journal["parameters"]}
    assert list(paths["/v1/feed"]["get"]["responses"]["200"]["content"]) == ["application/x-ndjson"]
    for path in paths.values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                wanted = "application/problem+json" if int(status) >= 400 else None
                assert wanted is None or list(answer["content"]) == [wanted]
