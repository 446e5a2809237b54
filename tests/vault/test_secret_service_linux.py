"""A real Secret Service, on a bus of the test's own: GNOME Keyring, unlocked, locked, killed, and not there at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.vault.keyring_errors import KeyringLocked, KeyringMissing, KeyringProblem, NoKeyring
from app.vault.keyrings import alarm_token, forget_device_secret, keep_alarm_token, probe
from app.vault.system_keyring import find_system_keyring
from app.vault.vault import describe_vault
from tests.support.processes import running
from tests.support.secret_service import secret_service
from tests.support.waiting import wait_until
from tests.vault.support import NOTE, Laptop, notes, write_note

HOW_TO_GET_IT = "run `apt-get install dbus gnome-keyring`, or `python3 installers/dev.py test`, which does it"
FOLDERS = {
    "HOME": "home",
    "XDG_RUNTIME_DIR": "run",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_CACHE_HOME": "cache",
}


@dataclass(frozen=True)
class Session:
    """A person's session: an environment with a message bus."""

    env: dict[str, str]
    folder: Path


def program(name: str) -> str:
    """Where a needed program is; a missing one fails the test with the line that installs it."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: {HOW_TO_GET_IT}")
    return found


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A bus and folders of the test's own, which this process uses too; no Secret Service on it yet."""
    folder = Path(tempfile.mkdtemp(prefix="bus-"))  # short: the paths of sockets are bounded
    env = {"PATH": os.environ["PATH"], "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder / 'bus'}"}
    for variable, place in FOLDERS.items():
        (folder / place).mkdir(mode=0o700)
        env[variable] = str(folder / place)
    for variable, value in env.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.delenv("DISPLAY", raising=False)
    configuration = folder / "bus.conf"
    configuration.write_text(BUS.format(bus=folder / "bus"))
    command = [program("dbus-daemon"), "--nofork", "--nopidfile", f"--config-file={configuration}"]
    try:
        with running(command, env=env, log=folder / "bus.log"):
            wait_until((folder / "bus").exists, "the message bus")
            yield Session(env, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# No service folders: nothing is started by the bus, so a test decides whether there is a Secret Service.
BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={bus}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def unlocked(session: Session) -> Iterator[Session]:
    """The session with an unlocked login keyring."""
    with secret_service(program("gnome-keyring-daemon"), session.env, session.folder):
        yield session


@pytest.mark.usefixtures("unlocked")
def test_a_vault_lives_with_a_real_keyring(laptop: Laptop) -> None:
    keyring = find_system_keyring()
    assert keyring.name == "Secret Service"
    probe(keyring, laptop.random)
    real = replace(laptop, keyring=keyring)
    new = real.create()
    write_note(new.vault.engine)
    new.vault.lock()
    keep_alarm_token(keyring, new.vault.vault_id, "alarm")
    with real.unlock() as vault:
        assert notes(vault.engine) == [NOTE]
    forget_device_secret(keyring, new.vault.vault_id)
    forget_device_secret(keyring, new.vault.vault_id)
    with pytest.raises(KeyringMissing):
        real.unlock()
    real.recover(new.recovery_key).vault.lock()
    assert alarm_token(keyring, new.vault.vault_id) == "alarm"
    assert describe_vault(real.folder).keyring == "Secret Service"


def test_a_secret_is_there_in_the_next_session_of_the_same_person(laptop: Laptop, session: Session) -> None:
    daemon = program("gnome-keyring-daemon")
    with secret_service(daemon, session.env, session.folder):
        replace(laptop, keyring=find_system_keyring()).create().vault.lock()
    with secret_service(daemon, session.env, session.folder):
        replace(laptop, keyring=find_system_keyring()).unlock().lock()


def test_a_keyring_locked_meanwhile_is_named_so(laptop: Laptop, unlocked: Session) -> None:
    real = replace(laptop, keyring=find_system_keyring())
    real.create().vault.lock()
    lock_collection(unlocked)
    with pytest.raises(KeyringLocked):
        real.unlock()


def test_a_keyring_killed_meanwhile_is_a_keyring_problem(laptop: Laptop, session: Session) -> None:
    with secret_service(program("gnome-keyring-daemon"), session.env, session.folder):
        real = replace(laptop, keyring=find_system_keyring())
        real.create().vault.lock()
    with pytest.raises(KeyringProblem):
        real.unlock()


@pytest.mark.usefixtures("session")
def test_a_session_without_a_secret_service_has_no_keyring() -> None:
    with pytest.raises(NoKeyring):
        find_system_keyring()


def test_a_machine_without_a_bus_has_no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(NoKeyring):
        find_system_keyring()


@pytest.mark.usefixtures("unlocked")
def test_environment_variables_cannot_swap_the_keyring(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", "/org/freedesktop/secrets/collection/elsewhere")
    keyring = find_system_keyring(prefer="KWallet")
    assert keyring.name == "Secret Service"
    probe(keyring, laptop.random)


def lock_collection(session: Session) -> None:
    """Lock the login keyring as a screen lock may do."""
    script = "import secretstorage as s; b = s.dbus_init(); s.get_default_collection(b).lock(); b.close()"
    subprocess.run([sys.executable, "-c", script], env=session.env, check=True, timeout=20)
