"""Ed25519 keys of devices and schools, and the enrolment code that carries a key's fingerprint.

Must not keep a key: the laptop's lies in the open vault, the school's in its own store.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SECRET_SYMBOLS = 13
"""65 bits: more than the 60 that sync.md 2 asks for."""
_PRINT_SYMBOLS = 7
"""35 bits of the school key's hash."""


class CodeMistyped(DoorstepError):
    """The text is not an enrolment code."""

    code = "enrol-code-mistyped"


class Signer:
    """A private key in use. Its bytes never leave through `repr`."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """A 64-byte signature."""
        return self._key.sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` is that key's; False for anything malformed."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A one-time code: a secret the school knows by its hash, and the fingerprint of the school's key."""

    secret: str
    fingerprint: str

    def text(self) -> str:
        """As shown and read out: five groups of four."""
        symbols = self.secret + self.fingerprint
        return "-".join(symbols[i : i + 4] for i in range(0, len(symbols), 4))

    def secret_hash(self) -> bytes:
        """What the school keeps instead of the code."""
        return hashlib.sha256(b"doorstep enrol code\n" + self.secret.encode()).digest()

    def matches(self, school_key: bytes) -> bool:
        """Whether a school key is the one this code was made with."""
        return self.fingerprint == fingerprint(school_key)


def make_code(random: RandomBytes, school_key: bytes) -> EnrolCode:
    """A fresh code for a school."""
    number = int.from_bytes(random(16), "big")
    secret = "".join(_CROCKFORD[number >> 5 * i & 31] for i in range(_SECRET_SYMBOLS))
    return EnrolCode(secret, fingerprint(school_key))


def read_code(text: str) -> EnrolCode:
    """A code as typed: any case, with or without dashes; O, I and L are read as digits. Raises CodeMistyped."""
    symbols = re.sub(r"[\s-]", "", text.upper()).translate(str.maketrans("OIL", "011"))
    if len(symbols) != _SECRET_SYMBOLS + _PRINT_SYMBOLS or any(s not in _CROCKFORD for s in symbols):
        raise CodeMistyped("That is not a joining code.", "It has 20 letters and digits in five groups. Type it again.")
    return EnrolCode(symbols[:_SECRET_SYMBOLS], symbols[_SECRET_SYMBOLS:])


def fingerprint(school_key: bytes) -> str:
    """Seven symbols of a school key's hash."""
    number = int.from_bytes(hashlib.sha256(b"doorstep school key\n" + school_key).digest()[:8], "big")
    return "".join(_CROCKFORD[number >> 5 * i & 31] for i in range(_PRINT_SYMBOLS))
