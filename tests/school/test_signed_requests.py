"""Who may speak for a laptop: only its key, once, about now; and every refusal is a problem document, never a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import requests

from app.school.app import create_app
from app.school.running import running
from app.sync.protocol.messages import HelloAnswer
from app.sync.protocol.problems import Problem
from app.sync.protocol.signatures import sign_request
from tests.school.driver import Answer, Laptop, Place
from tests.support.loggers import LogWatch

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _problem(response: requests.Response) -> str:
    return Answer(response, "").code


def test_hello_tells_where_both_stand_under_the_schools_signature(either: Place) -> None:
    laptop = Laptop(either).join()
    answer = laptop.hello()
    told = HelloAnswer.model_validate_json(answer.response.content)
    assert (told.acked, told.head, told.base, told.epoch) == (0, "0" * 64, None, 1)
    assert told.server_clock == either.clock.now()
    assert told.feed_head > 0
    assert list(told.packs) == ["bhes-one-to-one"]
    assert answer.signed_by(either.school)
    assert not Answer(answer.response, "another-nonce-of-16").signed_by(either.school)


def test_an_unknown_laptop_and_a_wrong_key_are_refused_in_the_same_words(place: Place, laptop: Laptop) -> None:
    stranger = Laptop(place, seed=7)
    unknown = stranger.hello().response
    stranger.device = laptop.device
    wrong = stranger.hello().response
    assert _problem(unknown) == "signature"
    assert unknown.content == wrong.content
    assert unknown.headers["WWW-Authenticate"] == "Signature"


def test_a_body_changed_on_the_way_is_refused(laptop: Laptop) -> None:
    body = b'{"protocol":1}'
    headers = {"Content-Type": "application/json"}
    assert laptop.send("POST", "/v1/hello", body, headers=headers, sent=body + b" ").code == "signature"
    flipped = {**headers, "Content-Digest": "sha-256=:AAAA:"}
    assert laptop.send("POST", "/v1/hello", body, headers=flipped).code == "signature"


def test_a_signature_for_another_address_or_method_is_refused(place: Place, laptop: Laptop) -> None:
    url = f"{place.base}/v1/feed?after=0"
    signed = sign_request(
        laptop.signer, str(laptop.device), "GET", url, None, created=place.clock.now(), nonce="n" * 20
    )
    assert _problem(requests.get(f"{place.base}/v1/feed?after=1", headers=signed, timeout=10)) == "signature"
    assert _problem(requests.get(f"{place.base}/v1/packs/bhes-one-to-one", headers=signed, timeout=10)) == "signature"
    assert requests.get(url, headers=signed, timeout=10).status_code == 200


def test_a_request_seen_before_is_refused(either: Place) -> None:
    laptop = Laptop(either).join()
    assert laptop.send("GET", "/v1/feed", nonce="a" * 20).status == 200
    again = laptop.send("GET", "/v1/feed", nonce="a" * 20)
    assert again.code == "replay"
    assert again.signed_by(either.school)


def test_a_nonce_is_forgotten_once_its_request_could_not_come_again(place: Place, laptop: Laptop) -> None:
    assert laptop.send("GET", "/v1/feed", nonce="a" * 20).status == 200
    place.clock.advance(minutes=16)
    assert laptop.hello().status == 200
    assert laptop.send("GET", "/v1/feed", nonce="a" * 20).status == 200


@pytest.mark.parametrize("off", [-6 * MINUTE, 6 * MINUTE, -365 * DAY, 365 * DAY])
def test_a_clock_that_is_out_is_told_the_time_and_the_retry_works(place: Place, laptop: Laptop, off: timedelta) -> None:
    refused = laptop.send("GET", "/v1/feed", created=place.clock.now() + off)
    told = Problem.model_validate_json(refused.response.content)
    assert refused.code == "clock"
    assert refused.signed_by(place.school)
    assert (told.model_extra or {})["server_clock"] == place.clock.now().isoformat()
    assert laptop.send("GET", "/v1/feed", created=place.clock.now() + timedelta(minutes=4)).status == 200


def test_a_year_beyond_the_calendar_is_refused_and_not_a_fault(place: Place, laptop: Laptop) -> None:
    url, now = f"{place.base}/v1/feed", place.clock.now()
    headers = sign_request(laptop.signer, str(laptop.device), "GET", url, None, created=now, nonce="b" * 20)
    for created in ("999999999999", "99999999999"):
        strange = headers["Signature-Input"].replace(str(int(now.timestamp())), created)
        sent = headers | {"Signature-Input": strange}
        assert _problem(requests.get(url, headers=sent, timeout=10)) == "signature"


def test_a_revoked_laptop_gets_a_signed_order_and_nothing_else(either: Place) -> None:
    laptop = Laptop(either).join()
    either.revoke(laptop.device)
    refused = laptop.hello()
    told = Problem.model_validate_json(refused.response.content)
    orders = (told.model_extra or {})["orders"]
    assert (refused.status, refused.code) == (403, "revoked")
    assert refused.signed_by(either.school)
    assert [(order["kind"], order["detail"]) for order in orders] == [("wipe", "Lost")]
    assert laptop.page().code == "revoked"
    again = Problem.model_validate_json(laptop.hello().response.content)
    assert (again.model_extra or {})["orders"] == orders


def test_an_old_protocol_is_asked_to_update(laptop: Laptop) -> None:
    assert laptop.hello(protocol=2).code == "update-needed"


def test_what_is_not_there_or_not_allowed_is_a_problem(place: Place, laptop: Laptop) -> None:
    browser = {"Accept": "text/html"}
    assert _problem(requests.get(f"{place.base}/v1/nothing", headers=browser, timeout=10)) == "not-found"
    wrong_way = requests.delete(f"{place.base}/v1/hello", headers=browser, timeout=10)
    assert _problem(wrong_way) == "not-allowed"
    assert wrong_way.headers["Allow"] == "POST"
    assert laptop.send("GET", "/v1/packs/unknown").code == "not-found"
    assert laptop.send("GET", "/v1/packs/kes-one-to-one").code == "not-found"  # this tutor works under no such pack
    assert laptop.send("GET", "/v1/packs/bhes-one-to-one").status == 200


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "limit=1001", "whole=maybe", "after=1e9"])
def test_a_question_that_cannot_be_read_is_malformed(laptop: Laptop, query: str) -> None:
    assert laptop.send("GET", f"/v1/feed?{query}").code == "malformed"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"protocol":"1"}', b"\xff\xfe", b'{"a":1}'])
def test_a_message_that_cannot_be_read_is_malformed_and_not_quoted(laptop: Laptop, body: bytes) -> None:
    answer = laptop.send("POST", "/v1/hello", body, headers={"Content-Type": "application/json"})
    assert answer.code == "malformed"
    assert laptop.send("POST", "/v1/hello", b"{}", headers={"Content-Type": "text/plain"}).code == "malformed"


def test_a_message_that_is_too_large_is_refused_before_it_is_read(laptop: Laptop) -> None:
    answer = laptop.send("POST", "/v1/hello", b" " * (65 << 10), headers={"Content-Type": "application/json"})
    assert (answer.status, answer.code) == (413, "too-large")


def test_health_needs_no_key_and_holds_no_secret(either: Place) -> None:
    answer = requests.get(f"{either.base}/v1/health", timeout=10)
    assert answer.json() == {"status": "ok"}


def test_a_fault_of_ours_is_a_problem_with_an_id_and_no_detail(
    laptop: Laptop, expect_log: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> UUID:
        raise RuntimeError("Amira Hollow lives at 14 Larch Close")

    monkeypatch.setattr("app.school.api.joining.hello", broken)
    expect_log("app.school.faults", "fault [0-9a-f]{12}: RuntimeError at broken")
    answer = laptop.hello()
    assert (answer.status, answer.code) == (500, "server")
    assert "Larch" not in answer.response.text + "".join(record.getMessage() for record in expect_log.records)


def test_behind_a_proxy_the_public_address_is_what_laptops_sign(place: Place, laptop: Laptop) -> None:
    public = "https://school.example/doorstep"
    with running(create_app(replace(place.endpoint, public_url=public))) as inside:
        for signed, wanted in ((public, 200), (inside, 401)):
            headers = sign_request(
                laptop.signer, str(laptop.device), "GET", f"{signed}/v1/feed?after=1", None,
                created=place.clock.now(), nonce="p" * 20,
            )  # fmt: skip
            assert requests.get(f"{inside}/v1/feed?after=1", headers=headers, timeout=10).status_code == wanted
