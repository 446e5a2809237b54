"""Deriving and wrapping keys: HKDF-SHA256 and AES-256-KW (NIST SP 800-38F), nothing else (`vault.md` D.2, D.15).

Must not decide which secret opens what; that is `slots`. Every result is a `bytearray` for its owner to wipe.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from app.vault.secrets_memory import wipe

NAMESPACE: Final = b"doorstep/vault/1/"
KEY_BYTES: Final = 32
WRAPPED_BYTES: Final = 40


class DoesNotFit(Exception):
    """The wrapping key is not the one this key was wrapped with, or the text around it was changed."""


def derive(secret: bytearray, salt: bytes, use: bytes) -> bytearray:
    """32 bytes for one `use`, from a secret and a salt."""
    key = bytearray(KEY_BYTES)
    HKDF(hashes.SHA256(), KEY_BYTES, salt, NAMESPACE + use).derive_into(secret, key)
    return key


def subkey(master: bytearray, use: bytes) -> bytearray:
    """32 bytes for one `use`, from the master key."""
    key = bytearray(KEY_BYTES)
    HKDFExpand(hashes.SHA256(), KEY_BYTES, NAMESPACE + use).derive_into(master, key)
    return key


def wrap(wrapping: bytearray, key: bytearray, context: bytes) -> bytes:
    """`key` under `wrapping`, bound to `context`: 40 bytes, without a nonce to get wrong."""
    bound = derive(wrapping, hashlib.sha256(context).digest(), b"wrap")
    try:
        return aes_key_wrap(bound, key)
    finally:
        wipe(bound)


def unwrap(wrapping: bytearray, wrapped: bytes, context: bytes) -> bytearray:
    """The key that `wrap` took with the same three; DoesNotFit otherwise."""
    bound = derive(wrapping, hashlib.sha256(context).digest(), b"wrap")
    try:
        plain = aes_key_unwrap(bound, wrapped)
    except InvalidUnwrap as error:
        raise DoesNotFit from error
    finally:
        wipe(bound)
    key = bytearray(plain)
    wipe(plain)
    return key


def mac(key: bytearray, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, "sha256")


def same(left: bytes | bytearray, right: bytes | bytearray) -> bool:
    """Equality that takes the same time wherever the first difference is."""
    return hmac.compare_digest(left, right)
