"""Many schools in one database never see each other: facts, feeds, laptops, codes, people, calls."""

from __future__ import annotations

import pytest
import requests
from sqlalchemy import select

from app.models.database import reading, writing
from app.models.doctor import examine
from app.models.tables import journal
from app.models.tables.projected import pupils
from app.school.console.staff import check_password
from app.school.identity import SchoolUnknown, only_school
from app.sync.protocol.messages import EnrolAnswer
from app.sync.protocol.wire import decode_feed
from tests.school.browser import Browser
from tests.school.driver import PASSWORD, Laptop, Place, make_place, pushed


@pytest.fixture
def other(either: Place) -> Place:
    made = make_place(either.endpoint, either.clock, "Saltmarsh")
    made.base = either.base
    return made


def test_each_school_has_its_own_key_tutors_and_facts(either: Place, other: Place) -> None:
    ours, theirs = Laptop(either).join(), Laptop(other, seed=2).join()
    ours.visit(either.plan(either.clock.now()))
    theirs.visit(other.plan(other.clock.now()))
    pushed(ours.push())
    answer = theirs.push()
    assert pushed(answer).receipt.seq == 2
    assert answer.signed_by(other.school)
    assert not answer.signed_by(either.school)
    with reading(either.endpoint.engine) as conn:
        devices = set(conn.execute(select(journal.c.device).where(journal.c.school_id == other.school_id)).scalars())
    assert devices == {theirs.device, other.school.device}
    assert examine(either.endpoint.engine, either.school_id).healthy
    assert examine(either.endpoint.engine, other.school_id).healthy


def test_a_feed_holds_only_what_its_own_school_wrote(either: Place, other: Place) -> None:
    theirs = Laptop(other, seed=2).join()
    other.plan(other.clock.now())
    either.plan(either.clock.now())
    items = decode_feed(theirs.page(0, "&whole=true").response.content)
    assert {item.fact.device for item in items if item.fact} == {other.school.device}
    assert all(str(either.pupil).encode() not in (i.fact.payload or b"") for i in items if i.fact)


def test_a_fact_about_another_schools_visit_does_not_touch_it(either: Place, other: Place) -> None:
    visit = other.plan(other.clock.now())
    laptop = Laptop(either).join()
    laptop.visit(visit, pupil=other.pupil)
    pushed(laptop.push())
    browser = Browser(other).sign_in_as("sam@saltmarsh.example")
    page = browser.get("/").text
    assert "Planned" in page
    assert "Back</span>" not in page
    with reading(either.endpoint.engine) as conn:
        rows = conn.execute(select(pupils.c.school_id).where(pupils.c.pupil_id == other.pupil)).scalars().all()
    assert list(rows) == [other.school_id]


def test_a_code_joins_the_school_that_made_it(other: Place) -> None:
    told = EnrolAnswer.model_validate_json(Laptop(other).enrol(other.code()).response.content)
    assert (told.school_id, told.school_name, told.tutor_id) == (other.school_id, "Saltmarsh", other.tutor)


def test_a_person_reads_the_pages_of_their_own_school_only(either: Place, other: Place) -> None:
    visit = either.plan(either.clock.now())
    browser = Browser(other).sign_in_as("sam@saltmarsh.example")
    page = browser.get("/")
    assert "Saltmarsh" in page.text
    assert "Merebridge" not in page.text
    assert browser.get(f"/visits/{visit}").status_code == 404
    assert "No visit was planned" in browser.get("/register").text
    with writing(other.endpoint.engine) as conn:
        person = check_password(other.endpoint, conn, "sam@saltmarsh.example", PASSWORD)
    assert person is not None
    assert person.school_id == other.school_id


def test_a_call_for_help_reaches_its_own_school(either: Place, other: Place) -> None:
    laptop = Laptop(other, seed=2)
    token = EnrolAnswer.model_validate_json(laptop.enrol(other.code()).response.content).sos_token
    body = {
        "device_id": str(laptop.device),
        "sos_id": str(other.endpoint.new_id()),
        "token": token,
        "at": other.clock.now().isoformat(),
    }
    assert requests.post(f"{other.base}/v1/sos", json=body, timeout=10).status_code == 200
    assert "Calls for help" in Browser(other).sign_in_as("sam@saltmarsh.example").get("/").text
    assert "Calls for help" not in Browser(either).sign_in_as("lee@merebridge.example").get("/").text


def test_a_command_asks_which_school_is_meant(either: Place, other: Place) -> None:
    with reading(either.endpoint.engine) as conn:
        assert only_school(either.endpoint, conn, other.school_id).name == "Saltmarsh"
        with pytest.raises(SchoolUnknown, match="more than one"):
            only_school(either.endpoint, conn)
        with pytest.raises(SchoolUnknown, match="no such school"):
            only_school(either.endpoint, conn, other.tutor)
