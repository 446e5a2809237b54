"""The recovery key: what it brings back, that it works once, and how it is written and typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault.errors import PassphraseRefused, RecoveryKeyMistyped, WrongPassphrase, WrongRecoveryKey
from app.vault.keyring_errors import KeyringMissing
from app.vault.keyrings import forget_device_secret
from app.vault.recovery_key import groups_match, groups_to_ask, read_back, shown
from app.vault.storage_errors import StorageFull
from app.vault.vault import NewVault, describe_vault, mark_recovery_key_checked
from tests.support.keyring import FakeKeyring
from tests.vault.support import NOTE, OTHER_PASSPHRASE, Laptop, notes, write_note

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_a_lost_keyring_item_leads_to_the_recovery_key(made: NewVault, laptop: Laptop, keyring: FakeKeyring) -> None:
    write_note(made.vault.engine)
    made.vault.lock()
    forget_device_secret(keyring, made.vault.vault_id)
    with pytest.raises(KeyringMissing) as caught:
        laptop.unlock()
    assert "recovery key" in str(caught.value)
    again = laptop.recover(made.recovery_key)
    assert notes(again.vault.engine) == [NOTE]
    again.vault.lock()
    laptop.unlock(OTHER_PASSPHRASE).lock()


def test_a_recovery_key_works_once_and_ends_the_old_passphrase(made: NewVault, laptop: Laptop) -> None:
    made.vault.lock()
    second = laptop.recover(made.recovery_key)
    second.vault.lock()
    with pytest.raises(WrongRecoveryKey):
        laptop.recover(made.recovery_key)
    with pytest.raises(WrongPassphrase):
        laptop.unlock()
    third = laptop.recover(second.recovery_key)
    third.vault.lock()
    assert len({made.recovery_key, second.recovery_key, third.recovery_key}) == 3


def test_a_failed_recovery_leaves_passphrase_and_recovery_key_as_they_were(
    made: NewVault, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.vault.lock()
    real = Path.replace

    def full_for_headers(path: Path, target: Path) -> Path:
        if target == laptop.header:
            raise OSError(28, "no room")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full_for_headers)
        with pytest.raises(StorageFull):
            laptop.recover(made.recovery_key)
    laptop.unlock().lock()
    laptop.recover(made.recovery_key).vault.lock()


def test_a_weak_new_passphrase_does_not_use_the_recovery_key_up(made: NewVault, laptop: Laptop) -> None:
    made.vault.lock()
    with pytest.raises(PassphraseRefused):
        laptop.recover(made.recovery_key, "short")
    laptop.recover(made.recovery_key).vault.lock()


def test_a_mistyped_recovery_key_is_told_from_a_foreign_one(made: NewVault, laptop: Laptop) -> None:
    made.vault.lock()
    with pytest.raises(RecoveryKeyMistyped):
        laptop.recover(made.recovery_key[:-1] + "U")
    with pytest.raises(WrongRecoveryKey):
        laptop.recover(shown(bytes(20)))


def test_a_new_recovery_key_ends_the_old_one_and_must_be_checked_again(made: NewVault, laptop: Laptop) -> None:
    assert not describe_vault(laptop.folder).recovery_key_checked
    mark_recovery_key_checked(laptop.folder)
    assert describe_vault(laptop.folder).recovery_key_checked
    fresh = laptop.issue()
    assert not describe_vault(laptop.folder).recovery_key_checked
    made.vault.lock()
    with pytest.raises(WrongRecoveryKey):
        laptop.recover(made.recovery_key)
    laptop.recover(fresh).vault.lock()


@given(st.binary(min_size=20, max_size=20))
def test_a_key_read_back_is_the_key_that_was_shown(secret: bytes) -> None:
    text = shown(secret)
    assert [len(group) for group in text.split("-")] == [4] * 9
    assert read_back(text) == secret


@pytest.mark.parametrize(
    "typed",
    [
        lambda key: key.lower(),
        lambda key: key.replace("-", " "),
        lambda key: f"  {key.replace('-', '')}\n",
        lambda key: key.replace("0", "O").replace("1", "l"),
        lambda key: key.replace("-", " – "),
    ],
)
def test_a_key_is_read_however_it_is_typed(typed: Callable[[str], str]) -> None:
    secret = bytes(range(20))
    assert read_back(typed(shown(secret))) == secret


def test_every_single_wrong_symbol_of_a_key_is_noticed() -> None:
    symbols = shown(bytes(range(20))).replace("-", "")
    for place, right in enumerate(symbols):
        for wrong in SYMBOLS.replace(right, ""):
            with pytest.raises(RecoveryKeyMistyped):
                read_back(symbols[:place] + wrong + symbols[place + 1 :])


@pytest.mark.parametrize("typed", ["", "ABCD", shown(bytes(20)) + "0", "é" * 36, "\u0660" * 36])
def test_what_is_no_key_is_named_as_such(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        read_back(typed)


def test_two_different_groups_are_asked_back_and_all_are_asked_about_equally() -> None:
    asked = [groups_to_ask(byte) for byte in range(256)]
    assert all(1 <= first < second <= 9 for first, second in asked)
    assert len(set(asked)) == 36


def test_typing_two_groups_back_proves_that_the_sheet_was_read() -> None:
    key = shown(bytes(range(20)))
    groups = key.split("-")
    assert groups_match(key, {3: groups[2].lower(), 7: f" {groups[6]} "})
    assert not groups_match(key, {3: groups[2], 7: groups[5]})
    assert not groups_match(key, {3: groups[2]})
    assert not groups_match(key, {3: groups[2], 12: groups[6]})
