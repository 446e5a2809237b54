"""`python -m tests.bench.bare_server FOLDER`: the floor of an exchange: one body, one SQLite commit, one answer.

Must not validate, chain, sign or compress anything: it is what all that is compared with.
"""

from __future__ import annotations

import http.server
import sqlite3
import sys
from pathlib import Path

LOOPBACK = "127.0.0.1"


def open_bare(path: Path) -> sqlite3.Connection:
    """Plain SQLite with the settings of the real one."""
    conn = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        conn.execute(f"PRAGMA {pragma}").fetchall()
    conn.execute("CREATE TABLE IF NOT EXISTS kept (ordinal INTEGER PRIMARY KEY, line BLOB NOT NULL)")
    return conn


def keep(conn: sqlite3.Connection, lines: list[bytes]) -> None:
    """All lines in one commit."""
    conn.execute("BEGIN IMMEDIATE")
    conn.executemany("INSERT INTO kept (line) VALUES (?)", [(line,) for line in lines])
    conn.execute("COMMIT")


def handler_on(conn: sqlite3.Connection) -> type[http.server.BaseHTTPRequestHandler]:
    """A handler that keeps a POST and answers a GET with everything kept."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            keep(conn, self.rfile.read(int(self.headers["Content-Length"])).splitlines())
            self._answer(b"")

        def do_GET(self) -> None:
            self._answer(b"\n".join(line for (line,) in conn.execute("SELECT line FROM kept ORDER BY ordinal")))

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def main(folder: str) -> None:
    """Listen, say where, serve until ended."""
    conn = open_bare(Path(folder) / "bare.db")
    with http.server.HTTPServer((LOOPBACK, 0), handler_on(conn)) as server:
        sys.stdout.write(f"http://{LOOPBACK}:{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
