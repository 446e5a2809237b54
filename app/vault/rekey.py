"""Encrypting the database anew under a fresh key, after the old one may have been seen (`vault.md` D.6).

Killed at any moment, the file is wholly under one of two keys, and the header names both until it is known which.
Must not change what opens the vault: passphrase, device secret and recovery key stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.clock import Clock
from app.vault import header_file
from app.vault.database import key_spec
from app.vault.header import Header, database_key, wrapped_database_key
from app.vault.keyrings import Keyring
from app.vault.keys import KEY_BYTES
from app.vault.locking import held_or_joined
from app.vault.open_vault import OpenVault
from app.vault.secrets_memory import wipe
from app.vault.ways_in import by_passphrase


def rekey_database(
    vault: OpenVault, passphrase: str, *, keyring: Keyring | None, clock: Clock, random: Callable[[int], bytes]
) -> None:
    """Re-encrypt the open vault's file, about a second for 85 MB; no other thread may use its engine meanwhile.

    Raises WrongPassphrase and what else `unlock_vault` raises, StorageBusy while a connection is in use, StorageFull.
    After a failure the vault goes on under the old key, and the next unlock settles which key holds.
    """
    with held_or_joined(vault.folder):
        stored = header_file.load(vault.folder)
        proven, master = by_passphrase(vault.folder, stored, passphrase, keyring=keyring, now=clock.now())
        key = bytearray(random(KEY_BYTES))
        try:
            begun = _begun(_known(proven.header, vault, master), key, master)
            header_file.write(vault.folder, begun, master)
            vault.rekey(key_spec(key, begun.salt))
            header_file.write(vault.folder, settled(begun, begun.current + 1), master)
        finally:
            wipe(master, key)


def settled(header: Header, epoch: int) -> Header:
    """The header once it is known which epoch's key the file is under; the other key is dropped."""
    return replace(
        header,
        generation=header.generation + 1,
        databases={epoch: header.databases[epoch]},
        current=epoch,
        pending=None,
    )


def _known(header: Header, vault: OpenVault, master: bytearray) -> Header:
    """The header naming only the key in use: dropping the other of two unsettled ones must not drop that."""
    if header.pending is None:
        return header
    key = database_key(header, master, header.pending)
    spec = key_spec(key, header.salt)
    try:
        return settled(header, header.pending if vault.uses(spec) else header.current)
    finally:
        wipe(key, spec)


def _begun(header: Header, key: bytearray, master: bytearray) -> Header:
    epoch = header.current + 1
    wrapped = wrapped_database_key(key, master, header.vault, epoch)
    return replace(
        header,
        generation=header.generation + 1,
        databases={header.current: header.databases[header.current], epoch: wrapped},
        pending=epoch,
    )
