"""Changing what opens a vault: recovery, a new passphrase, a new recovery key (`vault.md` D.4-D.6).

Only slots are rewritten; the master key stays. So an old copy of the header still opens with the old secrets: the spare
copy is overwritten with it, and SECURITY.md says what that does not reach. Must not touch the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.clock import Clock
from app.vault import folders, header_file
from app.vault.atomic import replace_file
from app.vault.header import Header, seal
from app.vault.header_file import StoredHeader
from app.vault.kdf import DEFAULT_COST, KdfCost
from app.vault.keyrings import Keyring
from app.vault.locking import held_or_joined
from app.vault.open_vault import NewVault
from app.vault.opening import open_vault, vault_held
from app.vault.passphrase import check_new_passphrase, normalised
from app.vault.recovery_key import SECRET_BYTES, shown
from app.vault.secrets_memory import wipe
from app.vault.slots import Slot, passphrase_slot, recovery_slot
from app.vault.tries import Tries
from app.vault.ways_in import by_passphrase, by_recovery_key, device_for, new_device, replaced_device

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True)
class _Rewrite:
    """A proven vault whose slots are being rewritten, and the seams that takes."""

    folder: Path
    header: Header
    master: bytearray
    keyring: Keyring | None
    created: int
    random: RandomBytes

    def passphrase(self, passphrase: str, device: bytearray | None, cost: KdfCost) -> Slot:
        """A new passphrase slot, never cheaper to guess at than the vault's own floor."""
        typed = normalised(passphrase)
        try:
            return passphrase_slot(
                self.master,
                self.header.vault,
                typed,
                device,
                cost=cost.at_least(self.header.floor),
                created=self.created,
                random=self.random,
            )
        finally:
            wipe(typed)

    def recovery(self, recovery: bytearray) -> Slot:
        """A new recovery slot; the folder is marked until somebody has typed the new key back."""
        replace_file(self.folder / folders.UNCHECKED_KIT, b"")
        return recovery_slot(self.master, self.header.vault, recovery, created=self.created, random=self.random)

    def written(self, passphrase: Slot, recovery: Slot) -> StoredHeader:
        """The header with these two slots, one generation on, on disk."""
        header = replace(
            self.header,
            generation=self.header.generation + 1,
            slots=(passphrase, recovery),
            keyring=self.keyring.name if self.keyring else "",
        )
        header_file.write(self.folder, header, self.master)
        return StoredHeader(seal(header, self.master), header, from_spare=False)


def recover_vault(  # noqa: PLR0913  the seams are arguments, by rule of this room
    folder: Path,
    recovery_key: str,
    new_passphrase: str,
    *,
    keyring: Keyring | None,
    clock: Clock,
    random: RandomBytes,
    cost: KdfCost = DEFAULT_COST,
) -> NewVault:
    """Open the vault with its recovery key and start afresh: new passphrase, new device secret, new recovery key.

    The old recovery key, passphrase and device secret stop working. When it fails before the end, the old recovery key
    still works. Raises RecoveryKeyMistyped, WrongRecoveryKey, PassphraseRefused and what `unlock_vault` raises.
    """
    check_new_passphrase(new_passphrase, alone=keyring is None)
    with vault_held(folder) as lock:
        stored, master = by_recovery_key(folder, header_file.load(folder), recovery_key)
        rewrite = _Rewrite(folder, stored.header, master, keyring, int(clock.now().timestamp()), random)
        recovery = bytearray(random(SECRET_BYTES))
        try:
            with replaced_device(keyring, stored.header.vault_id, random) as device:
                slot = rewrite.passphrase(new_passphrase, device, cost)
                stored = rewrite.written(slot, rewrite.recovery(recovery))
            Tries(folder, stored.header.vault_id, keyring).forget()
            return NewVault(open_vault(folder, stored, master, lock), shown(recovery))
        finally:
            wipe(master, recovery)


def change_passphrase(  # noqa: PLR0913  the seams are arguments, by rule of this room
    folder: Path,
    old: str,
    new: str,
    *,
    keyring: Keyring | None,
    clock: Clock,
    random: RandomBytes,
    cost: KdfCost = DEFAULT_COST,
) -> None:
    """Replace the passphrase, also while the vault is open in this process; the old one counts as a try.

    A vault made without a keyring starts to use `keyring` when one is given. Raises PassphraseRefused and what
    `unlock_vault` raises; after any of them the old passphrase still works.
    """
    check_new_passphrase(new, alone=keyring is None)
    header_file.load(folder)
    with held_or_joined(folder):
        rewrite = _proven(folder, old, keyring, clock, random)
        device = None
        try:
            device = device_for(rewrite.header, keyring) or new_device(keyring, rewrite.header.vault_id, random)
            rewrite.written(rewrite.passphrase(new, device, cost), rewrite.header.recovery_slot)
        finally:
            wipe(rewrite.master, device)


def issue_recovery_key(
    folder: Path, passphrase: str, *, keyring: Keyring | None, clock: Clock, random: RandomBytes
) -> str:
    """A new recovery key, also while the vault is open in this process; the old one stops working.

    Raises what `unlock_vault` raises; after any of them the old recovery key still works.
    """
    header_file.load(folder)
    with held_or_joined(folder):
        rewrite = _proven(folder, passphrase, keyring, clock, random)
        recovery = bytearray(random(SECRET_BYTES))
        try:
            rewrite.written(rewrite.header.passphrase_slot, rewrite.recovery(recovery))
            return shown(recovery)
        finally:
            wipe(rewrite.master, recovery)


def mark_recovery_key_checked(folder: Path) -> None:
    """Remember that two groups of the newest recovery key were typed back (`recovery_key.groups_match`)."""
    (folder / folders.UNCHECKED_KIT).unlink(missing_ok=True)


def _proven(folder: Path, passphrase: str, keyring: Keyring | None, clock: Clock, random: RandomBytes) -> _Rewrite:
    stored, master = by_passphrase(folder, header_file.load(folder), passphrase, keyring=keyring, now=clock.now())
    return _Rewrite(folder, stored.header, master, keyring, int(clock.now().timestamp()), random)
