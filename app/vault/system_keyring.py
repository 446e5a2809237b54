"""The operating system's own keyring behind the `Keyring` port (`vault.md` A.5).

The backend comes from an allow-list; the `keyring` package's environment variables and config files, which can swap in
one that keeps nothing, are not asked. Every call runs on a thread of its own with a time limit, because an unanswered
dialog blocks it for ever. Must not fall back to anything that writes a file.
"""

from __future__ import annotations

import importlib
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from keyring import errors as backend_errors
from keyring.backend import KeyringBackend

from app.vault.keyring_errors import (
    KeyringCrashed,
    KeyringFailed,
    KeyringLocked,
    KeyringNotReady,
    KeyringProblem,
    KeyringTimedOut,
    NoKeyring,
)

LIMIT_SECONDS: Final = 10.0
WINDOWS_CREDENTIALS: Final = "Windows Credential Manager"

# Name in headers and messages -> module and class. The order is the order of trying.
_ALLOWED: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "win32": {WINDOWS_CREDENTIALS: ("keyring.backends.Windows", "WinVaultKeyring")},
    "darwin": {"macOS Keychain": ("keyring.backends.macOS", "Keyring")},
    "linux": {
        "Secret Service": ("app.vault.secret_service", "Keyring"),
        "KWallet": ("keyring.backends.kwallet", "DBusKeyring"),
        "libsecret": ("keyring.backends.libsecret", "Keyring"),
    },
}

_Answer = TypeVar("_Answer")


class SystemKeyring:
    """Satisfies the `Keyring` port with one backend of the `keyring` package."""

    def __init__(self, backend: KeyringBackend, name: str, limit_seconds: float = LIMIT_SECONDS) -> None:
        self.name = name
        self._backend = backend
        self._limit = limit_seconds

    def get(self, service: str, item: str) -> str | None:
        """The secret, or None when there is none."""
        return _in_time(lambda: self._backend.get_password(service, item), self._limit)

    def set(self, service: str, item: str, secret: str) -> None:
        """Keep the secret, replacing an older one."""
        _in_time(lambda: self._backend.set_password(service, item, secret), self._limit)

    def delete(self, service: str, item: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        _in_time(lambda: self._delete(service, item), self._limit)

    def _delete(self, service: str, item: str) -> None:
        try:
            self._backend.delete_password(service, item)
        except backend_errors.PasswordDeleteError:
            if self._backend.get_password(service, item) is not None:
                raise


def find_system_keyring(prefer: str = "", limit_seconds: float = LIMIT_SECONDS) -> SystemKeyring:
    """The first keyring of this system that answers, `prefer` (a header's `keyring`) before the others.

    Says nothing yet about whether it keeps secrets: `keyrings.probe` does. Raises NoKeyring and KeyringTimedOut.
    """
    allowed = _ALLOWED.get(sys.platform, {})
    for name in sorted(allowed, key=lambda candidate: candidate != prefer):
        backend = _in_time(lambda place=allowed[name]: _backend(*place), limit_seconds)  # type: ignore[misc]  # mypy cannot infer a lambda that binds its loop variable
        if backend is not None:
            return SystemKeyring(backend, name, limit_seconds)
    raise NoKeyring


def _backend(module: str, name: str) -> KeyringBackend | None:
    """The backend, deaf to KEYRING_PROPERTY_* variables, or None where it cannot work."""
    try:
        kind: Any = getattr(importlib.import_module(module), name)
        if not kind.viable:
            return None
        backend: KeyringBackend = type(name, (kind,), {"set_properties_from_env": lambda _self: None})()
    except (ImportError, AttributeError, RuntimeError):
        return None
    if hasattr(kind, "persist"):
        # Credentials of the default persistence roam to other machines of a Windows domain.
        setattr(backend, "persist", "local machine")  # noqa: B010  the base class does not declare it
    return backend


def _in_time(call: Callable[[], _Answer], limit_seconds: float) -> _Answer:
    """What the call answers within the limit. A call that hangs keeps its thread, which ends with the process."""
    answers: queue.SimpleQueue[tuple[_Answer, None] | tuple[None, Exception]] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put((call(), None))
        except Exception as error:  # noqa: BLE001  whatever a backend throws is named by the caller's thread
            answers.put((None, error))

    threading.Thread(target=work, name="keyring", daemon=True).start()
    try:
        answer, error = answers.get(timeout=limit_seconds)
    except queue.Empty:
        raise KeyringTimedOut from None
    if error is not None:
        raise _named(error) from None  # the backend's own text may name items or people
    return answer  # type: ignore[return-value]  # without an error the answer is the call's own


def _named(error: Exception) -> KeyringProblem:
    kinds: tuple[tuple[type[Exception], type[KeyringProblem]], ...] = (
        (backend_errors.NoKeyringError, NoKeyring),
        (backend_errors.InitError, KeyringNotReady),
        (backend_errors.KeyringLocked, KeyringLocked),
        (backend_errors.KeyringError, KeyringFailed),
    )
    return next((problem() for kind, problem in kinds if isinstance(error, kind)), KeyringCrashed())
