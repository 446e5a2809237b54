"""The console's passwords: Argon2id in the PHC form. Must not tell a wrong name from a wrong password by time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes

MIN_LENGTH = 12
_MAX_BYTES = 1024
_SALT_BYTES = 16
_HASH_BYTES = 32


class PasswordTooShort(DoorstepError):
    """The password can be guessed."""

    code = "password-too-short"


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What one guess costs."""

    memory_kib: int
    iterations: int
    lanes: int


DEFAULT_COST = PasswordCost(64 * 1024, 3, 1)


def hash_password(password: str, cost: PasswordCost, random: RandomBytes) -> str:
    """What is kept instead of a password. Raises PasswordTooShort."""
    if len(password) < MIN_LENGTH:
        raise PasswordTooShort(
            f"That password has fewer than {MIN_LENGTH} characters.",
            "Choose a longer one; three or four words do well.",
        )
    return _hash(password.encode(), cost, random(_SALT_BYTES))


def password_fits(password: str, kept: str | None, cost: PasswordCost) -> bool:
    """Whether a password is the kept one. With nobody of that name (None) it takes as long and is False."""
    given = password.encode()[:_MAX_BYTES]
    try:
        Argon2id.verify_phc_encoded(given, kept or nobody(cost))
    except InvalidKey:
        return False
    return kept is not None


@lru_cache(maxsize=4)
def nobody(cost: PasswordCost) -> str:
    """Stands for the password of a name that nobody has; made once, so that a try costs one derivation either way."""
    return _hash(b"nobody has this password", cost, bytes(_SALT_BYTES))


def _hash(password: bytes, cost: PasswordCost, salt: bytes) -> str:
    derive = Argon2id(
        salt=salt, length=_HASH_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return derive.derive_phc_encoded(password[:_MAX_BYTES])
