"""The ports of the screens with values in memory. Must not behave better than the real parts: errors are raised too."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from app.domain.errors import DoorstepError
from app.ui.ports import (
    Context,
    Created,
    DeskCalls,
    Handover,
    PhoneLine,
    Preferences,
    Scheduler,
    Services,
    SosResult,
)
from tests.support.clock import FakeClock
from tests.ui import samples
from tests.ui.fake_desk import RECOVERY_KEY, FakeDesk, Inline, Said


@dataclass
class FakeServices:
    """The program around the screens, in memory."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(samples.at(9, 6)))
    desk: FakeDesk = field(default_factory=FakeDesk)
    records: bool = True
    keyring: str = "Secret Service"
    passphrase: str = "maple orbit lantern quilt"
    wait_seconds: int = 0
    error: DoorstepError | None = None
    sos: SosResult | DoorstepError | None = None
    reports_taken_back: bool = True
    preferences: Preferences = field(default_factory=Preferences)
    handover: Handover | None = None
    locked: list[Handover | None] = field(default_factory=list)
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def unlock(self, passphrase: str) -> DeskCalls:
        self.calls.append(("unlock",))
        if self.error is not None:
            raise self.error
        if passphrase != self.passphrase:
            wrong = Said("wrong-passphrase", "That passphrase is not right.")
            wrong.wait_seconds = self.wait_seconds
            raise wrong
        return self.desk.port()

    def check(self, passphrase: str) -> None:
        if len(passphrase) < 12:
            raise Said("passphrase-refused", "That passphrase has fewer than 12 characters.", "Use more words.")

    def create(self, _passphrase: str) -> Created:
        self.calls.append(("create",))
        if self.error is not None:
            raise self.error
        return Created(self.desk.port(), RECOVERY_KEY, (2, 7))

    def recover(self, key: str, _passphrase: str) -> Created:
        self.calls.append(("recover", key))
        if self.error is not None:
            raise self.error
        return Created(self.desk.port(), RECOVERY_KEY, (1, 9))

    def raise_sos(self) -> SosResult:
        self.calls.append(("raise_sos",))
        if isinstance(self.sos, DoorstepError):
            raise self.sos
        return self.sos or SosResult(reached=False, at=self.clock.now())

    def take_back(self) -> bool:
        self.calls.append(("take_back",))
        return self.reports_taken_back

    def lock(self, handover: Handover | None) -> None:
        self.calls.append(("lock",))
        self.locked.append(handover)

    def keep(self, preferences: Preferences) -> None:
        self.preferences = preferences

    def private_file(self, name: str, content: bytes) -> Path:
        self.files[name] = content
        return Path("/private") / name

    def write_file(self, path: Path, content: bytes) -> None:
        self.calls.append(("write_file", path))
        if self.error is not None:
            raise self.error
        self.files[str(path)] = content

    def port(self) -> Services:
        """As the screens get it."""
        return Services(
            clock=self.clock,
            has_records=lambda: self.records,
            keyring_name=lambda: self.keyring,
            check_passphrase=self.check,
            passphrase_bits=lambda text: 13.0 * len(set(text.split())),
            create=self.create,
            unlock=self.unlock,
            recover=self.recover,
            confirm_recovery=lambda: self.calls.append(("confirm_recovery",)),
            lock=self.lock,
            raise_sos=self.raise_sos,
            take_back_sos=self.take_back,
            phone_lines=lambda: (PhoneLine("School, duty line", samples.SCHOOL.duty_phone),),
            load_preferences=lambda: self.preferences,
            save_preferences=self.keep,
            private_file=self.private_file,
            write_file=self.write_file,
            handover=self.handover,
        )


@dataclass
class Going:
    """The `Navigator` port as a list of where a person was sent."""

    places: list[tuple[Any, ...]] = field(default_factory=list)

    def open_page(self, key: str) -> None:
        self.places.append(("page", key))

    def open_visit(self, visit_id: UUID, *, arrive: bool = False) -> None:
        self.places.append(("visit", visit_id, arrive))

    def open_pupil(self, pupil_id: UUID) -> None:
        self.places.append(("pupil", pupil_id))

    def back(self) -> None:
        self.places.append(("back",))

    def changed(self) -> None:
        self.places.append(("changed",))


@dataclass
class Bench:
    """Everything a presenter test holds."""

    services: FakeServices = field(default_factory=FakeServices)
    background: Inline = field(default_factory=Inline)
    go: Going = field(default_factory=Going)
    spoken: list[str] = field(default_factory=list)
    where: Path | None = None
    opens: bool = True
    scheduler: Scheduler = field(init=False)

    def __post_init__(self) -> None:
        self.scheduler = Scheduler(self.services.clock)

    @property
    def desk(self) -> FakeDesk:
        return self.services.desk

    @property
    def clock(self) -> FakeClock:
        return self.services.clock

    def context(self) -> Context:
        """The presenters' context on these fakes."""
        return Context(
            services=self.services.port(),
            desk=self.desk.port(),
            background=self.background,
            scheduler=self.scheduler,
            go=self.go,
            announce=self.spoken.append,
            ask_where=lambda _name: self.where,
            open_path=lambda _path: self.opens,
        )

    def pass_seconds(self, seconds: int) -> None:
        """Let time pass second by second, as the ticker does."""
        for _ in range(seconds):
            self.clock.advance(seconds=1)
            self.scheduler.tick()


class Recorder:
    """A view that remembers what it was shown."""

    def __init__(self) -> None:
        self.shown: list[Any] = []

    def show_state(self, state: Any) -> None:
        self.shown.append(state)
