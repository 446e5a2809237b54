"""The header on disk: `vault.hdr` and its spare copy. The caller holds the folder's lock for everything that writes.

Must not decide whether a secret fits; it hands out bytes and what they say.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from app.vault import folders
from app.vault.atomic import replace_file
from app.vault.errors import HeaderDamaged, HeaderTampered, VaultMissing
from app.vault.header import Header, authenticate, parse, seal
from app.vault.storage_errors import StorageFailed, StorageFull


@dataclass(frozen=True)
class StoredHeader:
    """A header as found: its very bytes, what they say, and whether they came from the spare copy."""

    raw: bytes
    header: Header
    from_spare: bool


def is_vault(folder: Path) -> bool:
    """Whether a vault is here: the header is the last file of a new vault, so without one there is none."""
    return (folder / folders.HEADER).exists() or (folder / folders.SPARE_HEADER).exists()


def load(folder: Path) -> StoredHeader:
    """The header, or its spare copy when the header is damaged or gone; not yet authenticated.

    Raises VaultMissing, HeaderDamaged (both copies), HeaderTampered and NewerVault.
    """
    if not is_vault(folder):
        raise VaultMissing
    raw = _bytes(folder / folders.HEADER)
    try:
        return StoredHeader(raw, parse(raw), from_spare=False)
    except HeaderDamaged:
        spare = _bytes(folder / folders.SPARE_HEADER)
        return StoredHeader(spare, parse(spare), from_spare=True)


def authenticated(folder: Path, stored: StoredHeader, master: bytearray) -> StoredHeader:
    """The header once its seal is proven.

    When only the seal is damaged, the spare copy says the same and carries a good one: that is a worn disk, not a
    forger. Everything else that breaks the seal raises HeaderTampered.
    """
    try:
        authenticate(stored.raw, master)
    except HeaderTampered:
        spare = _bytes(folder / folders.SPARE_HEADER)
        with contextlib.suppress(HeaderDamaged):
            if parse(spare) == stored.header:
                authenticate(spare, master)
                return StoredHeader(spare, stored.header, from_spare=True)
        raise
    return stored


def write(folder: Path, header: Header, master: bytearray) -> None:
    """Replace header and spare copy, in this order. The spare is overwritten too: an old one opens with old secrets."""
    raw = seal(header, master)
    replace_file(folder / folders.HEADER, raw)
    replace_file(folder / folders.SPARE_HEADER, raw)


def mend(folder: Path, stored: StoredHeader) -> None:
    """Make header and spare copy the same again. A full or read-only disk must not keep the owner out, so it waits."""
    for name in (folders.HEADER, folders.SPARE_HEADER):
        if _bytes(folder / name) != stored.raw:
            with contextlib.suppress(StorageFull, StorageFailed):
                replace_file(folder / name, stored.raw)


def _bytes(path: Path) -> bytes:
    """The file's bytes; none when it is missing, which then counts as damaged."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
