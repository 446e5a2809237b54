"""Uvicorn started from here: on a port of this machine unless told otherwise. Must not log requests' contents."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 20.0


def config(app: FastAPI, host: str = LOOPBACK, port: int = 0) -> uvicorn.Config:
    """How uvicorn runs: no access log (addresses carry ids), no banner, forwarded headers from this machine only."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        h11_max_incomplete_event_size=64 << 10,
    )


@contextmanager
def running(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The application on a loopback port, in a thread, for as long as the context lasts; its address."""
    listener = socket.create_server((LOOPBACK, port))
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
    server = uvicorn.Server(config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="doorstep-school", daemon=True)
    thread.start()
    try:
        # The listener queues connections from the moment it exists, so nobody has to wait for the thread.
        yield address
    finally:
        server.should_exit = True
        thread.join(_STOP_SECONDS)
        listener.close()
