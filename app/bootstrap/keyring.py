"""Which keyring this laptop has, found off the screen's thread. Must not fall back to anything silently.

"There is no keyring" is an answer; "it is locked" and "it did not answer" are not: they are raised, so that nobody
makes records without a device secret because of a dialog that was still open, and trying again can help.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.vault.keyrings import Keyring


class KeyringFinder:
    """Finds the system's keyring when first asked, and proves that it keeps what it is given.

    An answer is remembered; a KeyringProblem is raised and asked again the next time.
    """

    def __init__(self, find: Callable[[], Keyring | None]) -> None:
        self._find = find
        self._lock = Lock()
        self._found: tuple[Keyring | None] | None = None

    def __call__(self) -> Keyring | None:
        """The keyring; None when this system has none that keeps secrets. Raises KeyringProblem."""
        with self._lock:
            if self._found is None:
                self._found = (self._find(),)
            return self._found[0]


def system_keyring(vault: Path) -> KeyringFinder:
    """The system's keyring, the one named in the vault's header before others."""
    return KeyringFinder(lambda: _find(_named_in(vault)))


def _find(prefer: str) -> Keyring | None:
    from app.vault.keyring_errors import KeyringForgets, NoKeyring
    from app.vault.keyrings import probe
    from app.vault.system_keyring import find_system_keyring

    try:
        keyring = find_system_keyring(prefer)
        probe(keyring, os.urandom)
    except (NoKeyring, KeyringForgets):
        return None
    return keyring


def _named_in(vault: Path) -> str:
    from app.vault.errors import VaultError
    from app.vault.vault import describe_vault

    try:
        return describe_vault(vault).keyring
    except VaultError:
        return ""
