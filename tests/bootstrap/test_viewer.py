"""Papers outside the vault: a private copy for a viewer that the lock removes, or a file where the person wants it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from app.bootstrap.viewer import FileNotWritten, forget_opened, private_file, write_file
from tests.scenarios.tutors_laptop import TutorsLaptop
from tests.support.clock import FakeClock


def test_a_copy_lies_in_a_folder_of_this_person_alone(tmp_path: Path) -> None:
    file = private_file(tmp_path / "opened", "record.pdf", b"paper")
    assert file.read_bytes() == b"paper"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    file = private_file(tmp_path / "opened", "../../outside.pdf", b"paper")
    assert file == tmp_path / "opened" / "outside.pdf"


def test_forgetting_removes_every_copy_and_may_find_none(tmp_path: Path) -> None:
    private_file(tmp_path / "opened", "one.pdf", b"1")
    private_file(tmp_path / "opened", "two.pdf", b"2")
    forget_opened(tmp_path / "opened")
    forget_opened(tmp_path / "opened")
    assert list(tmp_path.iterdir()) == []


def test_the_lock_removes_the_copies(tmp_path: Path, clock: FakeClock) -> None:
    laptop = TutorsLaptop(tmp_path, clock)
    laptop.create()
    file = laptop.services.private_file("record.pdf", b"paper")
    laptop.lock()
    assert not file.exists()


def test_a_place_that_cannot_be_written_to_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileNotWritten, match=r"^The file could not be saved there\. Choose another folder"):
        write_file(tmp_path / "file" / "in-a-file.pdf", b"paper")
    with pytest.raises(FileNotWritten):
        write_file(tmp_path, b"paper")
    with pytest.raises(FileNotWritten):
        private_file(tmp_path / "file" / "opened", "record.pdf", b"paper")
