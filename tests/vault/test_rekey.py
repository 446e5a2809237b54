"""A new key for the database: everything is still there, and the old key reads nothing."""

from __future__ import annotations

from typing import Any

import pytest

from app.vault import header_file
from app.vault.database import connect
from app.vault.errors import DatabaseDamaged, VaultLocked, WrongPassphrase
from app.vault.header import parse
from app.vault.integrity import check_database
from app.vault.storage_errors import StorageBusy, StorageFull
from app.vault.vault import NewVault, OpenVault, Repair, rekey_database
from tests.vault.support import NOTE, OTHER_PASSPHRASE, PASSPHRASE, Laptop, notes, write_note


def rekey(laptop: Laptop, vault: OpenVault, passphrase: str = PASSPHRASE) -> None:
    """A new database key, with this laptop's parts."""
    rekey_database(vault, passphrase, keyring=laptop.keyring, clock=laptop.clock, random=laptop.random)


def test_after_a_rekey_all_is_there_and_the_old_key_reads_nothing(made: NewVault, laptop: Laptop) -> None:
    write_note(made.vault.engine)
    assert made.vault._spec is not None
    old = bytearray(made.vault._spec)
    rekey(laptop, made.vault)
    write_note(made.vault.engine)
    assert notes(made.vault.engine) == [NOTE, NOTE]
    check_database(made.vault)
    made.vault.lock()
    with pytest.raises(DatabaseDamaged):
        connect(laptop.database, old)
    header = parse(laptop.header.read_bytes())
    assert (header.current, header.pending, set(header.databases)) == (2, None, {2})
    with laptop.unlock() as vault:
        assert notes(vault.engine) == [NOTE, NOTE]
        assert vault.repairs == ()
    laptop.recover(made.recovery_key).vault.lock()


def test_a_rekey_asks_for_the_passphrase_and_an_idle_open_vault(vault: OpenVault, laptop: Laptop) -> None:
    with pytest.raises(WrongPassphrase):
        rekey(laptop, vault, OTHER_PASSPHRASE)
    with vault.engine.connect(), pytest.raises(StorageBusy):
        rekey(laptop, vault)
    write_note(vault.engine)
    vault.lock()
    with pytest.raises(VaultLocked):
        rekey(laptop, vault)
    with laptop.unlock() as again:
        assert again.repairs == (Repair.REKEY_SETTLED,)
        assert notes(again.engine) == [NOTE]


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_rekey_cut_off_around_its_work_is_settled_at_the_next_unlock(
    vault: OpenVault, laptop: Laptop, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    write_note(vault.engine)
    real = vault.rekey

    def cut_off(spec: bytearray) -> None:
        if done:
            real(spec)
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "rekey", cut_off)
    with pytest.raises(KeyboardInterrupt):
        rekey(laptop, vault)
    vault.lock()
    with laptop.unlock() as again:
        assert again.repairs == (Repair.REKEY_SETTLED,)
        assert notes(again.engine) == [NOTE]
    header = parse(laptop.header.read_bytes())
    assert (header.current, header.pending) == (2 if done else 1, None)
    with laptop.unlock() as again:
        assert again.repairs == ()


def test_a_full_disk_leaves_the_settling_to_another_day(
    vault: OpenVault, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_note(vault.engine)
    with vault.engine.connect(), pytest.raises(StorageBusy):
        rekey(laptop, vault)
    vault.lock()

    def full(*_arguments: object) -> None:
        raise StorageFull

    with monkeypatch.context() as patch:
        patch.setattr(header_file, "write", full)
        with laptop.unlock() as again:
            assert notes(again.engine) == [NOTE]
            assert again.repairs == ()
    with laptop.unlock() as again:
        assert again.repairs == (Repair.REKEY_SETTLED,)


@pytest.mark.parametrize("again", [False, True], ids=["cut off", "carried through"])
def test_a_second_rekey_never_drops_the_key_that_an_unfinished_one_left_in_use(
    vault: OpenVault, laptop: Laptop, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    write_note(vault.engine)
    real, writes = header_file.write, []

    def full_at_the_end(*arguments: Any) -> None:
        writes.append(arguments)
        if len(writes) == 2:
            raise StorageFull
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(header_file, "write", full_at_the_end)
        with pytest.raises(StorageFull):
            rekey(laptop, vault)
    if again:
        rekey(laptop, vault)
    else:
        with vault.engine.connect(), pytest.raises(StorageBusy):
            rekey(laptop, vault)
    vault.lock()
    with laptop.unlock() as opened:
        assert notes(opened.engine) == [NOTE]
