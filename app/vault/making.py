"""Making a vault from nothing, so that being killed half-way leaves either nothing to mind or a vault that opens.

The header is the last file written: without one there is no vault, and what lies around is cleared away next time.
Must not touch a folder that has a header.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.vault import folders, header_file
from app.vault.atomic import replace_file, sync_folder
from app.vault.database import connect, key_spec
from app.vault.errors import VaultExists
from app.vault.header import DATABASE_SALT_BYTES, VAULT_ID_BYTES, Header, wrapped_database_key
from app.vault.kdf import SHORT_OF_MEMORY, KdfCost
from app.vault.keyring_errors import KeyringProblem
from app.vault.keyrings import Keyring, forget_device_secret
from app.vault.keys import KEY_BYTES
from app.vault.recovery_key import SECRET_BYTES
from app.vault.secrets_memory import wipe
from app.vault.slots import passphrase_slot, recovery_slot

RandomBytes = Callable[[int], bytes]
FIRST_EPOCH: Final = 1


@dataclass(frozen=True)
class NewKeys:
    """What a new vault starts with. The owner wipes it."""

    vault: bytes
    master: bytearray
    database: bytearray
    recovery: bytearray
    salt: bytes

    @classmethod
    def random(cls, random: RandomBytes) -> NewKeys:
        """Fresh keys from the given source."""
        return cls(
            vault=random(VAULT_ID_BYTES),
            master=bytearray(random(KEY_BYTES)),
            database=bytearray(random(KEY_BYTES)),
            recovery=bytearray(random(SECRET_BYTES)),
            salt=random(DATABASE_SALT_BYTES),
        )

    def wipe(self) -> None:
        """Overwrite every secret."""
        wipe(self.master, self.database, self.recovery)


def clear_unfinished(folder: Path, keyring: Keyring | None) -> None:
    """Remove what an interrupted making left. VaultExists when there is a vault, or a database we did not just make."""
    marker = folder / folders.UNFINISHED
    if header_file.is_vault(folder) or ((folder / folders.DATABASE).exists() and not marker.exists()):
        raise VaultExists
    if not marker.exists():
        return
    vault_id = marker.read_text(encoding="ascii", errors="replace")
    if keyring is not None:
        with contextlib.suppress(KeyringProblem):  # a left-over item opens nothing
            forget_device_secret(keyring, vault_id)
    remove_unfinished(folder)


def remove_unfinished(folder: Path) -> None:
    """Delete the files of a vault that was not handed to anybody; the marker goes last."""
    files = (folders.HEADER, folders.SPARE_HEADER, *folders.DATABASE_FILES, folders.TRIES, folders.UNCHECKED_KIT)
    for name in (*files, folders.UNFINISHED):
        (folder / name).unlink(missing_ok=True)


def first_header(  # noqa: PLR0913  a header binds all of these
    keys: NewKeys,
    passphrase: bytearray,
    device: bytearray | None,
    *,
    keyring_name: str,
    cost: KdfCost,
    created: int,
    random: RandomBytes,
) -> Header:
    """The header of a new vault; costs one Argon2id run."""
    slot = passphrase_slot(keys.master, keys.vault, passphrase, device, cost=cost, created=created, random=random)
    assert slot.cost is not None
    return Header(
        vault=keys.vault,
        generation=1,
        slots=(slot, recovery_slot(keys.master, keys.vault, keys.recovery, created=created, random=random)),
        databases={FIRST_EPOCH: wrapped_database_key(keys.database, keys.master, keys.vault, FIRST_EPOCH)},
        current=FIRST_EPOCH,
        pending=None,
        salt=keys.salt,
        keyring=keyring_name,
        floor=slot.cost.at_most(SHORT_OF_MEMORY),
    )


def write_vault(folder: Path, header: Header, keys: NewKeys) -> bytearray:
    """Make the encrypted file, then the header; returns the database's key spec for its owner to wipe."""
    replace_file(folder / folders.UNFINISHED, header.vault_id.encode("ascii"))
    replace_file(folder / folders.UNCHECKED_KIT, b"")
    spec = key_spec(keys.database, keys.salt)
    try:
        folders.new_private_file(folder / folders.DATABASE)
        connect(folder / folders.DATABASE, spec, create=True).close()
        header_file.write(folder, header, keys.master)
    except BaseException:
        wipe(spec)
        raise
    finished(folder)
    return spec


def finished(folder: Path) -> None:
    """Say that the making is complete: from here on nothing is cleared away."""
    (folder / folders.UNFINISHED).unlink(missing_ok=True)
    sync_folder(folder)
