"""UPN and ULN: the checks, what they catch and what they cannot, and that no message holds a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.upn import (
    UlnWrong,
    UpnKind,
    UpnWrong,
    check_letter,
    is_uln,
    is_upn,
    mask_upn,
    parse_uln,
    parse_upn,
    upn_kind,
)

PERMANENT = [
    "B801200005001",
    "R674123101121",
    "P207000016049",
    "J941200124001",
    "U940200124002",
    "G838300123003",
    "Z801200026004",
    "K830405925005",
    "G660123424006",
]
TEMPORARY = ["R82345672101A", "X94120012401B"]
WRONG = ["Q207000016049", "A801200005001", "X80120000A001", "I801200005001", "B80120000500", "", "B801200005001X"]
DIGITS = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize("upn", PERMANENT)
def test_a_good_permanent_number_passes(upn: str) -> None:
    assert parse_upn(upn) == upn
    assert upn_kind(upn) is UpnKind.PERMANENT


@pytest.mark.parametrize("upn", TEMPORARY)
def test_a_good_temporary_number_passes(upn: str) -> None:
    assert parse_upn(upn) == upn
    assert upn_kind(upn) is UpnKind.TEMPORARY


@pytest.mark.parametrize("upn", WRONG)
def test_a_wrong_number_is_refused_and_not_repeated(upn: str) -> None:
    assert not is_upn(upn)
    with pytest.raises(UpnWrong) as caught:
        parse_upn(upn)
    assert not upn or upn not in str(caught.value)


@pytest.mark.parametrize("letter", ["I", "O", "S"])
def test_three_letters_are_never_used(letter: str) -> None:
    assert not is_upn(f"{letter}801200005001")
    assert not is_upn(f"R82345672101{letter}")


def test_small_letters_and_blanks_are_tidied() -> None:
    assert parse_upn(" b8012 00005001 ") == "B801200005001"


def test_other_digits_than_ours_are_not_digits() -> None:
    assert not is_upn("B80120000500\u0661")


def test_a_masked_number_shows_three_characters() -> None:
    assert mask_upn("B801200005001") == "••••••••••001"
    assert mask_upn("B8012") == "•••••"
    assert mask_upn("") == ""


@given(DIGITS, st.integers(0, 11), st.integers(1, 9))
def test_every_wrong_digit_is_caught(body: str, place: int, step: int) -> None:
    """Weights are below 23 and 23 is prime, so a change of one digit always moves the remainder."""
    changed = body[:place] + str((int(body[place]) + step) % 10) + body[place + 1 :]
    assert is_upn(check_letter(body) + body)
    assert not is_upn(check_letter(body) + changed)


@given(DIGITS, st.integers(0, 11), st.integers(0, 11))
def test_every_swap_of_two_digits_is_caught(body: str, one: int, other: int) -> None:
    swapped = list(body)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert is_upn(check_letter(body) + "".join(swapped)) == (body[one] == body[other])


def test_a_last_letter_for_a_digit_of_its_value_is_not_caught() -> None:
    """A limit of the standard: B counts 1, as 1 does, so only a list of pupils can tell these two apart."""
    assert is_upn("X94120012401B")
    assert is_upn("X941200124011")


@pytest.mark.parametrize("uln", ["9276308686", "1234567899", "92763 08686"])
def test_a_good_uln_passes(uln: str) -> None:
    assert parse_uln(uln) == uln.replace(" ", "")


@pytest.mark.parametrize("uln", ["9276308687", "0276308686", "927630868", "92763086861", "abcdefghij", ""])
def test_a_wrong_uln_is_refused_and_not_repeated(uln: str) -> None:
    assert not is_uln(uln)
    with pytest.raises(UlnWrong) as caught:
        parse_uln(uln)
    assert not uln or uln not in str(caught.value)


def test_the_placeholder_means_no_uln() -> None:
    assert parse_uln("9999999999") is None
    assert not is_uln("9999999999")


@given(st.integers(1_000_000_000, 9_999_999_999), st.integers(0, 9), st.integers(1, 9))
def test_every_wrong_digit_of_a_uln_is_caught(number: int, place: int, step: int) -> None:
    uln = str(number)
    changed = uln[:place] + str((int(uln[place]) + step) % 10) + uln[place + 1 :]
    assert not (is_uln(uln) and is_uln(changed))
