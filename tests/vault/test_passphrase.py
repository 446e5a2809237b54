"""Which new passphrases are taken, and that every character typed reaches the key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.errors import PassphraseRefused
from app.vault.passphrase import check_new_passphrase, normalised, strength_bits


@pytest.mark.parametrize(
    "passphrase",
    [
        "kettle amber lantern quay thistle",
        "kettle-amber-lantern-quay-thistle",
        "my sister's kettle sings under amber rain",
        "kT7#pq9!Lm2$xW8&z",
        "ysgol fach dan y bont goch",
        "κιτρινο φαναρι κατω απο βροχη",
    ],
)
def test_five_words_or_as_much_of_another_kind_stand_alone(passphrase: str) -> None:
    check_new_passphrase(passphrase, alone=True)


@pytest.mark.parametrize("passphrase", ["kettle amber lantern", "a kettle under rain", "Kettle-amber-9"])
def test_three_words_are_enough_with_a_keyring_and_not_alone(passphrase: str) -> None:
    check_new_passphrase(passphrase, alone=False)
    with pytest.raises(PassphraseRefused) as caught:
        check_new_passphrase(passphrase, alone=True)
    assert "5 words" in caught.value.next_step


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "kettle",
        "elevenchars",
        "a" * 40,
        "passwordpassword",
        "password1234",
        "qwertyuiopas",
        "abcdefghijklmnop",
        "12345678901234567890",
        "rain rain rain rain rain rain",
        "            ",
    ],
)
def test_what_is_quick_to_guess_is_refused_even_with_a_keyring(passphrase: str) -> None:
    with pytest.raises(PassphraseRefused):
        check_new_passphrase(passphrase, alone=False)


@pytest.mark.parametrize("hidden", ["\x00", "\n", "\t", "\u200b", "\u00ad", "\ufeff", "\ud800", "\u0378"])
def test_a_character_nobody_can_see_is_refused_in_words(hidden: str) -> None:
    with pytest.raises(PassphraseRefused) as caught:
        check_new_passphrase(f"kettle amber{hidden} lantern quay thistle", alone=False)
    assert "cannot be seen" in caught.value.sentence


def test_a_passphrase_may_be_long_and_has_one_stated_limit() -> None:
    long = "kettle amber lantern quay thistle " * 60
    check_new_passphrase(long[:1024], alone=True)
    with pytest.raises(PassphraseRefused) as caught:
        check_new_passphrase(long[:1025], alone=True)
    assert "1,024" in caught.value.sentence


def test_saying_it_again_makes_it_no_stronger() -> None:
    once = strength_bits("kettle amber lantern")
    assert strength_bits("kettle amber lantern kettle amber lantern") <= once + 3
    assert strength_bits("kettle amber lantern amber") <= once + 3


@given(st.text())
def test_both_ways_of_composing_a_letter_give_the_same_key(text: str) -> None:
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(unicodedata.normalize("NFC", text))


@given(st.text(min_size=1), st.data())
def test_every_character_counts(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    longer = text[:place] + "x" + text[place:]
    assert normalised(longer) != normalised(text)


def test_case_and_outer_spaces_stay_and_other_spaces_become_plain() -> None:
    assert normalised(" Kettle\u00a0Amber\u3000") == b" Kettle Amber "
