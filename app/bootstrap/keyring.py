"""Which keyring this laptop has, found once, off the screen's thread. Must not fall back to anything silently."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.vault.keyrings import Keyring


class KeyringFinder:
    """Finds the system's keyring when first asked, and proves that it keeps what it is given."""

    def __init__(self, find: Callable[[], Keyring | None] | None = None) -> None:
        self._find = find or find_working_keyring
        self._lock = Lock()
        self._found: tuple[Keyring | None] | None = None

    def __call__(self) -> Keyring | None:
        """The keyring; None when there is none that works."""
        with self._lock:
            if self._found is None:
                self._found = (self._find(),)
            return self._found[0]


def find_working_keyring() -> Keyring | None:
    """The system's keyring if it keeps a trial secret; None when there is none, it is locked or it does not answer."""
    from app.vault.keyring_errors import KeyringProblem
    from app.vault.keyrings import probe
    from app.vault.system_keyring import find_system_keyring

    try:
        keyring = find_system_keyring()
        probe(keyring, os.urandom)
    except KeyringProblem:
        return None
    return keyring
