"""A cheap look whether the school's address can be reached at all. Must not send a byte: it only connects."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

_SECONDS = 3.0
_PORTS = {"http": 80, "https": 443}


def reachable(base_url: str, seconds: float = _SECONDS) -> bool:
    """Whether a connection to the school, or to the proxy on the way to it, can be made."""
    address = select_proxy(base_url, get_environ_proxies(base_url)) or base_url
    parts = urlsplit(address if "://" in address else f"http://{address}")
    port = parts.port or _PORTS.get(parts.scheme, 80)
    try:
        with socket.create_connection((parts.hostname or "", port), seconds):
            return True
    except OSError:
        return False
