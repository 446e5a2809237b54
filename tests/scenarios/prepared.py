"""A laptop that has joined and synced, made once and copied for each test: with its keyring, but not its program.

Must not hand out the original.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.scenarios.lived_day import DAY, TUTOR, at
from tests.scenarios.sample_school import SampleSchool, import_sample, make_sample_school
from tests.scenarios.tutors_laptop import TutorsLaptop
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring


@dataclass(frozen=True)
class Prepared:
    """The morning of the sample's day: a school that may listen or not, and a laptop's files."""

    clock: FakeClock
    school: SampleSchool
    profile: Path
    keyring: FakeKeyring

    def copy(self, folder: Path) -> TutorsLaptop:
        """The same laptop, locked, in another folder."""
        shutil.copytree(self.profile, folder)
        keyring = FakeKeyring()
        keyring.items.update(self.keyring.items)
        return TutorsLaptop(folder, self.clock, keyring)


@contextmanager
def prepared_morning(folder: Path) -> Iterator[Prepared]:
    """The morning, with the line cut."""
    clock = FakeClock(at(8, 30))
    school = make_sample_school(folder / "school.db", clock)
    import_sample(school, DAY, DAY)
    laptop = TutorsLaptop(folder / "laptop", clock)
    school.open_line()
    laptop.create()
    laptop.join(school.address, school.code(TUTOR))
    laptop.close()
    school.cut_line()
    yield Prepared(clock, school, laptop.folder, laptop.keyring)
    school.close()
