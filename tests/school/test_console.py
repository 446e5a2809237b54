"""The console: who gets in, for how long, to which pages; and pages that a screen reader and a keyboard can use."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
import requests
from sqlalchemy import select, update

from app.models.database import writing
from app.models.facts import visits
from app.school.app import create_app
from app.school.console.staff import NameTaken, NewPerson, Role, add_person
from app.school.passwords import PasswordTooShort
from app.school.running import running
from app.school.tables import console_sessions, people
from tests.school.browser import Browser, Page
from tests.school.driver import HOUR, PASSWORD, Laptop, Place, pushed

LEE = "lee@merebridge.example"


@pytest.fixture
def browser(place: Place) -> Browser:
    return Browser(place).sign_in_as(LEE)


def test_nobody_sees_the_board_without_signing_in(place: Place) -> None:
    for path in ("/", "/register", f"/visits/{place.tutor}"):
        answer = requests.get(place.base + path, timeout=10, allow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/sign-in?next={path}"


def test_the_right_name_and_password_open_the_page_that_was_asked_for(place: Place) -> None:
    place.person(LEE)
    browser = Browser(place)
    assert browser.sign_in("  LEE@merebridge.example ", next="/register").headers["Location"] == "/register"
    assert Page(browser.get("/").text).headings[0] == (1, "Board")
    elsewhere = Browser(place).sign_in(LEE, next="https://elsewhere.example/")
    assert elsewhere.headers["Location"] == "/"
    assert Browser(place).sign_in(LEE, next="//elsewhere.example").headers["Location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(place: Place) -> None:
    place.person(LEE)
    browser = Browser(place)
    wrong, nobody = browser.sign_in(LEE, "not the password"), browser.sign_in("nobody@merebridge.example")
    assert (wrong.status_code, nobody.status_code) == (403, 403)
    assert wrong.text == nobody.text
    assert "do not fit together" in wrong.text
    Page(wrong.text).check()


def test_an_unknown_name_costs_as_much_time_as_a_wrong_password(place: Place) -> None:
    place.person(LEE)
    browser = Browser(place)
    spent: dict[str, float] = {}
    for name in (LEE, "nobody@merebridge.example"):
        tries = []
        for _ in range(4):
            form = browser.form()
            start = time.perf_counter()
            browser.post("/sign-in", form=form, name=name, password="wrong password")
            tries.append(time.perf_counter() - start)
        spent[name] = min(tries)
    slow, quick = max(spent.values()), min(spent.values())
    assert slow < quick * 3 + 0.05


def test_guessing_a_password_is_slowed_for_that_guesser_alone(place: Place) -> None:
    place.person(LEE)
    browser = Browser(place)
    assert [browser.sign_in(LEE, "wrong password").status_code for _ in range(5)] == [403] * 5
    slowed = browser.sign_in(LEE)
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0
    assert "Wait 15 min" in slowed.text
    place.clock.advance(minutes=16)
    assert browser.sign_in(LEE).status_code == 303


def test_a_form_from_another_site_or_without_its_token_does_nothing(place: Place) -> None:
    place.person(LEE)
    browser = Browser(place)
    form = browser.form()
    assert browser.post("/sign-in", form="0" * 64, name=LEE, password=PASSWORD).status_code == 403
    assert Browser(place).post("/sign-in", form=form, name=LEE, password=PASSWORD).status_code == 403
    browser.session.headers["Sec-Fetch-Site"] = "cross-site"
    assert browser.post("/sign-in", form=form, name=LEE, password=PASSWORD).status_code == 403
    browser.session.headers["Sec-Fetch-Site"] = "same-origin"
    assert browser.post("/sign-in", form=form, name=LEE, password=PASSWORD).status_code == 303


def test_signing_out_ends_the_session_in_the_database_too(place: Place, browser: Browser) -> None:
    cookie = browser.session.cookies["doorstep"]
    assert browser.post("/sign-out", form="0" * 64).status_code == 303
    thief = Browser(place)
    thief.session.cookies.set("doorstep", cookie)
    assert "Board" in thief.get("/").text
    browser.session.cookies.set("doorstep", cookie, domain="127.0.0.1", path="/")
    assert browser.post("/sign-out", form=browser.form("/")).status_code == 303
    assert Page(thief.get("/").text).headings[0] == (1, "Sign in")


def test_the_database_holds_no_session_that_could_be_used(place: Place, browser: Browser) -> None:
    with writing(place.endpoint.engine) as conn:
        kept = conn.execute(select(console_sessions.c.id_hash)).scalar_one()
        password = conn.execute(select(people.c.password)).scalar_one()
    assert browser.session.cookies["doorstep"].encode() not in bytes(kept)
    assert password.startswith("$argon2id$")


def test_the_cookie_is_out_of_reach_of_scripts_and_bound_to_tls_behind_tls(place: Place) -> None:
    place.person(LEE)
    plain = Browser(place).sign_in(LEE).headers["Set-Cookie"]
    assert plain.startswith("doorstep=")
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    with running(create_app(replace(place.endpoint, public_url="https://school.example"))) as base:
        secured = requests.get(f"{base}/sign-in", timeout=10)
    assert secured.headers["Set-Cookie"].startswith("__Host-doorstep-form=")
    assert "; Secure" in secured.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in secured.headers


def test_a_board_stays_open_for_a_day_and_a_record_asks_again_after_twenty_minutes(
    place: Place, browser: Browser
) -> None:
    visit = place.plan(place.clock.now())
    place.clock.advance(minutes=21)
    assert Page(browser.get("/?refresh=auto").text).headings[0] == (1, "Board")
    assert Page(browser.get(f"/visits/{visit}").text).headings[0] == (1, "Sign in")
    place.clock.advance(timedelta(hours=7, minutes=40))
    assert Page(browser.get("/?refresh=auto").text).headings[0] == (1, "Sign in")


def test_a_hand_on_the_console_keeps_the_records_open(place: Place, browser: Browser) -> None:
    visit = place.plan(place.clock.now())
    for _ in range(4):
        place.clock.advance(minutes=15)
        assert Page(browser.get(f"/visits/{visit}").text).headings[0] == (1, "Session record")


def test_somebody_who_has_left_is_out_at_once(place: Place, browser: Browser) -> None:
    with writing(place.endpoint.engine) as conn:
        conn.execute(update(people).values(disabled_at=place.clock.now()))
    assert Page(browser.get("/").text).headings[0] == (1, "Sign in")
    assert Browser(place).sign_in(LEE).status_code == 403


@pytest.mark.parametrize(
    ("role", "register", "record"),
    [
        (Role.LEAD_WORKER, 200, 200),
        (Role.DSL, 200, 200),
        (Role.ATTENDANCE_OFFICER, 200, 403),
        (Role.CONTACT, 403, 403),
        (Role.ADMIN, 403, 403),
    ],
)
def test_each_role_sees_its_pages(place: Place, role: Role, register: int, record: int) -> None:
    visit = place.plan(place.clock.now())
    browser = Browser(place).sign_in_as("x@merebridge.example", role)
    board = browser.get("/")
    assert board.status_code == 200
    assert (f"/visits/{visit}" in board.text) == (record == 200)
    assert browser.get("/register").status_code == register
    assert browser.get(f"/visits/{visit}").status_code == record


def test_every_page_can_be_read_by_ear_and_used_by_keyboard(place: Place, browser: Browser) -> None:
    laptop, visit = Laptop(place).join(), place.plan(place.clock.now())
    laptop.visit(visit)
    pushed(laptop.push())
    place.plan(place.clock.now() + 2 * HOUR)
    place.plan(place.clock.now() - 2 * HOUR)
    for path in ("/sign-in", "/", "/?refresh=off", "/register", f"/visits/{visit}", "/nothing", "/visits/nothing"):
        Page(browser.get(path).text).check()


def test_pages_carry_the_headers_that_keep_a_browser_honest(browser: Browser) -> None:
    answer = browser.get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    style = browser.get("/static/console.css")
    assert style.headers["Content-Type"].startswith("text/css")
    assert "url(" not in style.text
    assert browser.get("/static/../app.py").status_code == 404


def test_text_from_a_laptop_is_shown_as_text(place: Place, browser: Browser) -> None:
    laptop, visit = Laptop(place).join(), place.plan(place.clock.now())
    laptop.visit(visit)
    note = "<script>alert(1)</script> & more"
    laptop.write(visits.SessionLogged(visit_id=visit, pupil_id=place.pupil, at=place.clock.now(), notes=note))
    pushed(laptop.push())
    page = browser.get(f"/visits/{visit}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page.text
    Page(page.text).check()


def test_names_and_passwords_have_rules(place: Place, browser: Browser) -> None:
    with writing(place.endpoint.engine) as conn:
        with pytest.raises(NameTaken):
            add_person(place.endpoint, conn, place.school_id, NewPerson("X", Role.DSL, LEE.upper()), PASSWORD)
        with pytest.raises(PasswordTooShort):
            add_person(place.endpoint, conn, place.school_id, NewPerson("X", Role.DSL, "x"), "short")
    assert browser.get("/").status_code == 200
