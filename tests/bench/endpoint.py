"""`python -m tests.bench.endpoint DATABASE`: one endpoint process on a loopback port, run as the school's command does.

Must not differ from the product in anything but where the database lies.
"""

from __future__ import annotations

import os
import sys

from app.bootstrap.system_clock import SystemClock
from app.models.database import open_school_database
from app.school.app import create_app
from app.school.endpoint import Endpoint
from app.school.packs import load_packs
from app.school.running import LOOPBACK, listen, serve

SECRET = b"b" * 32


def main(database: str) -> None:
    """Listen, say where, serve until ended."""
    engine = open_school_database(f"sqlite:///{database}")
    app = create_app(Endpoint(engine, SystemClock(), os.urandom, SECRET, load_packs()))
    listener, address = listen(LOOPBACK, 0)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    serve(app, listener)


if __name__ == "__main__":
    main(sys.argv[1])
