"""The demonstration on a screen: the endpoint and the window, each a process of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap.system_clock import SystemClock
from installers.demo.sample_school import make_school, plan_one_soon

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "lantern pebble orchard thimble meadow"  # noqa: S105  of invented records, and printed


def run(folder: Path) -> int:
    """Make everything anew in `folder`, open the window on today's visits, and wait until it is closed."""
    shutil.rmtree(folder, ignore_errors=True)
    made = make_school(folder / "school", SystemClock())
    plan_one_soon(made)
    code = made.code()
    made.endpoint.engine.dispose()
    with _endpoint(folder / "school") as address:
        print(f"The sample school listens on {address}. Everything lies in {folder.relative_to(ROOT)}.")
        print(f"If you lock the window, the passphrase is: {PASSPHRASE}")
        window = [sys.executable, "-m", "installers.demo.window", str(folder / "laptop"), address]
        return subprocess.run(window, cwd=ROOT, input=code, text=True, check=False).returncode


@contextmanager
def _endpoint(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "installers.demo.serve", str(folder), "0"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip()
        finally:
            child.stdin.close()
