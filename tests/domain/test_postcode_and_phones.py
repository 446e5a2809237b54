"""Postcodes and telephone numbers: tidied when certain, kept as typed when not, never refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phones import same_phone, tidy_phone
from app.domain.postcode import Postcode, tidy_postcode


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ls8 2qh", "LS8 2QH"),
        ("LS82QH", "LS8 2QH"),
        (" m1  1ae ", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN551PT", "DN55 1PT"),
        ("w1a 0ax", "W1A 0AX"),
        ("EC1A1BB", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
    ],
)
def test_a_postcode_gets_capitals_and_one_blank(typed: str, text: str) -> None:
    assert tidy_postcode(typed) == Postcode(text, looks_right=True)


@pytest.mark.parametrize("typed", ["", "LS8", "not known", "12345", "QQ1 1AA", "LS8 2CH", "caravan  by the church"])
def test_anything_else_is_kept_and_flagged(typed: str) -> None:
    found = tidy_postcode(typed)
    assert found.text == " ".join(typed.split())
    assert not found.looks_right


@given(st.text(max_size=20))
def test_tidying_a_postcode_twice_changes_nothing(typed: str) -> None:
    once = tidy_postcode(typed)
    assert tidy_postcode(once.text) == once


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("07700 900123", "+447700900123"),
        ("07700-900-123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 113 496 0810", "+441134960810"),
        ("(0113) 496 0810", "+441134960810"),
        ("020 7946 0123", "+442079460123"),
        ("0808 157 0192", "+448081570192"),
    ],
)
def test_a_uk_number_gets_its_international_form(typed: str, e164: str) -> None:
    assert tidy_phone(typed).e164 == e164
    assert tidy_phone(typed).typed == typed


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "07700 90012",
        "07700 9001234",
        "900123",
        "0113 496 0810 ext 4",
        "+33 1 23 45 67 89",
        "mum",
        "016977 2345",
        "999",
    ],
)
def test_an_uncertain_number_is_kept_as_typed_only(typed: str) -> None:
    assert tidy_phone(typed).e164 is None
    assert tidy_phone(typed).typed == typed


def test_the_same_line_is_known_however_it_is_written() -> None:
    assert same_phone("07700 900123", "+44 7700 900123")
    assert not same_phone("07700 900123", "07700 900124")
    assert same_phone("0113 496 0810 ext 4", "0113 496 0810  ext 4")
    assert not same_phone("ask the office", "ring the bell")


@given(st.text(max_size=25))
def test_no_text_is_ever_refused(typed: str) -> None:
    found = tidy_phone(typed)
    assert found.typed == " ".join(typed.split())
    assert found.e164 is None or (found.e164.startswith("+44") and len(found.e164) == 13)
