"""The operating system's keyring as this room sees it (the port), and what the vault keeps there.

One service name per vault and item: Windows renames entries when two accounts share a service (`vault.md` A.5).
Must not know a real keyring; `system_keyring` is the adapter, and adapters raise only `KeyringProblem`s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from app.vault.encoding import b64, unb64
from app.vault.keyring_errors import KeyringForgets, KeyringMissing, WrongDevice

DEVICE_SECRET_BYTES: Final = 32
MAX_SECRET_CHARACTERS: Final = 1024  # Windows takes 2,560 bytes of UTF-16 and fails obscurely beyond
_DEVICE: Final = "device-secret"
_ALARM: Final = "alarm-token"
_TRIES: Final = "tries"


class Keyring(Protocol):
    """Keeps secrets for this person on this laptop. Every method raises KeyringProblem and nothing else."""

    name: str

    def get(self, service: str, item: str) -> str | None:
        """The secret, or None when there is none."""
        ...

    def set(self, service: str, item: str, secret: str) -> None:
        """Keep the secret, replacing an older one."""
        ...

    def delete(self, service: str, item: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        ...


def service_name(vault_id: str, item: str) -> str:
    """The service under which one item of one vault is kept."""
    return f"doorstep.{vault_id}.{item}"


def keep_device_secret(keyring: Keyring, vault_id: str, secret: bytearray) -> None:
    """Keep the 32 bytes and read them back; KeyringForgets when something else comes back."""
    _keep(keyring, vault_id, _DEVICE, b64(secret))


def device_secret(keyring: Keyring, vault_id: str) -> bytearray:
    """The 32 bytes; KeyringMissing when the item is gone, WrongDevice when it is not one of ours."""
    text = keyring.get(service_name(vault_id, _DEVICE), _DEVICE)
    if text is None:
        raise KeyringMissing
    try:
        return bytearray(unb64(text, DEVICE_SECRET_BYTES))
    except ValueError as error:
        raise WrongDevice from error


def forget_device_secret(keyring: Keyring, vault_id: str) -> None:
    """Destroy the device's half of the key: from then on only the recovery key opens this vault."""
    keyring.delete(service_name(vault_id, _DEVICE), _DEVICE)


def keep_alarm_token(keyring: Keyring, vault_id: str, token: str) -> None:
    """Keep the token that can do nothing but raise an SOS for this device, so that a locked screen can (D.15)."""
    if len(token) > MAX_SECRET_CHARACTERS:
        raise ValueError("an alarm token has at most 1,024 characters")
    _keep(keyring, vault_id, _ALARM, token)


def alarm_token(keyring: Keyring, vault_id: str) -> str | None:
    """The alarm-only token, or None before this device has joined a school."""
    return keyring.get(service_name(vault_id, _ALARM), _ALARM)


def forget_alarm_token(keyring: Keyring, vault_id: str) -> None:
    """Forget the alarm-only token, for example when the device leaves the school."""
    keyring.delete(service_name(vault_id, _ALARM), _ALARM)


def keep_tries(keyring: Keyring, vault_id: str, text: str) -> None:
    """Keep the counter of wrong passphrases beside the device secret."""
    keyring.set(service_name(vault_id, _TRIES), _TRIES, text)


def kept_tries(keyring: Keyring, vault_id: str) -> str | None:
    """The counter of wrong passphrases, if one is kept."""
    return keyring.get(service_name(vault_id, _TRIES), _TRIES)


def forget_tries(keyring: Keyring, vault_id: str) -> None:
    """Forget the counter of wrong passphrases."""
    keyring.delete(service_name(vault_id, _TRIES), _TRIES)


def probe(keyring: Keyring, random: Callable[[int], bytes]) -> None:
    """Write, read back and delete a throw-away secret; raises the KeyringProblem that makes this keyring unusable."""
    trial = f"probe-{random(8).hex()}"
    secret = b64(random(DEVICE_SECRET_BYTES))
    try:
        _keep(keyring, trial, "probe", secret)
    finally:
        keyring.delete(service_name(trial, "probe"), "probe")


def _keep(keyring: Keyring, vault_id: str, item: str, secret: str) -> None:
    service = service_name(vault_id, item)
    keyring.set(service, item, secret)
    if keyring.get(service, item) != secret:
        raise KeyringForgets
