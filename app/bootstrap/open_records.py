"""An unlocked laptop: the open vault, the desk, and sync beside them, from unlock to lock.

Must not show anything; must not keep a passphrase.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING
from uuid import UUID

from app import __version__
from app.bootstrap.places import RESOURCES
from app.casework.desk import Desk
from app.domain.errors import DoorstepError
from app.models.database import reading, writing
from app.models.local import read_secret, read_state
from app.models.migrate import LAPTOP, SHARED, upgrade
from app.models.rebuild import apply_waiting
from app.policy.loading import PackShelf, load_pack, parse_pack
from app.policy.schema.pack import Pack
from app.sync.engine import SyncEngine
from app.sync.enrol import Laptop, enrol
from app.sync.errors import NotJoined
from app.sync.link import LaptopLink, open_link
from app.sync.loop import SyncLoop
from app.sync.schedule import Trigger
from app.sync.sos import SosCaller
from app.sync.status import SyncStatus
from app.vault.keyring_errors import KeyringProblem
from app.vault.keyrings import keep_alarm_token

if TYPE_CHECKING:
    from app.domain.clock import Clock
    from app.domain.ids import RandomBytes
    from app.sync.outcome import SyncOutcome
    from app.vault.keyrings import Keyring
    from app.vault.open_vault import OpenVault

_LOG = logging.getLogger(__name__)


class NotJoinedYet(DoorstepError):
    """The laptop has records but no school yet."""

    code = "not-joined"


@dataclass
class OpenRecords:
    """One open vault with all that works on it. `told` hears sync's status, in sync's thread."""

    vault: OpenVault
    clock: Clock
    random: RandomBytes
    keyring: Keyring | None
    synced: Callable[[OpenRecords], None] = lambda _: None
    """Called in sync's thread after a sync that brought something."""
    _desk: Desk | None = None
    _link: LaptopLink | None = None
    _loop: SyncLoop | None = None
    _listeners: list[Callable[[SyncStatus | None], None]] = field(default_factory=list)
    _telling: RLock = field(default_factory=RLock)
    """Held while listeners are told, so that none hears an older status after a newer one."""

    def open(self, *, sync: bool = True) -> None:
        """Bring the tables up to date and, when joined, open the desk and start to sync. Raises NewerDatabase."""
        with self.vault.migration_engine() as engine:
            upgrade(engine, SHARED, LAPTOP)
        with contextlib.suppress(NotJoined):
            self._open_desk(sync=sync)

    @property
    def joined(self) -> bool:
        """Whether a school knows this laptop."""
        return self._desk is not None

    @property
    def desk(self) -> Desk:
        """The tutor's desk. Raises NotJoinedYet."""
        if self._desk is None:
            raise NotJoinedYet("This laptop does not belong to a school yet.", "Type the joining code from the office.")
        return self._desk

    def join(self, address: str, code: str) -> str:
        """Join the school; its name. The alarm-only token goes to the keyring, so that a locked screen can call."""
        laptop = Laptop(self.vault.engine, self.clock, self.random, check_pack, label="", app_version=__version__)
        joined = enrol(laptop, address, code)
        if self.keyring is not None:
            with contextlib.suppress(KeyringProblem):
                keep_alarm_token(self.keyring, self.vault.vault_id, joined.sos.to_text())
        self._open_desk(sync=True)
        return joined.school_name

    def sync_now(self, trigger: Trigger = Trigger.BUTTON) -> None:
        """Ask for a sync; returns at once."""
        if self._loop is not None:
            self._loop.trigger(trigger)

    def subscribe(self, listener: Callable[[SyncStatus | None], None]) -> Callable[[], None]:
        """Hear how sync stands, now and whenever it changes; None means no school yet. Returns the end."""
        with self._telling:
            self._listeners.append(listener)
            listener(self._loop.status if self._loop is not None else None)
        return lambda: self._listeners.remove(listener)

    def sos_caller(self) -> SosCaller | None:
        """What a call for help needs, from the open records; None before joining."""
        with reading(self.vault.engine) as conn:
            token, device = read_secret(conn, "sos_token"), read_state(conn, "device_id")
            if token is None or device is None:
                return None
            return SosCaller(read_state(conn, "base_url"), UUID(device), token.decode())

    def close(self) -> None:
        """Stop sync, close the database, wipe the key. What waits is sent another day."""
        if self._loop is not None:
            self._loop.stop()
            self._loop.join()
        self.vault.lock()

    def _open_desk(self, *, sync: bool) -> None:
        link = open_link(
            self.vault.engine,
            clock=self.clock,
            random=self.random,
            check_pack=check_pack,
            app_version=__version__,
        )
        with writing(link.engine) as conn:
            apply_waiting(conn, link.school)
        self._link = link
        self._desk = Desk(link.journal, link.tutor, self._shelf(), recorded=lambda: self.sync_now(Trigger.FACT))
        if sync:
            self._loop = SyncLoop(
                SyncEngine(link), clock=self.clock, random=self.random, tell=self._tell, done=self._after_sync
            )
            self._tell(self._loop.status)
            self._loop.start()

    def _tell(self, status: SyncStatus | None) -> None:
        with self._telling:
            for listener in list(self._listeners):
                listener(status)

    def _after_sync(self, outcome: SyncOutcome) -> None:
        if outcome.packs_taken and self._desk is not None:
            desk = self._desk
            self._desk = Desk(desk.journal, desk.tutor, self._shelf(), desk.recorded)
        if outcome.pulled:
            self.synced(self)

    def _shelf(self) -> PackShelf:
        """The school's own packs, and those shipped with the program that it has not sent."""
        packs: dict[str, Pack] = {}
        with reading(self.vault.engine) as conn:
            own = {pack_id: read_state(conn, f"pack:{pack_id}") for pack_id in read_state(conn, "packs") or {}}
        for pack_id, toml in own.items():
            try:
                packs[pack_id] = parse_pack(toml, f"{pack_id}.toml")
            except DoorstepError as error:
                _LOG.warning("a pack kept from the school does not load: %s", error.code)
        shipped = (RESOURCES / "policies").glob("*.toml")
        packs |= {path.stem: load_pack(path) for path in shipped if path.stem not in packs}
        return PackShelf(packs)


def check_pack(pack_id: str, toml: str) -> None:
    """Whether a pack from the school can be used here. Raises PackWrong."""
    parse_pack(toml, f"{pack_id}.toml")
