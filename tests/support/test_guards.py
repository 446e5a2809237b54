"""The guards of conftest.py bite: each is tried in a run of its own, with a test that breaks the rule."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import pytest

from tests.support.loggers import LogWatch
from tests.support.sockets import OutsideConnection, SocketGuard, is_local_host

ROOT = Path(__file__).resolve().parent.parent.parent

OFFENDERS = """
import logging, os, socket, warnings
from hypothesis import given, settings, strategies as st
from PySide6 import QtCore

def test_connects_to_the_world():
    with socket.socket() as s:
        s.connect(("192.0.2.1", 80))

def test_swallows_the_refusal():
    try:
        socket.getaddrinfo("school.example", 443)
    except RuntimeError:
        pass

def test_listens_on_every_interface():
    with socket.socket() as s:
        s.bind(("", 0))

def test_logs_a_warning():
    logging.getLogger("app.sync").warning("school not reached")

def test_announces_what_never_comes(expect_log):
    expect_log("app.sync", "school not reached")

def test_warns():
    warnings.warn("old", DeprecationWarning)

def test_forgets_a_file():
    open(os.devnull)

def test_warns_through_qt():
    QtCore.qWarning("no such font")

def test_raises_in_a_slot(qtbot):
    QtCore.QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.waitUntil(lambda: True)
    QtCore.QCoreApplication.processEvents()

def test_behaves(expect_log, clock, keyring, random_bytes):
    expect_log("app", "school not reached")
    logging.getLogger("app.sync").warning("school not reached")
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
    assert settings.default.derandomize and os.environ["QT_QPA_PLATFORM"]
"""


def test_each_breach_fails_its_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_offenders=OFFENDERS)
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text("utf-8"))
    pytester.path.joinpath("pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    ran = pytester.runpytest_subprocess("-q", "-rA", "test_offenders.py", timeout=120)
    said = ran.stdout.str()
    for offender in [line.split("(")[0][4:] for line in OFFENDERS.splitlines() if line.startswith("def test_")]:
        blamed = any(f"{word} test_offenders.py::{offender}" in said for word in ("FAILED", "ERROR"))
        assert blamed == (offender != "test_behaves"), f"{offender}\n{said}"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"localhost", None])
def test_this_machine_is_local(host: object) -> None:
    assert is_local_host(host)


ELSEWHERE = ["", "0.0.0.0", "::", "10.0.0.1", "192.168.1.1", "school.example", "localhost.example"]  # noqa: S104 - to be refused


@pytest.mark.parametrize("host", ELSEWHERE)
def test_everything_else_is_not(host: str) -> None:
    assert not is_local_host(host)


def test_a_refused_call_raises_at_once_and_is_remembered(socket_guard: SocketGuard) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(OutsideConnection):
        sender.sendto(b"out", ("192.0.2.1", 53))
    assert socket_guard.refused == ["socket.sendto ('192.0.2.1', 53)"]
    socket_guard.refused.clear()  # this one was meant


def test_unix_sockets_are_allowed(tmp_path: Path) -> None:
    if sys.platform != "win32":  # Python has no such sockets there
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(str(tmp_path / "s"))
            server.listen()
            client.connect(str(tmp_path / "s"))


def test_an_expectation_covers_loggers_below_and_only_its_own_words() -> None:
    watch = LogWatch()
    watch("app.sync", "not reached")
    watch.emit(_record("app.sync.transport", "school not reached"))
    watch.emit(_record("app.sync", "school on fire"))
    watch.emit(_record("app.syncing", "school not reached"))
    assert watch.complaints() == ["WARNING app.sync: school on fire", "WARNING app.syncing: school not reached"]


def _record(logger: str, message: str) -> logging.LogRecord:
    return logging.LogRecord(logger, logging.WARNING, __file__, 1, message, None, None)
