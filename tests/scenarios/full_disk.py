"""Run by test_full_disk_linux.py as a program whose disk gets full in the middle of a visit; says what a person reads.

Arguments: the prepared profile, the folder on the disk, and how that gets full. The keyring comes at standard input.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import DoorstepError
from tests.scenarios.lived_day import at
from tests.scenarios.tutors_laptop import MOTHER, TutorsLaptop, answers, visit_ids
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring

LOG_LINE = "and then we looked at the next page of the book together. " * 20


def fill_disk(folder: Path) -> Callable[[], None]:
    """Leave not a byte free on a small disk; returns what makes room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 9, 1):
            try:
                while file.write(bytes(size)) == size:
                    continue
            except OSError:
                continue
    return ballast.unlink


def limit_files(_folder: Path) -> Callable[[], None]:
    """Where mounting is not allowed: the kernel refuses to let any file grow."""
    _limit_to(64)
    return lambda: _limit_to(resource.RLIM_INFINITY)


def _limit_to(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def main(profile: Path, folder: Path, way: str) -> None:
    """A visit with a disk that is full from the door until somebody makes room."""
    keyring = FakeKeyring()
    keyring.items = {(service, item): secret for service, item, secret in json.loads(sys.stdin.readline())}
    shutil.copytree(profile, folder / "laptop")
    laptop = TutorsLaptop(folder / "laptop", FakeClock(at(9, 30)), keyring)
    desk = laptop.unlock()
    visit = visit_ids(laptop)[0]
    page = desk.visit(visit)
    make_room = (fill_disk if way == "small-disk" else limit_files)(folder)
    say("arrive:", outcome(lambda: desk.arrive(visit)))
    say("start:", outcome(lambda: desk.start(visit, MOTHER, answers(page))))
    say("draft:", outcome(lambda: desk.save_draft(visit, {"notes": LOG_LINE})))
    say("then:", desk.visit(visit).card.state, desk.outbox().unsent, desk.visit(visit).draft)
    make_room()
    say("start:", outcome(lambda: desk.start(visit, MOTHER, answers(page))))
    say("draft:", outcome(lambda: desk.save_draft(visit, {"notes": LOG_LINE})))
    say("then:", desk.visit(visit).card.state, desk.outbox().unsent, desk.visit(visit).draft == {"notes": LOG_LINE})
    say("doctor:", laptop.doctor().healthy)
    laptop.close()


def outcome(call: Callable[[], object]) -> str:
    """What the person reads."""
    try:
        call()
    except DoorstepError as error:
        return str(error)
    return "saved"


def say(*words: object) -> None:
    """One line for the test that runs this."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
