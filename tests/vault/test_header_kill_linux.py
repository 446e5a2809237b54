"""SIGKILL at random moments of rewriting the header: each copy stays whole, and the vault opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from app.vault.atomic import sweep
from app.vault.header import parse
from tests.vault.support import OTHER_PASSPHRASE, PASSPHRASE, Laptop

KILLS = 100
# One process that imports once and forks a rewriter for each line it reads, so that a kill costs milliseconds.
HOST = """
import os, sys
from pathlib import Path
from app.vault.atomic import replace_file
folder, headers = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:4]]
for _ in sys.stdin:
    rewriter = os.fork()
    if rewriter == 0:
        while True:
            for raw in headers:
                replace_file(folder / "vault.hdr", raw)
                replace_file(folder / "vault.hdr.prev", raw)
    print(rewriter, flush=True)
    os.waitpid(rewriter, 0)
    print("gone", flush=True)
"""


def test_a_header_is_whole_after_every_kill(locked: Laptop, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(locked.header.read_bytes())
    locked.change()
    two.write_bytes(locked.header.read_bytes())
    whole, moments = {one.read_bytes(), two.read_bytes()}, Random(5)  # noqa: S311  moments, not secrets
    command = [sys.executable, "-c", HOST, str(locked.folder), str(one), str(two)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as host:
        for _ in range(KILLS):
            _kill_a_rewriter(host, moments.uniform(0, 0.006))
            assert {locked.header.read_bytes(), locked.spare.read_bytes()} <= whole
        assert host.stdin is not None
        host.stdin.close()
    assert sweep(locked.folder) > 0
    assert not list(locked.folder.glob("*.tmp"))
    locked.unlock(PASSPHRASE if parse(locked.header.read_bytes()).generation == 1 else OTHER_PASSPHRASE).lock()


def _kill_a_rewriter(host: subprocess.Popen[str], after_seconds: float) -> None:
    assert host.stdin is not None
    assert host.stdout is not None
    host.stdin.write("go\n")
    rewriter = int(host.stdout.readline())
    end = time.monotonic() + after_seconds
    while time.monotonic() < end:
        pass  # a moment this short is too short to wait for in another way
    os.kill(rewriter, signal.SIGKILL)
    assert host.stdout.readline() == "gone\n"
