"""What the vault keeps in a keyring, and each way a keyring fails: one typed error, one sentence, one way out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from keyring import errors as backend_errors
from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring as NullBackend

from app.vault.errors import VaultExists
from app.vault.keyring_errors import (
    KeyringCrashed,
    KeyringFailed,
    KeyringForgets,
    KeyringLocked,
    KeyringMissing,
    KeyringNotReady,
    KeyringProblem,
    KeyringTimedOut,
    NoKeyring,
)
from app.vault.keyrings import (
    alarm_token,
    device_secret,
    forget_alarm_token,
    forget_device_secret,
    keep_alarm_token,
    keep_device_secret,
    probe,
)
from app.vault.system_keyring import SystemKeyring
from tests.support.keyring import FakeKeyring
from tests.support.randomness import SeededBytes
from tests.vault.support import Laptop

VAULT = "00" * 16
CANARY = "Canary-Wren"


class FailingBackend(KeyringBackend):
    """A backend of the `keyring` package that answers every call with one error."""

    priority = 1.0

    def __init__(self, error: Exception) -> None:
        self.error = error

    def get_password(self, *_item: str) -> str | None:
        raise self.error

    def set_password(self, *_item: str) -> None:
        raise self.error

    def delete_password(self, *_item: str) -> None:
        raise self.error


class BlockingBackend(KeyringBackend):
    """A backend with a dialog that nobody answers."""

    priority = 1.0

    def __init__(self) -> None:
        self.answered = threading.Event()

    def get_password(self, *_item: str) -> str | None:
        self.answered.wait()
        return None

    def set_password(self, *_item: str) -> None:
        self.answered.wait()

    def delete_password(self, *_item: str) -> None:
        self.answered.wait()


class RawWindowsError(Exception):
    """As pywintypes.error: not one of the keyring package's own."""


FAILURES: dict[type[KeyringProblem], Exception] = {
    NoKeyring: backend_errors.NoKeyringError(CANARY),
    KeyringNotReady: backend_errors.InitError(CANARY),
    KeyringLocked: backend_errors.KeyringLocked(CANARY),
    KeyringFailed: backend_errors.KeyringError(CANARY),
    KeyringCrashed: RawWindowsError(1783, CANARY, "The stub received bad data"),
}


@pytest.mark.parametrize(("problem", "error"), FAILURES.items(), ids=[kind.__name__ for kind in FAILURES])
def test_each_error_of_a_backend_has_its_own_name_and_keeps_quiet_about_items(
    problem: type[KeyringProblem], error: Exception
) -> None:
    keyring = SystemKeyring(FailingBackend(error), "Failing")
    calls: list[Callable[[], object]] = [
        lambda: keyring.get("s", "i"),
        lambda: keyring.set("s", "i", "secret"),
        lambda: keyring.delete("s", "i"),
    ]
    for call in calls:
        with pytest.raises(problem) as caught:
            call()
        assert type(caught.value) is problem
        assert caught.value.__suppress_context__
        assert CANARY not in str(caught.value)


@pytest.fixture
def blocking() -> Iterator[BlockingBackend]:
    """Ends with its dialog answered, so that no thread is left behind."""
    backend = BlockingBackend()
    yield backend
    backend.answered.set()


def test_an_unanswered_dialog_ends_after_the_limit_instead_of_freezing(blocking: BlockingBackend) -> None:
    keyring = SystemKeyring(blocking, "Blocking", limit_seconds=0.05)
    with pytest.raises(KeyringTimedOut):
        keyring.get("s", "i")
    with pytest.raises(KeyringTimedOut):
        probe(keyring, SeededBytes())


def test_a_backend_that_says_yes_and_keeps_nothing_is_found_out() -> None:
    keyring = SystemKeyring(NullBackend(), "Null")  # type: ignore[no-untyped-call]  # the package leaves __init__ untyped
    with pytest.raises(KeyringForgets):
        probe(keyring, SeededBytes())
    with pytest.raises(KeyringForgets):
        keep_device_secret(keyring, VAULT, bytearray(32))


def test_every_keyring_problem_has_its_own_code_and_sentence_and_leads_to_the_recovery_key() -> None:
    kinds = KeyringProblem.__subclasses__()
    assert len({kind.code for kind in kinds}) == len({kind.sentence_text for kind in kinds}) == len(kinds) == 9
    assert all("recovery key" in kind().next_step for kind in kinds)


@pytest.mark.parametrize("problem", [*FAILURES, KeyringTimedOut, KeyringForgets])
def test_a_failing_keyring_stops_the_unlock_and_is_no_wrong_try(
    locked: Laptop, keyring: FakeKeyring, problem: type[KeyringProblem]
) -> None:
    keyring.error = problem()
    for _ in range(5):
        with pytest.raises(problem):
            locked.unlock()
    keyring.error = None
    locked.unlock().lock()


@pytest.mark.parametrize("problem", [*FAILURES, KeyringTimedOut])
def test_a_failing_keyring_makes_no_vault(laptop: Laptop, keyring: FakeKeyring, problem: type[KeyringProblem]) -> None:
    keyring.error = problem()
    with pytest.raises(problem):
        laptop.create()
    assert not laptop.header.exists()
    keyring.error = None
    laptop.create().vault.lock()
    with pytest.raises(VaultExists):
        laptop.create()


def test_a_probe_leaves_nothing_behind(keyring: FakeKeyring) -> None:
    probe(keyring, SeededBytes())
    assert keyring.items == {}
    assert [what for what, *_ in keyring.calls] == ["set", "get", "delete"]


def test_the_device_secret_and_the_alarm_token_lie_beside_each_other(keyring: FakeKeyring) -> None:
    secret = bytearray(SeededBytes()(32))
    keep_device_secret(keyring, VAULT, secret)
    keep_alarm_token(keyring, VAULT, "alarm-token-of-this-device")
    assert device_secret(keyring, VAULT) == secret
    assert alarm_token(keyring, VAULT) == "alarm-token-of-this-device"
    assert len({service for service, _ in keyring.items}) == 2
    forget_device_secret(keyring, VAULT)
    with pytest.raises(KeyringMissing):
        device_secret(keyring, VAULT)
    assert alarm_token(keyring, VAULT) == "alarm-token-of-this-device"
    forget_alarm_token(keyring, VAULT)
    assert alarm_token(keyring, VAULT) is None
    assert alarm_token(keyring, "11" * 16) is None


def test_an_alarm_token_too_long_for_windows_is_refused_at_once(keyring: FakeKeyring) -> None:
    with pytest.raises(ValueError, match="1,024"):
        keep_alarm_token(keyring, VAULT, "x" * 1025)


def test_an_alarm_token_survives_recovery(laptop: Laptop, keyring: FakeKeyring) -> None:
    new = laptop.create()
    keep_alarm_token(keyring, new.vault.vault_id, "alarm")
    new.vault.lock()
    laptop.recover(new.recovery_key).vault.lock()
    assert alarm_token(keyring, new.vault.vault_id) == "alarm"
