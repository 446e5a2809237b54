"""What a person does with a vault: make it and unlock it; `changing` has the rest, offered here too (`vault.md` D).

Must not hold cryptography (`keys`, `slots`, `header`) or SQLite's ways (`database`). Order matters: a secret is kept
before the header that needs it is written, and the header is the last thing written.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.clock import Clock
from app.vault import folders, header_file
from app.vault.changing import change_passphrase, issue_recovery_key, mark_recovery_key_checked, recover_vault
from app.vault.kdf import DEFAULT_COST, FLOOR_COST, SHORT_OF_MEMORY, KdfCost
from app.vault.keyring_errors import KeyringProblem
from app.vault.keyrings import Keyring, forget_device_secret
from app.vault.locking import hold
from app.vault.making import NewKeys, clear_unfinished, first_header, remove_unfinished, write_vault
from app.vault.open_vault import NewVault, OpenVault, Repair
from app.vault.opening import open_vault, released_on_error, vault_held
from app.vault.passphrase import check_new_passphrase, normalised
from app.vault.recovery_key import shown
from app.vault.rekey import rekey_database
from app.vault.secrets_memory import wipe
from app.vault.slots import PASSPHRASE_AND_DEVICE
from app.vault.ways_in import by_passphrase, new_device

__all__ = [
    "DEFAULT_COST",
    "FLOOR_COST",
    "SHORT_OF_MEMORY",
    "KdfCost",
    "NewVault",
    "OpenVault",
    "Repair",
    "VaultInfo",
    "change_passphrase",
    "create_vault",
    "describe_vault",
    "issue_recovery_key",
    "mark_recovery_key_checked",
    "recover_vault",
    "rekey_database",
    "unlock_vault",
]

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True)
class VaultInfo:
    """What can be known of a vault without opening it; nothing here is authenticated.

    `keyring`: the backend that holds the device's half, "" when the passphrase stands alone. `recovery_key_checked`:
    whether two groups of the newest recovery key were typed back.
    """

    vault_id: str
    keyring: str
    needs_keyring: bool
    recovery_key_checked: bool


def describe_vault(folder: Path) -> VaultInfo:
    """What the unlock screen may know. Raises VaultMissing, HeaderDamaged, HeaderTampered, NewerVault."""
    header = header_file.load(folder).header
    return VaultInfo(
        vault_id=header.vault_id,
        keyring=header.keyring,
        needs_keyring=header.passphrase_slot.kind == PASSPHRASE_AND_DEVICE,
        recovery_key_checked=not (folder / folders.UNCHECKED_KIT).exists(),
    )


def create_vault(  # noqa: PLR0913  the seams are arguments, by rule of this room
    folder: Path,
    passphrase: str,
    *,
    keyring: Keyring | None,
    clock: Clock,
    random: RandomBytes,
    cost: KdfCost = DEFAULT_COST,
) -> NewVault:
    """Make a vault and leave it open. `keyring` None: the passphrase stands alone and must be stronger (D.5).

    Raises PassphraseRefused, FolderRefused, VaultExists, VaultInUse, StorageFull, NotEnoughMemory, KeyringProblem;
    after any of them the folder holds no new vault.
    """
    check_new_passphrase(passphrase, alone=keyring is None)
    folders.check_place(folder, os.environ)
    folders.make_private(folder)
    keys = NewKeys.random(random)
    typed = normalised(passphrase)
    created = int(clock.now().timestamp())
    device: bytearray | None = None
    try:
        with released_on_error(hold(folder)) as lock:
            clear_unfinished(folder, keyring)
            with _undone_on_error(folder, keyring, keys.vault.hex()):
                device = new_device(keyring, keys.vault.hex(), random)
                name = keyring.name if keyring else ""
                header = first_header(keys, typed, device, keyring_name=name, cost=cost, created=created, random=random)
                spec = write_vault(folder, header, keys)
            return NewVault(OpenVault(header.vault_id, folder, spec, lock), shown(keys.recovery))
    finally:
        keys.wipe()
        wipe(typed, device)


def unlock_vault(folder: Path, passphrase: str, *, keyring: Keyring | None, clock: Clock) -> OpenVault:
    """Open the vault with its passphrase, mending what can be mended.

    Raises WrongPassphrase and TooManyTries (both with `wait_seconds`), KeyringMissing, WrongDevice and the other
    KeyringProblems, VaultMissing, VaultInUse, NewerVault, HeaderDamaged, HeaderTampered, DatabaseDamaged,
    DatabaseMissing, NotEnoughMemory, FolderRefused.
    """
    with vault_held(folder) as lock:
        stored, master = by_passphrase(folder, header_file.load(folder), passphrase, keyring=keyring, now=clock.now())
        return open_vault(folder, stored, master, lock)


@contextlib.contextmanager
def _undone_on_error(folder: Path, keyring: Keyring | None, vault_id: str) -> Iterator[None]:
    """When making fails, leave neither files nor a keyring item behind."""
    try:
        yield
    except BaseException:
        remove_unfinished(folder)
        if keyring is not None:
            with contextlib.suppress(KeyringProblem):  # a left-over item opens nothing
                forget_device_secret(keyring, vault_id)
        raise
