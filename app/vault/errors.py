"""Everything that can go wrong with the vault in the world, each with its code, sentence and next step.

Must not carry a key, a passphrase or a person's name: these sentences are shown and their codes are logged.
"""

from __future__ import annotations

from typing import ClassVar

from app.domain.errors import DoorstepError

USE_RECOVERY_KEY = "Use your recovery key to get in. It is on the sheet you printed when you set Doorstep up."
ASK_SUPPORT = "Restore your last backup, or ask whoever looks after your laptop for help."


class VaultError(DoorstepError):
    """The vault cannot do what was asked; subclasses say why, each in its own sentence."""

    code: ClassVar[str] = "vault"
    sentence_text: ClassVar[str] = "Doorstep cannot open your records."
    next_step_text: ClassVar[str] = ASK_SUPPORT

    def __init__(self, sentence: str = "", next_step: str = "") -> None:
        super().__init__(sentence or self.sentence_text, next_step or self.next_step_text)


class VaultMissing(VaultError):
    code = "vault-missing"
    sentence_text = "There are no Doorstep records in this folder yet."
    next_step_text = "Set Doorstep up on this laptop, or restore a backup."


class VaultExists(VaultError):
    code = "vault-exists"
    sentence_text = "This folder already holds Doorstep records."
    next_step_text = "Unlock them with your passphrase, or choose another folder."


class VaultInUse(VaultError):
    code = "vault-in-use"
    sentence_text = "Doorstep is already open on these records."
    next_step_text = "Switch to the window that is already open, or close it and try again."


class NewerVault(VaultError):
    code = "vault-newer"
    sentence_text = "These records were saved by a newer version of Doorstep."
    next_step_text = "Update Doorstep on this laptop and try again. Nothing has been changed."


class VaultLocked(VaultError):
    code = "vault-locked"
    sentence_text = "Doorstep is locked."
    next_step_text = "Unlock it with your passphrase."


class HeaderDamaged(VaultError):
    code = "vault-header-damaged"
    sentence_text = "The file that holds the keys to your records is damaged, and so is its spare copy."
    next_step_text = ASK_SUPPORT


class HeaderTampered(VaultError):
    code = "vault-header-tampered"
    sentence_text = "The file that holds the keys to your records was changed by something other than Doorstep."
    next_step_text = "Do not type your passphrase again on this laptop. Tell whoever looks after it."


class DatabaseDamaged(VaultError):
    code = "database-damaged"
    sentence_text = "Part of your records file is damaged."
    next_step_text = ASK_SUPPORT


class DatabaseMissing(VaultError):
    code = "database-missing"
    sentence_text = "Your records file is not in its folder."
    next_step_text = ASK_SUPPORT


class NotSqlCipher(VaultError):
    code = "database-not-encrypted"
    sentence_text = "The part of Doorstep that encrypts your records is missing or too old."
    next_step_text = "Install Doorstep again. Your records are safe."


class NotEnoughMemory(VaultError):
    code = "vault-memory"
    sentence_text = "There is not enough free memory to check your passphrase."
    next_step_text = "Close other programs and try again."


class FolderRefused(VaultError):
    code = "vault-folder-refused"
    sentence_text = "Doorstep cannot keep records in this folder."
    next_step_text = "Choose a folder on this laptop's own disk that is not copied to the cloud."


class WrongPassphrase(VaultError):
    """The passphrase does not fit. `wait_seconds`: how long until the next try is looked at (0: at once)."""

    code = "wrong-passphrase"
    sentence_text = "That passphrase is not right."

    def __init__(self, wait_seconds: int = 0) -> None:
        super().__init__(next_step=_try_again(wait_seconds))
        self.wait_seconds = wait_seconds


class TooManyTries(WrongPassphrase):
    """A try came before its time; the passphrase was not looked at and the try does not count."""

    code = "too-many-tries"
    sentence_text = "There have been too many wrong passphrases."


class WrongRecoveryKey(VaultError):
    code = "wrong-recovery-key"
    sentence_text = "That recovery key does not open these records."
    next_step_text = "Check that the sheet is the newest one. Each key works once; using it makes a new sheet."


class RecoveryKeyMistyped(VaultError):
    code = "recovery-key-mistyped"
    sentence_text = "That is not quite a recovery key."
    next_step_text = "It has 9 groups of 4 letters and numbers. Compare them with the sheet one group at a time."


class PassphraseRefused(VaultError):
    """A new passphrase is too weak or cannot be typed again reliably; the sentence says which."""

    code = "passphrase-refused"
    sentence_text = "That passphrase is too easy to guess."
    next_step_text = "Use at least 5 words that have nothing to do with each other."


def _try_again(wait_seconds: int) -> str:
    if wait_seconds <= 0:
        return "Check Caps Lock and try again, or use your recovery key."
    unit = "second" if wait_seconds == 1 else "seconds"
    return f"Wait {wait_seconds} {unit} and try again, or use your recovery key."
