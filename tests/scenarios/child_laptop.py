"""Laptops as processes of their own, for the test that kills them: they record visits and say each fact that is saved.

Imports once, then for each line of JSON (profile's folder, keyring's items, visits to work on) forks a process that
opens the vault. Lines: `begun PID`; `open`; `saved ID` after the call that recorded the fact has returned, `draft
VISIT NUMBER` likewise; `synced UNSENT`; `done`; and `gone` once the process was killed. Must not say anything earlier
than a screen would, and must not start a thread before it forks.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.places import places_in
from app.bootstrap.services import Laptop
from app.casework.desk import NotHere
from app.casework.views import SessionLog, VisitPage
from app.domain.visit import VisitState
from app.models.database import reading
from app.models.queries.outbox import own_facts
from app.ui.ports import DeskCalls, SyncState
from tests.scenarios.tutors_laptop import MOTHER, PASSPHRASE, answers
from tests.support.keyring import FakeKeyring

_LOG = SessionLog(engagement=4, work_covered="Decimals to two places", notes="Steady work, a short break at half time.")


def say(*words: object) -> None:
    """One line for whoever watches."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def open_laptop(job: dict[str, Any]) -> Laptop:
    """The laptop of the job, with the keyring as it was left."""
    keyring = FakeKeyring()
    keyring.items = {(service, item): secret for service, item, secret in job["keyring"]}
    return Laptop(places_in(Path(job["profile"])), keyring=KeyringFinder(lambda: keyring))


@dataclass
class Working:
    """Acts on visits and reports what was saved."""

    laptop: Laptop
    desk: DeskCalls
    said: int = 0
    changed: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Start where the journal ends; wake whoever waits whenever sync has been at work."""
        self.said = self._journal().head().seq
        self.desk.subscribe(self._heard)

    def work(self, visit: UUID) -> bool:
        """Take the visit to its end; False when the school's plan of it has not arrived yet."""
        try:
            page = self.desk.visit(visit)
        except NotHere:
            return False
        while (step := self._next_step(page)) is not None:
            step()
            self._say_saved()
            page = self.desk.visit(visit)
        return True

    def wait(self) -> None:
        """Until sync has done something."""
        self.changed.clear()
        self.desk.sync_now()
        self.changed.wait(0.5)

    def _next_step(self, page: VisitPage) -> Callable[[], object] | None:
        visit, state = page.card.visit_id, page.card.state
        if state in {VisitState.PLANNED, VisitState.AT_DOOR}:
            return lambda: self._go_in_or_not(page)
        if state is VisitState.IN_SESSION:
            return lambda: self._teach(page)
        if state is VisitState.FINISHED and visit.int % 8 == 2 and not page.amendments:
            return lambda: self.desk.amend(visit, (("outcome", "Better than I wrote"),), "Looked again")
        return None

    def _go_in_or_not(self, page: VisitPage) -> None:
        """One step further, by an arbitrary choice that is the same after a kill."""
        visit, kind = page.card.visit_id, page.card.visit_id.int % 8
        if page.card.state is VisitState.PLANNED:
            if kind == 0:
                self.desk.mark_absent(visit, "ill", "", True, "Father")
            else:
                self.desk.arrive(visit)
        elif kind == 1:
            self.desk.not_enter(visit, "animals", "Three dogs.", answers(page, animals_out="no"))
        else:
            self.desk.start(visit, MOTHER, answers(page))

    def _teach(self, page: VisitPage) -> None:
        visit, begun = page.card.visit_id, int(page.draft.get("number", "0"))
        for number in range(begun + 1, begun + 3):
            self.desk.save_draft(visit, {"number": str(number), "notes": "Steady work, a sh"})
            say("draft", visit, number)
        if page.card.due_finish_at == page.card.ends_at:
            self.desk.extend(visit, 30)
            self._say_saved()
        self.desk.finish(visit, _LOG)

    def _say_saved(self) -> None:
        journal = self._journal()
        with reading(journal.engine) as conn:
            rows = own_facts(conn, journal.school, journal.device, self.said, 100)
        for row in reversed(rows):
            say("saved", row.id)
            self.said = row.seq

    def _journal(self) -> Any:
        assert self.laptop.opened is not None
        return self.laptop.opened.desk.journal

    def _heard(self, state: SyncState) -> None:
        if not state.working:
            self.changed.set()
            say("synced", state.unsent)


def live(job: dict[str, Any]) -> None:
    """Work through the visits, then wait to be killed."""
    laptop = open_laptop(job)
    desk = laptop.services().unlock(PASSPHRASE)
    say("open")
    working = Working(laptop, desk)
    working.watch()
    left = [UUID(visit) for visit in job["visits"]]
    while left:
        missing = [visit for visit in left if not working.work(visit)]
        if len(missing) == len(left):
            working.wait()
        left = missing
    say("done")
    threading.Event().wait()


def main() -> None:
    """One process for each job, one after another."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            say("begun", os.getpid())
            live(json.loads(line))
        os.waitpid(pid, 0)
        say("gone")


if __name__ == "__main__":
    import app.bootstrap.desk_calls
    import app.bootstrap.open_records  # noqa: F401  what unlocking would import, once for all

    main()
