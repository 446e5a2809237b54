"""Calls for help: accepted with the token alone, whatever else is wrong, and shown to people at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import requests

from app.models.facts import visits
from app.sync.protocol.messages import EnrolAnswer
from tests.school.browser import Browser, Page
from tests.school.driver import Answer, Laptop, Place, pushed

LEE = "lee@merebridge.example"


@pytest.fixture
def caller(either: Place) -> Caller:
    laptop = Laptop(either)
    told = EnrolAnswer.model_validate_json(laptop.enrol(either.code()).response.content)
    return Caller(laptop, told.sos_token)


class Caller:
    """A laptop that knows its alarm-only token."""

    def __init__(self, laptop: Laptop, token: str) -> None:
        self.laptop, self.token, self.place = laptop, token, laptop.place

    def call(self, sos: UUID, **changes: Any) -> Answer:
        """Call for help, unsigned."""
        body = {
            "device_id": str(self.laptop.device),
            "sos_id": str(sos),
            "token": self.token,
            "at": self.place.clock.now().isoformat(),
        }
        sent = requests.post(f"{self.place.base}/v1/sos", json=body | changes, timeout=10)
        return Answer(sent, "")


def test_a_call_is_received_and_shown(caller: Caller) -> None:
    sos, place = place_id(caller), caller.place
    answer = caller.call(sos)
    assert answer.status == 200
    assert answer.response.json()["received_at"].startswith("2026-11-23T08:30:00")
    page = Browser(place).sign_in_as(LEE).get("/").text
    assert "Call for help" in page
    assert "Rosa Kettle</strong> called at 08:30 (by laptop clock), received 08:30" in page
    Page(page).check()


def place_id(caller: Caller) -> UUID:
    return caller.place.endpoint.new_id()


def test_a_call_is_never_refused_for_its_clock_or_a_lost_trust(caller: Caller) -> None:
    years = caller.place.clock.now() - timedelta(days=4000)
    assert caller.call(place_id(caller), at=years.isoformat()).status == 200
    caller.place.revoke(caller.laptop.device)
    assert caller.call(place_id(caller)).status == 200


def test_the_same_call_again_changes_nothing_and_a_cancellation_stands_nothing_down(caller: Caller) -> None:
    sos = place_id(caller)
    first = caller.call(sos).response.json()
    caller.place.clock.advance(minutes=3)
    assert caller.call(sos).response.json() == first
    assert caller.call(sos, cancelled=True).status == 200
    assert caller.call(sos).status == 200
    page = Browser(caller.place).sign_in_as(LEE).get("/").text
    assert page.count("called at") == 1
    assert "ask the tutor all the same" in page


def test_a_wrong_token_or_an_unknown_laptop_is_refused_in_the_same_words(caller: Caller) -> None:
    wrong = caller.call(place_id(caller), token="x" * 32)
    unknown = caller.call(place_id(caller), device_id=str(caller.place.tutor))
    assert wrong.code == "signature"
    assert wrong.response.content == unknown.response.content


@pytest.mark.parametrize("changes", [{"sos_id": "x"}, {"at": "now"}, {"more": 1}, {"token": "x" * 201}])
def test_a_call_that_cannot_be_read_is_malformed(caller: Caller, changes: dict[str, Any]) -> None:
    assert caller.call(place_id(caller), **changes).code == "malformed"


def test_a_flood_of_calls_from_one_laptop_is_slowed(caller: Caller) -> None:
    codes = [caller.call(place_id(caller)).status for _ in range(21)]
    assert codes == [200] * 20 + [429]
    caller.place.clock.advance(minutes=2)
    assert caller.call(place_id(caller)).status == 200


def test_a_call_that_also_came_as_a_fact_is_shown_once(caller: Caller) -> None:
    sos = place_id(caller)
    caller.call(sos)
    caller.laptop.write(visits.SosRaised(sos_id=sos, at=caller.place.clock.now()))
    pushed(caller.laptop.push())
    assert Browser(caller.place).sign_in_as(LEE).get("/").text.count("called at") == 1
