"""Making a vault: what lies in the folder afterwards, and what is refused."""

from __future__ import annotations

import stat
from dataclasses import replace

import pytest

from app.vault import folders
from app.vault.errors import FolderRefused, PassphraseRefused, VaultExists, VaultMissing, WrongPassphrase
from app.vault.keyring_errors import KeyringForgets
from app.vault.vault import OpenVault, describe_vault
from tests.support.keyring import FakeKeyring
from tests.vault.support import OTHER_PASSPHRASE, PASSPHRASE, Laptop, write_note

FIVE_WORDS = "kettle amber lantern quay thistle"


def test_only_the_owner_may_read_the_files(vault: OpenVault, laptop: Laptop) -> None:
    write_note(vault.engine)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in laptop.folder.iterdir()}
    assert stat.S_IMODE(laptop.folder.stat().st_mode) == 0o700
    assert {f"{folders.DATABASE}-wal", folders.HEADER, folders.LOCK} <= set(modes)
    assert set(modes.values()) == {0o600}


@pytest.mark.usefixtures("vault")
def test_the_device_secret_is_in_the_keyring_and_in_no_file(laptop: Laptop, keyring: FakeKeyring) -> None:
    [secret] = keyring.items.values()
    assert len(secret) == 43
    assert not [path for path in laptop.folder.iterdir() if secret.encode() in path.read_bytes()]


def test_a_second_vault_in_the_same_folder_is_refused(locked: Laptop) -> None:
    before = locked.header.read_bytes()
    with pytest.raises(VaultExists):
        locked.create()
    assert locked.header.read_bytes() == before
    locked.unlock().lock()


def test_an_empty_folder_holds_no_vault(laptop: Laptop) -> None:
    with pytest.raises(VaultMissing):
        laptop.unlock()
    for look in (laptop.change, laptop.issue, lambda: describe_vault(laptop.folder)):
        with pytest.raises(VaultMissing):
            look()
    assert not laptop.folder.exists()


def test_a_synchronised_folder_is_refused_before_anything_is_written(laptop: Laptop, keyring: FakeKeyring) -> None:
    synced = replace(laptop, folder=laptop.folder / "OneDrive - Example School" / "Doorstep")
    with pytest.raises(FolderRefused):
        synced.create()
    assert not synced.folder.exists()
    assert keyring.items == {}


def test_a_keyring_that_forgets_leaves_no_vault_behind(laptop: Laptop, keyring: FakeKeyring) -> None:
    keyring.forgets = True
    with pytest.raises(KeyringForgets):
        laptop.create()
    assert [path.name for path in laptop.folder.iterdir()] == [folders.LOCK]
    keyring.forgets = False
    laptop.create().vault.lock()


def test_what_a_killed_making_left_is_cleared_away(laptop: Laptop) -> None:
    laptop.folder.mkdir(parents=True)
    (laptop.folder / folders.UNFINISHED).write_text("00" * 16)
    laptop.database.write_bytes(b"half a page")
    with pytest.raises(VaultMissing):
        laptop.unlock()
    with laptop.create().vault as vault:
        write_note(vault.engine)
    assert not (laptop.folder / folders.UNFINISHED).exists()


def test_a_marker_left_beside_a_header_costs_nothing(locked: Laptop) -> None:
    (locked.folder / folders.UNFINISHED).write_text("00" * 16)
    with pytest.raises(VaultExists):
        locked.create()
    locked.unlock().lock()
    assert not (locked.folder / folders.UNFINISHED).exists()


def test_a_database_without_header_or_marker_is_never_cleared_away(laptop: Laptop) -> None:
    laptop.folder.mkdir(parents=True)
    laptop.database.write_bytes(b"somebody's only copy")
    with pytest.raises(VaultExists):
        laptop.create()
    assert laptop.database.read_bytes() == b"somebody's only copy"


def test_without_a_keyring_five_words_are_needed_and_open(laptop: Laptop) -> None:
    alone = replace(laptop, keyring=None)
    with pytest.raises(PassphraseRefused):
        alone.create(PASSPHRASE[:16])
    alone.create(FIVE_WORDS).vault.lock()
    assert not describe_vault(laptop.folder).needs_keyring
    with pytest.raises(WrongPassphrase):
        alone.unlock(OTHER_PASSPHRASE)
    alone.unlock(FIVE_WORDS).lock()


def test_changing_the_passphrase_of_a_lone_vault_binds_it_to_a_new_keyring(laptop: Laptop) -> None:
    replace(laptop, keyring=None).create(FIVE_WORDS).vault.lock()
    laptop.change(FIVE_WORDS, PASSPHRASE)
    info = describe_vault(laptop.folder)
    assert info.needs_keyring
    assert info.keyring == FakeKeyring().name
    laptop.unlock().lock()
