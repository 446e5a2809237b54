"""The `keyring` package's Secret Service backend without its leak. Linux only; imported by `system_keyring` when tried.

WORKAROUND: keyring 25.7 leaves its D-Bus connection open whenever the collection cannot be reached, one file handle
for each failed call. Must not add anything else to that backend.
"""

from __future__ import annotations

import secretstorage
from keyring import errors
from keyring.backends import SecretService
from secretstorage.exceptions import SecretStorageException


class Keyring(SecretService.Keyring):
    """Closes the connection on every way out."""

    def get_preferred_collection(self) -> secretstorage.Collection:
        """The default collection, unlocked; its connection is the caller's to close. InitError, KeyringLocked."""
        try:
            bus = secretstorage.dbus_init()
        except SecretStorageException as error:
            raise errors.InitError("no message bus") from error
        try:
            collection = secretstorage.get_default_collection(bus)
            if collection.is_locked():
                collection.unlock()
            if collection.is_locked():
                raise errors.KeyringLocked("not unlocked")  # noqa: TRY301  the connection is closed below
        except SecretStorageException as error:
            bus.close()
            raise errors.InitError("no collection") from error
        except BaseException:
            bus.close()
            raise
        return collection
