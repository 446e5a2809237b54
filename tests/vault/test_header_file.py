"""The header on disk: its spare copy, what a kill leaves, and what unlocking puts right by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.vault import header_file
from app.vault.atomic import replace_file
from app.vault.errors import HeaderDamaged, HeaderTampered, NewerVault, VaultMissing, WrongPassphrase
from app.vault.vault import Repair, describe_vault
from tests.vault.forging import framed
from tests.vault.support import OTHER_PASSPHRASE, Laptop, flip


def test_a_damaged_header_is_restored_from_its_spare_copy(locked: Laptop) -> None:
    flip(locked.header, 300)
    with locked.unlock() as vault:
        assert vault.repairs == (Repair.HEADER_FROM_SPARE,)
    assert locked.header.read_bytes() == locked.spare.read_bytes()
    with locked.unlock() as vault:
        assert vault.repairs == ()


@pytest.mark.parametrize("content", [b"", b"DSVHDR", None])
def test_an_emptied_or_missing_header_is_restored_too(locked: Laptop, content: bytes | None) -> None:
    locked.header.unlink() if content is None else locked.header.write_bytes(content)
    with locked.unlock() as vault:
        assert vault.repairs == (Repair.HEADER_FROM_SPARE,)


def test_a_worn_seal_is_restored_from_the_spare_copy(locked: Laptop) -> None:
    flip(locked.header, -1)
    with locked.unlock() as vault:
        assert vault.repairs == (Repair.HEADER_FROM_SPARE,)


def test_a_worn_seal_on_both_copies_is_called_tampering(locked: Laptop) -> None:
    flip(locked.header, -1)
    flip(locked.spare, -1)
    with pytest.raises(HeaderTampered):
        locked.unlock()


def test_two_damaged_copies_are_told_and_left_alone(locked: Laptop) -> None:
    flip(locked.header, 300)
    flip(locked.spare, 301)
    before = locked.header.read_bytes(), locked.spare.read_bytes()
    for attempt in (locked.unlock, lambda: describe_vault(locked.folder)):
        with pytest.raises(HeaderDamaged):
            attempt()
    assert (locked.header.read_bytes(), locked.spare.read_bytes()) == before


def test_a_damaged_header_never_makes_a_wrong_passphrase_right(locked: Laptop) -> None:
    flip(locked.header, 300)
    with pytest.raises(WrongPassphrase):
        locked.unlock(OTHER_PASSPHRASE)


def test_a_lost_or_damaged_spare_copy_is_made_again(locked: Laptop) -> None:
    flip(locked.spare, 20)
    locked.unlock().lock()
    assert locked.spare.read_bytes() == locked.header.read_bytes()
    locked.spare.unlink()
    locked.unlock().lock()
    assert locked.spare.read_bytes() == locked.header.read_bytes()


def test_an_old_spare_copy_left_by_a_kill_does_not_survive_the_next_unlock(locked: Laptop) -> None:
    old = locked.spare.read_bytes()
    locked.change()
    locked.spare.write_bytes(old)
    locked.unlock(OTHER_PASSPHRASE).lock()
    assert locked.spare.read_bytes() == locked.header.read_bytes() != old


def test_a_newer_versions_vault_is_refused_and_left_alone(locked: Laptop) -> None:
    newer = framed(b'{"whatever":"comes"}', version=2)
    locked.header.write_bytes(newer)
    before = sorted(path.name for path in locked.folder.iterdir())
    with pytest.raises(NewerVault) as caught:
        locked.unlock()
    assert "Update Doorstep" in str(caught.value)
    with pytest.raises(NewerVault):
        locked.recover("")
    assert locked.header.read_bytes() == newer
    assert sorted(path.name for path in locked.folder.iterdir()) == before


def test_a_folder_without_both_copies_holds_no_vault(locked: Laptop) -> None:
    locked.header.unlink()
    locked.spare.unlink()
    with pytest.raises(VaultMissing):
        header_file.load(locked.folder)


def test_the_left_overs_of_a_kill_are_swept_at_the_next_unlock(locked: Laptop) -> None:
    stray = locked.folder / "vault.hdr.4711.tmp"
    stray.write_bytes(b"half a header")
    bystander = locked.folder / "notes.4711.tmp"
    bystander.write_bytes(b"not ours")
    locked.unlock().lock()
    assert not stray.exists()
    assert bystander.exists()


def test_a_failed_replacement_leaves_the_old_file_and_no_left_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "vault.hdr"
    replace_file(target, b"old")

    def broken(_handle: int) -> None:
        raise RuntimeError("pulled out")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(RuntimeError):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
