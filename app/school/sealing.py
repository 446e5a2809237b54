"""The school's private key at rest: sealed with AES-GCM under a secret file that lies outside the database.

Whoever has only the database, or only a backup of it, cannot speak for the school. Must not put the secret in a
message, an argument or the environment.
"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.errors import DoorstepError
from app.domain.ids import RandomBytes

SECRET_BYTES = 32
_NONCE_BYTES = 12


class SecretMissing(DoorstepError):
    """The secret file is not there, or is not the one that the database was made with."""

    code = "school-secret"


def load_secret(path: Path) -> bytes:
    """The secret in a file. Raises SecretMissing."""
    try:
        secret = path.read_bytes()
    except OSError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise SecretMissing(
            f"The school's secret file {path.name} is missing or damaged.",
            "Put back the file that was kept with this database. Without it the school cannot sign.",
        )
    return secret


def make_secret(path: Path, random: RandomBytes) -> bytes:
    """The secret in a file, which is made, for its owner alone, where there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return load_secret(path)
    with os.fdopen(handle, "wb") as file:
        file.write(random(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return load_secret(path)


def seal(secret: bytes, school: UUID, private_key: bytes, random: RandomBytes) -> bytes:
    """A private key, readable only with the secret and for this school."""
    nonce = random(_NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, private_key, _bound_to(school))


def unseal(secret: bytes, school: UUID, sealed: bytes) -> bytes:
    """The private key of a school. Raises SecretMissing when the secret is another one."""
    try:
        return AESGCM(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _bound_to(school))
    except InvalidTag:
        raise SecretMissing(
            "The school's secret file does not belong to this database.",
            "Put back the file that was kept with this database. Without it the school cannot sign.",
        ) from None


def _bound_to(school: UUID) -> bytes:
    return b"doorstep school key\n" + school.bytes
