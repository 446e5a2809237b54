"""The encrypted file itself: keys, damage, and what must never be taken for our database."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # the package ships no types

from app.vault.database import MIN_CIPHER, connect, key_spec
from app.vault.errors import DatabaseDamaged, DatabaseMissing, NotSqlCipher
from app.vault.integrity import check_database
from app.vault.vault import OpenVault, Repair
from tests.vault.support import NOTE, Laptop, flip, notes, write_note

PAGE = 4096
KEY, SALT = bytearray(range(32)), bytes(range(16))


@pytest.fixture
def filled(vault: OpenVault, laptop: Laptop) -> Laptop:
    """A locked vault with a hundred pages of notes."""
    for _ in range(10):
        write_note(vault.engine, NOTE * 1500)
    vault.lock()
    return laptop


def test_a_raw_key_is_spelt_so_that_sqlcipher_cannot_take_it_for_a_passphrase() -> None:
    assert re.fullmatch(rb"x'[0-9a-f]{96}'", key_spec(KEY, SALT))
    assert bytes.fromhex(key_spec(KEY, SALT)[2:-1].decode()) == bytes(KEY) + SALT
    for key, salt in ((KEY[:31], SALT), (KEY, SALT[:15]), (KEY + b"\0", SALT), (KEY, b"")):
        with pytest.raises(ValueError, match="32 bytes"):
            key_spec(key, salt)


def test_the_library_is_sqlcipher_with_full_text_search(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        version = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
        assert isinstance(version, str)
        assert tuple(map(int, version.split()[0].split("."))) >= MIN_CIPHER
        connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts5 (body)")


def test_a_missing_database_is_not_made_anew(locked: Laptop) -> None:
    locked.database.unlink()
    with pytest.raises(DatabaseMissing):
        locked.unlock()
    assert not locked.database.exists()


def test_an_emptied_database_is_damage_and_not_a_new_one(locked: Laptop) -> None:
    locked.database.write_bytes(b"")
    with pytest.raises(DatabaseDamaged):
        locked.unlock()
    assert locked.database.read_bytes() == b""


def test_an_unencrypted_database_is_not_ours(locked: Laptop) -> None:
    locked.database.unlink()
    plain = sqlite3.connect(locked.database)
    plain.execute("CREATE TABLE note (body TEXT)")
    plain.close()
    with pytest.raises(DatabaseDamaged):
        locked.unlock()


def test_a_foreign_database_under_the_right_key_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "vault.db"
    foreign = dbapi2.connect(str(path))
    foreign.set_key(key_spec(KEY, SALT))
    foreign.execute("CREATE TABLE note (body TEXT)")
    foreign.close()
    with pytest.raises(DatabaseDamaged):
        connect(path, key_spec(KEY, SALT))


def test_a_library_without_encryption_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vault.db"
    path.touch()
    monkeypatch.setattr("app.vault.database.MIN_CIPHER", (99, 0, 0))
    with pytest.raises(NotSqlCipher):
        connect(path, key_spec(KEY, SALT), create=True)


@pytest.mark.parametrize("wrong", [key_spec(bytearray(32), SALT), key_spec(KEY, bytes(16))])
def test_another_key_or_salt_reads_nothing_and_says_nothing_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], wrong: bytearray
) -> None:
    path = tmp_path / "vault.db"
    path.touch()
    connect(path, key_spec(KEY, SALT), create=True).close()
    with pytest.raises(DatabaseDamaged):
        connect(path, wrong)
    assert capfd.readouterr() == ("", "")


def test_the_key_never_passes_as_a_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vault.db"
    statements: list[str] = []
    path.touch()
    real = dbapi2.connect

    def traced(*args: object, **options: object) -> object:
        connection = real(*args, **options)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(dbapi2, "connect", traced)
    connect(path, key_spec(KEY, SALT), create=True).close()
    assert statements[0] == "PRAGMA cipher_log_level=NONE"
    assert not [line for line in statements if "PRAGMA key" in line or bytes(KEY).hex() in line.lower()]


@pytest.mark.parametrize("place", range(16))
def test_a_flipped_bit_in_the_salt_is_repaired_from_the_header(filled: Laptop, place: int) -> None:
    right = filled.database.read_bytes()[:16]
    flip(filled.database, place, 0x10)
    with filled.unlock() as vault:
        assert vault.repairs == (Repair.SALT_FROM_HEADER,)
        assert len(notes(vault.engine)) == 10
    assert filled.database.read_bytes()[:16] == right
    with filled.unlock() as vault:
        assert vault.repairs == ()


def test_a_salt_that_cannot_be_repaired_yet_does_not_keep_the_owner_out(
    filled: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    flip(filled.database, 3)
    real = Path.open

    def read_only(path: Path, mode: str = "r", **options: Any) -> object:
        if "+" in mode:
            raise PermissionError(13, "read-only")
        return real(path, mode, **options)

    monkeypatch.setattr(Path, "open", read_only)
    with filled.unlock() as vault:
        assert vault.repairs == ()
        assert len(notes(vault.engine)) == 10


def test_a_damaged_first_page_is_called_damage_not_a_wrong_passphrase(filled: Laptop) -> None:
    flip(filled.database, 100)
    with pytest.raises(DatabaseDamaged):
        filled.unlock()


def test_a_damaged_page_is_found_by_the_check_and_named_when_read(filled: Laptop) -> None:
    flip(filled.database, 9 * PAGE + 7)
    with filled.unlock() as vault:
        with pytest.raises(DatabaseDamaged):
            check_database(vault)
        with pytest.raises(DatabaseDamaged) as caught:
            notes(vault.engine)
        assert caught.value.code == "database-damaged"


def test_a_sound_database_passes_the_check_while_it_is_in_use(filled: Laptop) -> None:
    with filled.unlock() as vault:
        write_note(vault.engine)
        check_database(vault)
        assert len(notes(vault.engine)) == 11


def test_a_truncated_database_is_damage(filled: Laptop) -> None:
    filled.database.write_bytes(filled.database.read_bytes()[: 12 * PAGE])
    with pytest.raises(DatabaseDamaged):
        filled.unlock()
