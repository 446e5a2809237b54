"""What can go wrong with the operating system's keyring (`vault.md` A.5): eight ways, one class each.

All of them lead to the recovery key. Must not hold what the keyring said: its texts may name items or people.
"""

from __future__ import annotations

from typing import ClassVar

from app.vault.errors import USE_RECOVERY_KEY, VaultError


class KeyringProblem(VaultError):
    """The keyring did not give or keep this laptop's secret."""

    code: ClassVar[str] = "keyring"
    sentence_text: ClassVar[str] = "The keyring of this laptop did not work."
    next_step_text: ClassVar[str] = USE_RECOVERY_KEY


class KeyringMissing(KeyringProblem):
    """The keyring works but has no item: a reset, a new profile or another desktop. Looks the same as never set."""

    code = "keyring-item-missing"
    sentence_text = "This laptop's keyring no longer has the secret for these records."


class WrongDevice(KeyringProblem):
    """There is an item, but it belongs to another vault or an older state of this one."""

    code = "keyring-wrong-device"
    sentence_text = "The secret in this laptop's keyring belongs to other records."


class NoKeyring(KeyringProblem):
    code = "keyring-absent"
    sentence_text = "This laptop has no keyring that Doorstep can use."


class KeyringNotReady(KeyringProblem):
    code = "keyring-not-ready"
    sentence_text = "This laptop's keyring has not been set up, or setting it up was cancelled."
    next_step_text = "Sign out and in again and try once more. If that does not help: " + USE_RECOVERY_KEY


class KeyringLocked(KeyringProblem):
    code = "keyring-locked"
    sentence_text = "This laptop's keyring is locked."
    next_step_text = "Unlock it with the password you sign in with, then try again. If that does not help: " + (
        USE_RECOVERY_KEY
    )


class KeyringFailed(KeyringProblem):
    code = "keyring-failed"
    sentence_text = "This laptop's keyring answered with an error."


class KeyringCrashed(KeyringProblem):
    """Something that is not a keyring error came through, such as a raw Windows or D-Bus error."""

    code = "keyring-crashed"
    sentence_text = "This laptop's keyring stopped working while Doorstep was asking it."


class KeyringTimedOut(KeyringProblem):
    code = "keyring-timed-out"
    sentence_text = "This laptop's keyring did not answer in time."
    next_step_text = "Look for a window that asks for your keyring password. If there is none: " + USE_RECOVERY_KEY


class KeyringForgets(KeyringProblem):
    """What was written did not come back when read: a keyring that keeps nothing."""

    code = "keyring-forgets"
    sentence_text = "This laptop's keyring does not keep what Doorstep gives it."
