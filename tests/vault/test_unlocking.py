"""Unlocking and locking: which passphrase opens, what stays, what ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.vault.errors import VaultLocked, WrongPassphrase
from app.vault.keyring_errors import KeyringMissing, NoKeyring, WrongDevice
from app.vault.vault import OpenVault
from tests.support.keyring import FakeKeyring
from tests.vault.support import NOTE, OTHER_PASSPHRASE, PASSPHRASE, Laptop, notes, write_note


def test_what_was_written_is_there_after_locking_and_unlocking(vault: OpenVault, laptop: Laptop) -> None:
    write_note(vault.engine)
    vault.lock()
    with laptop.unlock() as again:
        assert notes(again.engine) == [NOTE]
        assert again.vault_id == vault.vault_id
        assert again.repairs == ()


def test_a_wrong_passphrase_opens_nothing_and_leaves_the_vault_free(locked: Laptop) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        locked.unlock(OTHER_PASSPHRASE)
    assert caught.value.wait_seconds == 0
    locked.unlock().lock()


def test_an_accented_passphrase_opens_however_the_keyboard_composes_it(laptop: Laptop) -> None:
    composed, decomposed = "crème brûlée tonight", "cre\u0300me bru\u0302le\u0301e\u00a0tonight"
    laptop.create(composed).vault.lock()
    laptop.unlock(decomposed).lock()


@pytest.mark.parametrize("typed", ["", PASSPHRASE + " ", PASSPHRASE.upper(), "\ud800", PASSPHRASE + "\x00"])
def test_nothing_near_the_passphrase_opens(locked: Laptop, typed: str) -> None:
    with pytest.raises(WrongPassphrase):
        locked.unlock(typed)


def test_every_character_of_a_long_passphrase_counts(laptop: Laptop) -> None:
    long = "kettle amber lantern quay thistle " * 20
    laptop.create(long).vault.lock()
    with pytest.raises(WrongPassphrase):
        laptop.unlock(long[:-1])
    laptop.unlock(long).lock()


def test_another_vaults_device_secret_is_told_from_a_wrong_passphrase(locked: Laptop, keyring: FakeKeyring) -> None:
    other_keyring = FakeKeyring()
    replace(locked, folder=locked.folder.with_name("two"), keyring=other_keyring).create().vault.lock()
    [foreign], [own] = other_keyring.items.values(), keyring.items
    for secret in (foreign, "not one of ours"):
        keyring.items[own] = secret
        with pytest.raises(WrongDevice):
            locked.unlock()


def test_a_vault_that_needs_the_keyring_does_not_open_without_one(locked: Laptop) -> None:
    with pytest.raises(NoKeyring):
        replace(locked, keyring=None).unlock()


def test_a_secret_kept_in_another_keyring_is_told_by_name(locked: Laptop) -> None:
    with pytest.raises(KeyringMissing) as caught:
        replace(locked, keyring=FakeKeyring("KWallet")).unlock()
    assert "was kept in FakeKeyring. This session uses KWallet" in caught.value.sentence
    with pytest.raises(KeyringMissing) as caught:
        replace(locked, keyring=FakeKeyring()).unlock()
    assert "no longer has the secret" in caught.value.sentence


def test_the_passphrase_changes_while_the_vault_is_open(vault: OpenVault, laptop: Laptop) -> None:
    laptop.change()
    write_note(vault.engine)
    vault.lock()
    assert laptop.header.read_bytes() == laptop.spare.read_bytes()
    with pytest.raises(WrongPassphrase):
        laptop.unlock()
    with laptop.unlock(OTHER_PASSPHRASE) as again:
        assert notes(again.engine) == [NOTE]


def test_nothing_connects_after_the_lock(vault: OpenVault) -> None:
    vault.lock()
    vault.lock()
    assert vault.locked
    with pytest.raises(VaultLocked):
        vault.engine.connect()


def test_a_connection_in_use_during_the_lock_is_closed_when_given_back(vault: OpenVault) -> None:
    write_note(vault.engine)
    connection = vault.engine.raw_connection()
    driver = connection.dbapi_connection
    assert driver is not None
    vault.lock()
    connection.close()
    with pytest.raises(Exception, match="closed"):
        driver.cursor()
