"""From what a person has (passphrase, keyring, recovery key) to the master key. Must not open the database."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from app.vault.errors import WrongPassphrase, WrongRecoveryKey
from app.vault.header import Header
from app.vault.header_file import StoredHeader, authenticated
from app.vault.keyring_errors import KeyringMissing, KeyringProblem, NoKeyring, WrongDevice
from app.vault.keyrings import DEVICE_SECRET_BYTES, Keyring, device_secret, keep_device_secret
from app.vault.keys import DoesNotFit
from app.vault.passphrase import normalised
from app.vault.recovery_key import read_back
from app.vault.secrets_memory import wipe
from app.vault.slots import PASSPHRASE_AND_DEVICE, device_fits, open_with_passphrase, open_with_recovery
from app.vault.tries import Tries


def device_for(header: Header, keyring: Keyring | None) -> bytearray | None:
    """The device secret this vault needs, or None when it was made without a keyring.

    Raises NoKeyring, KeyringMissing, WrongDevice or whatever else the keyring could not do; all lead to the recovery
    key, none to a quiet fallback.
    """
    slot = header.passphrase_slot
    if slot.kind != PASSPHRASE_AND_DEVICE:
        return None
    if keyring is None:
        raise NoKeyring
    try:
        device = device_secret(keyring, header.vault_id)
    except KeyringMissing as error:
        if header.keyring != keyring.name:
            raise KeyringMissing(
                f"The secret for these records was kept in {header.keyring}. This session uses {keyring.name}."
            ) from error
        raise
    if not device_fits(slot, header.vault, device):
        wipe(device)
        raise WrongDevice
    return device


def by_passphrase(
    folder: Path, stored: StoredHeader, passphrase: str, *, keyring: Keyring | None, now: datetime
) -> tuple[StoredHeader, bytearray]:
    """The proven header and the master key; every try counts. Raises WrongPassphrase, TooManyTries, HeaderTampered."""
    device = device_for(stored.header, keyring)
    tries = Tries(folder, stored.header.vault_id, keyring)
    typed = normalised(passphrase)
    try:
        wait = tries.begin(now)
        master = open_with_passphrase(stored.header.passphrase_slot, stored.header.vault, typed, device)
    except DoesNotFit as error:
        raise WrongPassphrase(wait) from error
    finally:
        wipe(typed, device)
    proven = _proven(folder, stored, master)
    tries.forget()
    return proven, master


def by_recovery_key(folder: Path, stored: StoredHeader, recovery_key: str) -> tuple[StoredHeader, bytearray]:
    """The proven header and the master key. Raises RecoveryKeyMistyped, WrongRecoveryKey, HeaderTampered."""
    secret = read_back(recovery_key)
    try:
        master = open_with_recovery(stored.header.recovery_slot, stored.header.vault, secret)
    except DoesNotFit as error:
        raise WrongRecoveryKey from error
    finally:
        wipe(secret)
    return _proven(folder, stored, master), master


def new_device(keyring: Keyring | None, vault_id: str, random: Callable[[int], bytes]) -> bytearray | None:
    """A fresh device secret, already in the keyring and read back; None without a keyring."""
    if keyring is None:
        return None
    device = bytearray(random(DEVICE_SECRET_BYTES))
    try:
        keep_device_secret(keyring, vault_id, device)
    except KeyringProblem:
        wipe(device)
        raise
    return device


@contextlib.contextmanager
def replaced_device(
    keyring: Keyring | None, vault_id: str, random: Callable[[int], bytes]
) -> Iterator[bytearray | None]:
    """A fresh device secret for the block, which writes the header needing it; when that fails, the old one is back."""
    previous = _previous(keyring, vault_id)
    device = new_device(keyring, vault_id, random)
    try:
        yield device
    except BaseException:
        if keyring is not None and previous is not None:
            with contextlib.suppress(KeyringProblem):  # the recovery key still works without it
                keep_device_secret(keyring, vault_id, previous)
        raise
    finally:
        wipe(device, previous)


def _previous(keyring: Keyring | None, vault_id: str) -> bytearray | None:
    with contextlib.suppress(KeyringProblem):
        return device_secret(keyring, vault_id) if keyring is not None else None
    return None


def _proven(folder: Path, stored: StoredHeader, master: bytearray) -> StoredHeader:
    try:
        return authenticated(folder, stored, master)
    except BaseException:
        wipe(master)
        raise
