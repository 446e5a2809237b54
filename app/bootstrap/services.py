"""Everything a screen can ask of the program before and around an unlocked desk, wired from real parts.

Must be quick to import: it runs before the first paint. What unlocking needs is imported when somebody unlocks.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.bootstrap import handover, preferences, viewer
from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.places import Places
from app.bootstrap.system_clock import SystemClock
from app.ui.ports import Created, DeskCalls, Handover, PhoneLine, Services

if TYPE_CHECKING:
    from app.bootstrap.open_records import OpenRecords
    from app.domain.clock import Clock
    from app.domain.ids import RandomBytes
    from app.vault.open_vault import OpenVault
    from app.vault.vault import KdfCost, NewVault

_HEADERS = ("vault.hdr", "vault.hdr.prev")
"""Either means that there are records: a lost header is mended from its spare, not taken for a first run."""


@dataclass
class Laptop:
    """One person's Doorstep on this computer; `opened` while it is unlocked."""

    places: Places
    keyring: KeyringFinder
    clock: Clock = field(default_factory=SystemClock)
    random: RandomBytes = os.urandom
    cost: KdfCost | None = None
    """Of Argon2id for new passphrases; None: the vault's own default."""
    arguments: Sequence[str] = ()
    """Given again to the process that replaces this one at lock."""
    replace: Callable[[Handover | None, Sequence[str]], None] = handover.replace_process
    opened: OpenRecords | None = None

    def services(self, received: Handover | None = None) -> Services:
        """The port of the screens."""
        from app.bootstrap.sos import SosButton

        sos = SosButton(self)
        return Services(
            clock=self.clock,
            has_records=lambda: any((self.places.vault / name).exists() for name in _HEADERS),
            keyring_name=self.keyring_name,
            check_passphrase=self.check_passphrase,
            passphrase_bits=_strength_bits,
            create=self.create,
            unlock=self.unlock,
            recover=self.recover,
            confirm_recovery=self.confirm_recovery,
            lock=self.lock,
            raise_sos=sos.press,
            take_back_sos=sos.take_back,
            phone_lines=lambda: preferences.load_phones(self.places.phones),
            load_preferences=lambda: preferences.load_preferences(self.places.preferences),
            save_preferences=lambda chosen: preferences.save_preferences(self.places.preferences, chosen),
            private_file=lambda name, content: viewer.private_file(self.places.opened, name, content),
            write_file=viewer.write_file,
            handover=received,
        )

    def keyring_name(self) -> str:
        """The keyring's name for the hint; '' when there is none, or none that answers now (`create` says which)."""
        from app.vault.keyring_errors import KeyringProblem

        try:
            found = self.keyring()
        except KeyringProblem:
            return ""
        return found.name if found is not None else ""

    def check_passphrase(self, passphrase: str) -> None:
        """Raise PassphraseRefused when it may not protect new records."""
        from app.vault.passphrase import check_new_passphrase

        check_new_passphrase(passphrase, alone=self.keyring() is None)

    def create(self, passphrase: str) -> Created:
        """Make the vault and open it."""
        from app.vault.vault import DEFAULT_COST, create_vault

        made = create_vault(
            self.places.vault,
            passphrase,
            keyring=self.keyring(),
            clock=self.clock,
            random=self.random,
            cost=self.cost or DEFAULT_COST,
        )
        return self._created(made)

    def unlock(self, passphrase: str) -> DeskCalls:
        """Open the vault that is here."""
        from app.vault.vault import unlock_vault

        return self._open(unlock_vault(self.places.vault, passphrase, keyring=self.keyring(), clock=self.clock))

    def recover(self, recovery_key: str, passphrase: str) -> Created:
        """Open the vault by its recovery key, with a new passphrase and a new recovery key."""
        from app.vault.vault import DEFAULT_COST, recover_vault

        made = recover_vault(
            self.places.vault,
            recovery_key,
            passphrase,
            keyring=self.keyring(),
            clock=self.clock,
            random=self.random,
            cost=self.cost or DEFAULT_COST,
        )
        return self._created(made)

    def change_passphrase(self, old: str, new: str) -> None:
        """Rewrap the keys under a new passphrase."""
        from app.vault.vault import DEFAULT_COST, change_passphrase

        change_passphrase(
            self.places.vault,
            old,
            new,
            keyring=self.keyring(),
            clock=self.clock,
            random=self.random,
            cost=self.cost or DEFAULT_COST,
        )

    def confirm_recovery(self) -> None:
        """Two groups of the newest recovery key were typed back."""
        from app.vault.vault import mark_recovery_key_checked

        mark_recovery_key_checked(self.places.vault)

    def lock(self, left: Handover | None) -> None:
        """Close everything and become the lock screen."""
        self.close()
        self.replace(left, self.arguments)

    def close(self) -> None:
        """Close the records and forget what was opened in a viewer."""
        opened, self.opened = self.opened, None
        if opened is not None:
            opened.close()
        viewer.forget_opened(self.places.opened)

    def _created(self, made: NewVault) -> Created:
        from app.vault.recovery_key import groups_to_ask

        return Created(self._open(made.vault), made.recovery_key, groups_to_ask(self.random(1)[0]))

    def _open(self, vault: OpenVault) -> DeskCalls:
        from app.bootstrap.desk_calls import desk_calls
        from app.bootstrap.open_records import OpenRecords

        opened = OpenRecords(vault, self.clock, self.random, self.keyring(), synced=self._after_sync)
        try:
            opened.open()
        except BaseException:
            opened.close()
            raise
        self.opened = opened
        self._after_sync(opened)
        return desk_calls(opened, self.change_passphrase)

    def _after_sync(self, opened: OpenRecords) -> None:
        """Keep the school's numbers where a locked screen can read them."""
        from app.casework.today import school_line

        if not opened.joined:
            return
        school = school_line(opened.desk)
        lines = (("The office", school.office_phone), ("The person on duty", school.duty_phone))
        preferences.save_phones(self.places.phones, tuple(PhoneLine(who, phone) for who, phone in lines if phone))


def _strength_bits(passphrase: str) -> float:
    from app.vault.passphrase import strength_bits

    return strength_bits(passphrase)
