"""SIGKILL at random moments of re-keying: the vault opens, complete, and the header says which key holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from random import Random
from threading import Event

from app.vault.header import parse
from app.vault.integrity import check_database
from app.vault.vault import Repair
from tests.vault.support import NOTE, Laptop, notes, write_note

KILLS = 5
ROWS = 40
# One process that imports once and forks a re-keyer for each line it reads.
HOST = """
import os, sys
from pathlib import Path
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.vault.support import PASSPHRASE, Laptop
from app.vault.vault import rekey_database
service, item, secret = sys.stdin.readline().split()
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        keyring = FakeKeyring()
        keyring.items[service, item] = secret
        laptop = Laptop(Path(sys.argv[1]), keyring, FakeClock(), os.urandom)
        vault = laptop.unlock()
        print(os.getpid(), flush=True)
        while True:
            rekey_database(vault, PASSPHRASE, keyring=keyring, clock=laptop.clock, random=os.urandom)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def test_a_vault_is_whole_after_every_kill_while_it_is_rekeyed(locked: Laptop, keyring_line: str) -> None:
    with locked.unlock() as vault:
        for _ in range(ROWS):
            write_note(vault.engine, NOTE * 2000)
    moments, settled, pause = Random(7), 0, Event()  # noqa: S311  moments, not secrets
    command = [sys.executable, "-c", HOST, str(locked.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as host:
        assert host.stdin is not None
        assert host.stdout is not None
        host.stdin.write(keyring_line)
        for _ in range(KILLS):
            host.stdin.write("go\n")
            child = int(host.stdout.readline())
            pause.wait(moments.uniform(0.05, 0.5))  # never set: the length of the wait is the point
            os.kill(child, signal.SIGKILL)
            assert host.stdout.readline() == "gone\n"
            with locked.unlock() as vault:
                settled += Repair.REKEY_SETTLED in vault.repairs
                assert notes(vault.engine) == [NOTE * 2000] * ROWS
                check_database(vault)
            assert parse(locked.header.read_bytes()).pending is None
        host.stdin.close()
    assert settled > 0
