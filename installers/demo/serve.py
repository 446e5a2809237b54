"""The sample school's endpoint as a process of its own: `python -m installers.demo.serve FOLDER PORT`.

Ends when its standard input closes, so that it never outlives the demonstration. Loopback only.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.bootstrap.system_clock import SystemClock
from app.school.app import create_app
from app.school.running import running
from installers.demo.sample_school import same_school


def main(folder: str, port: str) -> None:
    """Serve until standard input ends."""
    with running(create_app(same_school(Path(folder), SystemClock())), port=int(port)) as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
