"""GNOME Keyring as the Secret Service of a test's own bus. Must not run on the bus of whoever runs the test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from jeepney import message_bus
from jeepney.io.blocking import open_dbus_connection

from tests.support.processes import end
from tests.support.waiting import wait_until

_NAME = "org.freedesktop.secrets"


@contextmanager
def secret_service(program: str, env: Mapping[str, str], folder: Path) -> Iterator[None]:
    """An unlocked login keyring, kept below the XDG_DATA_HOME of `env`, answering on the session bus of `env`."""
    command = [program, "--foreground", "--unlock", "--components=secrets"]
    with (folder / "keyring.log").open("wb") as output:
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT)
    try:
        assert process.stdin is not None
        process.stdin.write(b"a password for this test\n")  # the login keyring is made with it, then stays open
        process.stdin.close()
        wait_until(lambda: _is_served(env["DBUS_SESSION_BUS_ADDRESS"]), "the Secret Service on the bus")
        yield
    finally:
        end(process)


def _is_served(bus: str) -> bool:
    connection = open_dbus_connection(bus=bus)
    try:
        answer = connection.send_and_get_reply(message_bus.NameHasOwner(_NAME), timeout=10)
        return bool(answer.body[0])
    finally:
        connection.close()
