"""A tutor's laptop as the program wires it, in a folder of the test's, with a keyring and a clock in the test's hand.

Must not replace any other part: vault, database, sync and its thread are the real ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.places import Places, places_in
from app.bootstrap.services import Laptop
from app.casework.views import AdultAtHome, CheckAnswer, VisitPage
from app.domain.clock import Clock
from app.models.doctor import Diagnosis, examine
from app.ui.ports import Created, DeskCalls, Handover, Services, SyncState
from app.vault.vault import FLOOR_COST
from tests.support.keyring import FakeKeyring
from tests.support.waiting import wait_until

PASSPHRASE = "correct horse battery staple lamp"
MOTHER = AdultAtHome("Ottilie Framley", "Parent", over_18=True)


@dataclass
class TutorsLaptop:
    """One laptop; `desk` while it is unlocked. `replaced` lists what each lock left for the process after it."""

    folder: Path
    clock: Clock
    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    replaced: list[Handover | None] = field(default_factory=list)
    heard: list[SyncState] = field(default_factory=list)
    laptop: Laptop = field(init=False)
    services: Services = field(init=False)
    desk: DeskCalls = field(init=False)

    def __post_init__(self) -> None:
        self.start_program()

    @property
    def places(self) -> Places:
        """Where its files lie."""
        return places_in(self.folder)

    def start_program(self, received: Handover | None = None) -> None:
        """As if the program had just been started: it knows what is on the disk and nothing else."""
        self.laptop = Laptop(
            self.places,
            clock=self.clock,
            keyring=KeyringFinder(lambda: self.keyring),
            cost=FLOOR_COST,
            replace=self._replaced,
        )
        self.services = self.laptop.services(received)

    def create(self) -> Created:
        """Make the records."""
        made = self.services.create(PASSPHRASE)
        self._take(made.desk)
        return made

    def join(self, address: str, code: str) -> str:
        """Join the school and wait for the first sync; the school's name."""
        name = self.desk.join_school(address, code)
        wait_until(lambda: self._has_synced_since(0), "the first sync to end")
        return name

    def unlock(self) -> DeskCalls:
        """Open the records."""
        self._take(self.services.unlock(PASSPHRASE))
        return self.desk

    def lock(self, left: Handover | None = None) -> None:
        """Lock, and start the program that stands in this one's place."""
        self.services.lock(left)
        self.start_program(self.replaced[-1])

    def close(self) -> None:
        """End the program."""
        self.laptop.close()

    def sync(self) -> SyncState:
        """Press the button and wait until that sync has ended; how it stands then."""
        wait_until(lambda: not self.heard[-1].working, "the sync before this one to end")
        seen = len(self.heard)
        self.desk.sync_now()
        wait_until(lambda: self._has_synced_since(seen), "a sync to end")
        return self.heard[-1]

    def doctor(self) -> Diagnosis:
        """What the doctor says of the open records."""
        opened = self.laptop.opened
        assert opened is not None
        return examine(opened.vault.engine, opened.desk.school)

    def _has_synced_since(self, seen: int) -> bool:
        return any(state.working for state in self.heard[seen:]) and not self.heard[-1].working

    def _take(self, desk: DeskCalls) -> None:
        self.desk = desk
        self.heard.clear()
        desk.subscribe(self.heard.append)

    def _replaced(self, left: Handover | None, _arguments: Sequence[str]) -> None:
        self.replaced.append(left)


def answers(page: VisitPage, **changed: str) -> tuple[CheckAnswer, ...]:
    """A yes to every question at the door, but for those changed by their ids."""
    return tuple(CheckAnswer(q.check_id, changed.get(q.check_id, "yes")) for q in page.start_questions)


def visit_ids(laptop: TutorsLaptop) -> list[UUID]:
    """Today's visits in order of their start."""
    return [card.visit_id for card in laptop.desk.today().visits]


def device_of(laptop: TutorsLaptop) -> UUID:
    """The id under which the laptop writes."""
    opened = laptop.laptop.opened
    assert opened is not None
    return opened.desk.journal.device
