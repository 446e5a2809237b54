"""Run by test_storage_linux.py as a program whose disk gets full: says what happened, line by line.

Arguments: the folder to work in, and how the disk gets full. Must not be imported by other tests.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Protocol

from app.vault.integrity import check_database
from app.vault.storage_errors import StorageFailed, StorageFull
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.randomness import SeededBytes
from tests.vault.support import Laptop, notes, write_note

TEXT = "lantern " * 2000


class Disk(Protocol):
    """A disk in the test's hand."""

    def limit(self) -> None:
        """Leave room for a few hundred pages."""

    def make_room(self) -> None:
        """Give back what `limit` or `fill` took."""

    def fill(self) -> None:
        """Leave no room at all."""


class SmallDisk:
    """The folder is a mounted disk of a few megabytes; ballast takes the room."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def limit(self) -> None:
        self._ballast.write_bytes(bytes(1 << 20))

    def make_room(self) -> None:
        self._ballast.unlink()

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 9, 1):
                try:
                    while file.write(bytes(size)) == size:
                        continue
                except OSError:
                    continue


class LimitedFiles:
    """Where mounting is not allowed: the kernel refuses to let any file grow beyond a limit."""

    def limit(self) -> None:
        self._set(1 << 20)

    def make_room(self) -> None:
        self._set(resource.RLIM_INFINITY)

    def fill(self) -> None:
        self._set(64)

    def _set(self, limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def main(folder: Path, disk: Disk) -> None:
    """Fill the disk while saving, look at what was saved, make room, go on; then meet a full disk in other places."""
    laptop = Laptop(folder / "vault", FakeKeyring(), FakeClock(), SeededBytes(9))
    vault = laptop.create().vault
    disk.limit()
    saved = 0
    try:
        while True:
            write_note(vault.engine, f"{saved} {TEXT}")
            saved += 1
    except (StorageFull, StorageFailed) as error:
        say("saving:", error.code)
    say("kept:", [note.split(" ")[0] for note in notes(vault.engine)] == [str(number) for number in range(saved)])
    disk.make_room()
    write_note(vault.engine, f"{saved} {TEXT}")
    check_database(vault)
    say("went on:", len(notes(vault.engine)) == saved + 1)
    vault.lock()
    disk.fill()
    meet_a_full_disk(folder, laptop)
    disk.make_room()
    laptop.unlock().lock()
    say("opens as before")


def meet_a_full_disk(folder: Path, laptop: Laptop) -> None:
    """Change the passphrase and make another vault, with no byte free."""
    try:
        laptop.change()
    except (StorageFull, StorageFailed) as error:
        say("changing:", error.code)
    other = Laptop(folder / "other", FakeKeyring(), FakeClock(), SeededBytes(10))
    try:
        other.create()
    except (StorageFull, StorageFailed) as error:
        say("making:", error.code, other.header.exists(), other.database.exists())


def say(*words: object) -> None:
    """One line for the test that runs this."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    main(place, SmallDisk(place) if sys.argv[2] == "small-disk" else LimitedFiles())
