"""A laptop as a program whose traces are looked for: does a day's writing, provokes errors, locks, when it is told to.

Reads lines: a JSON job first, then what to do, such as `work` or `lock`; says when it did. The texts it writes come
with the job. Must not hold a word of them itself, and must not run under tests' log settings: it starts the
program's own log.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.bootstrap import handover
from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.logs import start_logging
from app.bootstrap.places import places_in
from app.bootstrap.services import Laptop
from app.casework.views import AdultAtHome, SessionLog
from app.domain.errors import DoorstepError
from app.models.database import writing
from app.models.tables.projected import pupils
from app.ui.ports import DeskCalls
from app.vault.vault import FLOOR_COST
from tests.scenarios.tutors_laptop import answers
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.waiting import wait_until

_LOG = logging.getLogger("app.casework.canary")  # as one of our own rooms would log


def say(*words: str) -> None:
    """One line for whoever watches."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


@dataclass
class Traces:
    """The laptop and what it is to write."""

    job: dict[str, Any]
    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    clock: FakeClock = field(init=False)
    laptop: Laptop = field(init=False)
    desk: DeskCalls = field(init=False)
    hand: Any = None

    def begin(self) -> None:
        """The program's start: its log, its records, joined and synced."""
        places = places_in(Path(self.job["profile"]))
        start_logging(places.logs)
        self.keyring.items = {(service, item): secret for service, item, secret in self.job.get("keyring", [])}
        self.clock = FakeClock(datetime.fromisoformat(self.job["now"]))
        self.laptop = Laptop(
            places,
            clock=self.clock,
            keyring=KeyringFinder(lambda: self.keyring),
            cost=FLOOR_COST,
            replace=self._replaced,
        )
        if self.laptop.services().has_records():
            self.desk = self.laptop.services().unlock(self.job["passphrase"])
            return
        self.desk = self.laptop.services().create(self.job["passphrase"]).desk
        self.desk.join_school(self.job["address"], self.job["code"])
        wait_until(lambda: len(self.desk.today().visits) == self.job["visits"], "the visits to come")

    def work(self) -> None:
        """Go in, write a draft and a log and correct it; turn away from one door, find one pupil absent; sync."""
        texts, desk = self.job["texts"], self.desk
        first, second, third, last = (card.visit_id for card in desk.today().visits)
        adult = AdultAtHome(texts["adult"], "Parent", over_18=True)
        desk.arrive(first)
        desk.start(first, adult, answers(desk.visit(first)))
        desk.save_draft(first, {"notes": texts["draft"]})
        desk.finish(first, SessionLog(engagement=3, work_covered=texts["covered"], notes=texts["note"]))
        desk.amend(first, (("outcome", texts["change"]),), texts["reason"])
        desk.not_enter(second, "felt_unsafe", texts["turned away"], ())
        desk.mark_absent(third, "other", texts["absent"], False, texts["adult"])
        desk.start(last, adult, answers(desk.visit(last)))
        desk.save_draft(last, {"notes": texts["draft"]})
        desk.sync_now()
        wait_until(lambda: desk.outbox().unsent == 0, "everything to be sent")

    def read(self) -> None:
        """Look at everything, as the screens do, and make the papers."""
        desk = self.desk
        for line in desk.pupils():
            desk.pupil(line.pupil_id)
        for card in desk.today().visits:
            desk.visit(card.visit_id)
            desk.session_pdf(card.visit_id)
        desk.register_pdf(desk.today().day)
        desk.outbox()

    def window(self) -> None:
        """Go in and begin to write, through the program's real window."""
        from app.ui.application import application
        from app.ui.shell.window import MainWindow
        from installers.demo.hand import Hand

        application()
        window = MainWindow(self.laptop.services(), running=False)
        window.show()
        window.open_desk(self.desk)
        self.hand = Hand(window, self._pass, Path(self.job["profile"]))
        self.hand.press("Start doorstep check")
        self.hand.write("An adult", self.job["texts"]["adult"])
        self.hand.press("Parent")
        self.hand.tick_all()
        self.hand.press("Check in and start")
        self.hand.see("Session time")
        self.hand.write("Notes", self.job["texts"]["note"])
        self.hand.pass_minutes(2)

    def finish(self) -> None:
        """Write the visit up in the window, and look at the pupil's page."""
        self.hand.press("Finish visit")
        self.hand.write("Work covered", self.job["texts"]["covered"])
        self.hand.press("Finish and save")
        self.hand.press("Finish with these empty")
        self.hand.see("Where it is")
        self.hand.press("Pupils")
        self.hand.see(self.job["pupil"])

    def provoke(self) -> None:
        """Make every kind of error happen with the texts in it, uncaught in a thread and logged by a room of ours."""
        for fault in (
            self._too_long,
            self._no_key,
            self._doubled,
            self._no_column,
            self._not_possible,
            self._warned,
            self._ours,
        ):
            thread = threading.Thread(target=fault)
            thread.start()
            thread.join()
            try:
                fault()
            except Exception:  # noqa: BLE001  every kind of fault is provoked here, to look at what is logged
                _LOG.exception("a fault was provoked")

    def lock(self) -> None:
        """As the lock button."""
        self.laptop.services().lock(None)

    def _pass(self, minutes: float) -> None:
        self.clock.advance(minutes=minutes)

    def _too_long(self) -> None:
        last = self.desk.today().visits[-1].visit_id
        self.desk.finish(last, SessionLog(notes=self.job["texts"]["note"] * 1000))

    def _no_key(self) -> None:
        """A whole text where a word of ours belongs: a fault in the program, with the text in hand."""
        last = self.desk.today().visits[-1].visit_id
        self.desk.mark_absent(last, self.job["texts"]["note"], "", False, "")

    def _doubled(self) -> None:
        """The same pupil once more, whatever the journal says: a constraint fails with the row in hand."""
        assert self.laptop.opened is not None
        with writing(self.laptop.opened.vault.engine) as conn:
            row = conn.execute(select(pupils)).mappings().first()
            conn.execute(insert(pupils), dict(row or {}))

    def _no_column(self) -> None:
        assert self.laptop.opened is not None
        with writing(self.laptop.opened.vault.engine) as conn:
            conn.exec_driver_sql("INSERT INTO pupils (no_such_column) VALUES (?)", (self.job["texts"]["note"],))

    def _not_possible(self) -> None:
        self.desk.arrive(self.desk.today().visits[0].visit_id)

    def _warned(self) -> None:
        warnings.warn(self.job["texts"]["note"], stacklevel=1)
        logging.getLogger("sqlalchemy.engine").error("parameters: %s", self.job["texts"]["note"])

    def _ours(self) -> None:
        note = self.job["texts"]["note"]
        raise DoorstepError(note, note) from ValueError(note)

    def _replaced(self, left: Any, arguments: Sequence[str]) -> None:
        """The real replacement by a fresh process, or only the word of it where the job says so."""
        if self.job["replace"]:
            handover.command_of = lambda arguments: [sys.executable, "-m", "tests.scenarios.after_lock", *arguments]
            handover.replace_process(left, arguments)


def main() -> None:
    """Carry out what is asked, line by line."""
    traces = Traces(json.loads(sys.stdin.readline()))
    traces.begin()
    say("begun", json.dumps([[*where, secret] for where, secret in traces.keyring.items.items()]))
    tasks: dict[str, Callable[[], None]] = {
        "work": traces.work,
        "provoke": traces.provoke,
        "read": traces.read,
        "window": traces.window,
        "finish": traces.finish,
        "lock": traces.lock,
    }
    for line in sys.stdin:
        tasks[line.strip()]()
        say("did", line.strip())


if __name__ == "__main__":
    main()
