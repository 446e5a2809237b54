"""`python -m tests.bench.endpoint DATABASE`: one endpoint process on a loopback port, as `running` sets it up.

Must not differ from the product in anything but where the database lies.
"""

from __future__ import annotations

import os
import socket
import sys

import uvicorn

from app.bootstrap.system_clock import SystemClock
from app.models.database import open_school_database
from app.school.app import create_app
from app.school.endpoint import Endpoint
from app.school.packs import load_packs
from app.school.running import LOOPBACK, config

SECRET = b"b" * 32


def main(database: str) -> None:
    """Listen, say where, serve until ended."""
    engine = open_school_database(f"sqlite:///{database}")
    app = create_app(Endpoint(engine, SystemClock(), os.urandom, SECRET, load_packs()))
    listener = socket.create_server((LOOPBACK, 0))
    sys.stdout.write(f"http://{LOOPBACK}:{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(config(app)).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1])
