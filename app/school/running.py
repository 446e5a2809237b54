"""Uvicorn started from here: on a port of this machine unless told otherwise. Must not log requests' contents."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from app.domain.errors import DoorstepError

LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 20.0


class PortTaken(DoorstepError):
    """The address to listen on is not to be had."""

    code = "port-taken"


def config(app: FastAPI) -> uvicorn.Config:
    """How uvicorn runs: no access log (addresses carry ids), no banner, forwarded headers from this machine only."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        h11_max_incomplete_event_size=64 << 10,
    )


def listen(host: str, port: int) -> tuple[socket.socket, str]:
    """A listening socket and the address it has; port 0 takes any free one. Raises PortTaken."""
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError:
        raise PortTaken(
            f"Nothing can listen on {host}, port {port}.", "Stop what listens there, or choose another with --port."
        ) from None
    where = f"[{host}]" if ":" in host else host
    return listener, f"http://{where}:{listener.getsockname()[1]}"


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Answer on a socket until the process is told to end."""
    _settle_memory()
    uvicorn.Server(config(app)).run(sockets=[listener])


def _settle_memory() -> None:
    """Stop the collector from walking all that was imported, and every batch of facts, again and again.

    A batch makes some 100,000 short-lived objects without cycles; with Python's defaults a quarter of the time to take
    one in went into looking for cycles among them.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@contextmanager
def running(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The application on a loopback port, in a thread, for as long as the context lasts; its address."""
    listener, address = listen(LOOPBACK, port)
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
