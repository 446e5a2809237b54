"""Slowing down whoever guesses at the keyboard: three tries at once, then 1, 2, 4 ... 300 seconds (`vault.md` D.7).

It is no wall: Argon2id and the device secret are. So a counter that cannot be kept never keeps the owner out.
"""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from app.vault import folders
from app.vault.atomic import replace_file
from app.vault.errors import TooManyTries, VaultError
from app.vault.keyring_errors import KeyringProblem
from app.vault.keyrings import Keyring, forget_tries, keep_tries, kept_tries

FREE: Final = 3
LONGEST_SECONDS: Final = 300
_MAX_COUNT: Final = 1000


@dataclass(frozen=True)
class Count:
    """How many wrong tries in a row, and when the last one began (seconds since 1970)."""

    wrong: int = 0
    last: float = 0.0

    def delay(self) -> int:
        """Seconds that must pass after the last try."""
        return 0 if self.wrong < FREE else min(LONGEST_SECONDS, 1 << min(self.wrong - FREE, 20))

    def wait(self, now: float) -> int:
        """Whole seconds still to wait; a clock that was put back costs one full delay at most."""
        return math.ceil(min(max(self.last + self.delay() - now, 0), self.delay()))

    def next(self, now: float) -> Count:
        """The count with one more wrong try, begun now."""
        return Count(min(self.wrong + 1, _MAX_COUNT), now)


class Tries:
    """The counter of one vault, in the keyring and, where that fails, in a file."""

    def __init__(self, folder: Path, vault_id: str, keyring: Keyring | None) -> None:
        self._path = folder / folders.TRIES
        self._vault_id = vault_id
        self._keyring = keyring

    def begin(self, now: datetime) -> int:
        """Count this try as wrong before it is looked at, so that killing the program gains nothing.

        Returns the seconds to wait should it be wrong; raises TooManyTries, uncounted, when its time has not come.
        """
        count = self._load()
        wait = count.wait(now.timestamp())
        if wait > 0:
            raise TooManyTries(wait)
        counted = count.next(now.timestamp())
        self._save(counted)
        return counted.delay()

    def forget(self) -> None:
        """The passphrase was right: start again from nothing."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
        if self._keyring is not None:
            with contextlib.suppress(KeyringProblem):
                forget_tries(self._keyring, self._vault_id)

    def _load(self) -> Count:
        """The worse of the two places, so that removing one gains nothing."""
        texts = []
        if self._keyring is not None:
            with contextlib.suppress(KeyringProblem):
                texts.append(kept_tries(self._keyring, self._vault_id))
        with contextlib.suppress(OSError, UnicodeDecodeError):
            texts.append(self._path.read_text(encoding="ascii"))
        return max((_read(text) for text in texts), key=lambda count: (count.wrong, count.last), default=Count())

    def _save(self, count: Count) -> None:
        text = json.dumps({"wrong": count.wrong, "last": count.last})
        if self._keyring is not None:
            with contextlib.suppress(KeyringProblem):
                keep_tries(self._keyring, self._vault_id, text)
                return
        with contextlib.suppress(VaultError):  # a full disk must not keep the owner out
            replace_file(self._path, text.encode("ascii"))


def _read(text: str | None) -> Count:
    try:
        fields = json.loads(text or "{}")
        wrong, last = int(fields["wrong"]), float(fields["last"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Count()
    return Count(min(max(wrong, 0), _MAX_COUNT), last if math.isfinite(last) else 0.0)
