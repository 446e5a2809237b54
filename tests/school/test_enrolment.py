"""A laptop is joined once, by whoever holds the code and the key."""

from __future__ import annotations

from datetime import timedelta

import requests

from app.sync.protocol.keys import Signer, read_code
from app.sync.protocol.messages import EnrolAnswer, EnrolRequest
from tests.school.driver import Laptop, Place


def test_a_code_joins_a_laptop_and_tells_it_whose_it_is(either: Place) -> None:
    code = either.code()
    laptop = Laptop(either)
    answer = laptop.enrol(code)
    told = EnrolAnswer.model_validate_json(answer.response.content)
    assert (answer.status, told.tutor_id, told.tutor_name) == (200, either.tutor, "Rosa Kettle")
    assert told.school_name == "Merebridge"
    assert read_code(code).matches(bytes.fromhex(told.school_key))
    assert answer.signed_by(either.school)
    assert [pack.pack_id for pack in told.packs] == ["bhes-one-to-one"]
    assert laptop.hello().status == 200


def test_a_wrong_used_or_old_code_is_refused(either: Place) -> None:
    code, old = either.code(), either.code()
    assert Laptop(either).enrol("AAAA-BBBB-CCCC-DDDD-EEEE").code == "enrol-code"
    assert Laptop(either).enrol("not a code").code == "enrol-code"
    assert Laptop(either).enrol(code).status == 200
    assert Laptop(either, seed=2).enrol(code).code == "enrol-code-used"
    either.clock.advance(hours=24)
    assert Laptop(either, seed=3).enrol(old).code == "enrol-code-expired"


def test_the_same_laptop_may_ask_again_when_the_answer_was_lost(place: Place) -> None:
    code, laptop = place.code(), Laptop(place)
    first = EnrolAnswer.model_validate_json(laptop.enrol(code).response.content)
    again = EnrolAnswer.model_validate_json(laptop.enrol(code).response.content)
    assert again.tutor_id == first.tutor_id
    assert again.sos_token != first.sos_token
    laptop.signer = Signer(b"z" * 32)
    assert laptop.enrol(code).code == "enrol-code-used"


def test_a_request_must_be_signed_with_the_key_it_brings(place: Place) -> None:
    code, laptop, other = place.code(), Laptop(place), Laptop(place, seed=2)
    not_mine = EnrolRequest(code=code, device_id=laptop.device, public_key=other.signer.public.hex())
    assert laptop.say("/v1/enrol", not_mine).code == "signature"
    for_another = EnrolRequest(code=code, device_id=other.device, public_key=laptop.signer.public.hex())
    assert laptop.say("/v1/enrol", for_another).code == "signature"
    assert laptop.enrol(code).status == 200
    bare = requests.post(f"{place.base}/v1/enrol", json={"code": code}, timeout=10)
    assert bare.json()["code"] == "malformed"


def test_two_laptops_never_share_a_device_id(place: Place) -> None:
    first, second = Laptop(place).join(), Laptop(place, seed=2)
    second.device = first.device
    assert second.enrol(place.code()).code == "fork"
    assert first.hello().status == 200


def test_guessing_codes_is_slow_and_the_answer_says_for_how_long(place: Place) -> None:
    wrong = "AAAA-BBBB-CCCC-DDDD-EEEE"
    codes = [Laptop(place, seed=n).enrol(wrong).code for n in range(1, 6)]
    assert codes == ["enrol-code"] * 5
    slowed = Laptop(place).enrol(wrong)
    assert (slowed.status, slowed.code) == (429, "slow-down")
    assert 0 < int(slowed.response.headers["Retry-After"]) <= 901
    place.clock.advance(timedelta(minutes=16))
    assert Laptop(place).enrol(wrong).code == "enrol-code"


def test_an_address_that_guesses_many_codes_is_slowed(place: Place) -> None:
    answers = [Laptop(place).enrol(f"AAAA-BBBB-CCCC-DDDD-{n:04}").code for n in range(31)]
    assert set(answers[:30]) == {"enrol-code"}
    assert answers[30] == "slow-down"


def test_a_joining_request_with_a_wrong_clock_is_told_the_time(place: Place) -> None:
    laptop, code = Laptop(place), place.code()
    late = laptop.enrol(code, created=place.clock.now() - timedelta(days=1))
    assert late.code == "clock"
    assert late.signed_by(place.school)
    assert laptop.enrol(code).status == 200
