"""What of a key stays in the memory of a process, and a machine that is really short of memory; both in /proc."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.vault.secrets_memory import wipe
from tests.vault.support import PASSPHRASE

# A process that opens a vault and says when it is open and when locked. It writes its keys, inverted, into a file:
# the test then looks for them in /proc/PID/mem.
TUTOR = """
import sys
from pathlib import Path
import app.vault.opening as opening
from app.vault.vault import FLOOR_COST, create_vault, unlock_vault
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.support.randomness import SeededBytes

folder, keys, passphrase = Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.readline().rstrip("\\n")
keyring, clock = FakeKeyring(), FakeClock()
create_vault(folder, passphrase, keyring=keyring, clock=clock, random=SeededBytes(4), cost=FLOOR_COST).vault.lock()
real = opening.database_key

def noted(header, master, epoch):
    key = real(header, master, epoch)
    with keys.open("wb", buffering=0) as file:  # unbuffered and inverted: this helper must not be what the test finds
        file.write(bytearray(byte ^ 0xFF for secret in (key, master) for byte in secret))
    return key

opening.database_key = noted
vault = unlock_vault(folder, passphrase, keyring=keyring, clock=clock)
with vault.engine.begin() as connection:
    connection.exec_driver_sql("CREATE TABLE t (a)")
print("open", flush=True)
sys.stdin.readline()
vault.lock()
print("locked", flush=True)
sys.stdin.readline()
"""

SHORT = """
import resource, sys
from pathlib import Path
import app.vault.vault
from app.vault.errors import NotEnoughMemory
from app.vault.kdf import DEFAULT_COST, stretch_within_memory
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (int(sys.argv[1]) << 20), resource.RLIM_INFINITY))
try:
    print(stretch_within_memory(bytearray(b"x"), bytes(16), DEFAULT_COST)[1].memory_kib)
except NotEnoughMemory as error:
    print(error.code)
"""


@pytest.mark.parametrize(("room", "outcome"), [(200, str(128 * 1024)), (120, str(64 * 1024)), (40, "vault-memory")])
def test_a_machine_short_of_memory_makes_a_cheaper_vault_or_says_so(room: int, outcome: str) -> None:
    """With so many MiB to spare, of the 256 that are wanted.

    A process for each, and one heap: the threads of an earlier try would keep address space of their own.
    """
    command = [sys.executable, "-c", SHORT, str(room)]
    env = os.environ | {"MALLOC_ARENA_MAX": "1"}
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert said.stdout.split() == [outcome]


def test_no_key_is_left_in_memory_after_the_lock(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    command = [sys.executable, "-c", TUTOR, str(tmp_path / "vault"), str(keys)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(PASSPHRASE + "\n")
        assert process.stdout.readline() == "open\n"
        both = bytes(byte ^ 0xFF for byte in keys.read_bytes())
        key, master = both[:32], both[32:]
        assert copies(process.pid, key.hex().encode()) > 0
        assert copies(process.pid, master) == 0
        process.stdin.write("lock\n")
        assert process.stdout.readline() == "locked\n"
        left = [copies(process.pid, needle) for needle in (key, key.hex().encode(), master)]
        process.stdin.write("end\n")
    assert left == [0, 0, 0]


def copies(pid: int, needle: bytes) -> int:
    """How often the bytes occur in the memory the process can write."""
    found = 0
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            memory.seek(start)
            try:
                found += memory.read(end - start).count(needle)
            except OSError:
                continue  # a region the kernel keeps to itself, such as [vvar]
    return found


def test_wiping_reaches_mutable_and_immutable_bytes() -> None:
    mutable, made_for_us = bytearray(b"secret secret"), bytes(bytearray(range(1, 33)))
    wipe(mutable, made_for_us, None)
    assert mutable == bytearray(13)
    assert made_for_us == bytes(32)


def test_wiping_leaves_what_the_interpreter_shares_alone() -> None:
    wipe(b"", bytes([65]))
    assert bytes([65]) == b"A"
