"""One request to the school and its answer. Whatever is not certainly the school's own word is NoConnection.

TLS is always verified, redirects are never followed, sizes and times are bounded, nothing of it is logged.
Must not decide what an answer means for the records.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Self

import requests
import urllib3

from app.domain.clock import Clock
from app.domain.ids import RandomBytes
from app.sync.drift import DriftGauge, measure
from app.sync.errors import NoConnection, Why
from app.sync.outgoing import Body, Outgoing, packed
from app.sync.protocol import limits
from app.sync.protocol.keys import Signer
from app.sync.protocol.signatures import sign_request

_CHUNK = 64 << 10
_WHOLE_ANSWER_SECONDS = 300.0
_OURS = {limits.JSON, limits.NDJSON, limits.PROBLEM}
_NETWORK = (requests.RequestException, urllib3.exceptions.HTTPError, OSError)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to make a connection, and to wait for the next byte on it."""

    connect: float = 5.0
    read: float = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of our kind of content, not yet checked for the school's signature."""

    status: int
    content_type: str
    headers: Mapping[str, str]
    body: bytes
    nonce: str


class Transport:
    """A kept connection to one school, for one thread at a time."""

    def __init__(  # noqa: PLR0913  the seams of the outside world: clock, random bytes, drift, time-outs
        self,
        base_url: str,
        device: str,
        signer: Signer | None,
        *,
        clock: Clock,
        random: RandomBytes,
        drift: DriftGauge,
        timeouts: Timeouts | None = None,
    ) -> None:
        """`signer` None sends unsigned requests: a call for help has no key."""
        self.base_url = base_url
        self._device = device
        self._signer = signer
        self._clock = clock
        self._random = random
        self._drift = drift
        self._timeouts = timeouts or Timeouts()
        self._session = requests.Session()
        self._session.auth = _no_credentials
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def learn(self, school_clock: datetime) -> None:
        """Sign by the school's clock from now on; a hello measures the drift more exactly."""
        now = self._clock.now()
        self._drift.set(measure(now, now, school_clock))

    def ask(self, outgoing: Outgoing) -> Reply:
        """Send one request and read its answer. Raises NoConnection."""
        raw, headers = packed(outgoing)
        body = None if raw is None else Body(raw)
        prepared = self._session.prepare_request(
            requests.Request(outgoing.method, self.base_url + outgoing.path, headers=headers, data=body)
        )
        nonce = base64.urlsafe_b64encode(self._random(18)).decode("ascii")
        self._sign(prepared, raw, nonce)
        try:
            return self._exchange(prepared, nonce, outgoing.most)
        except NoConnection as error:
            error.went_out = body is not None and body.left
            raise
        except _NETWORK as error:
            raise NoConnection(_why(error), went_out=body is not None and body.left) from None

    def _sign(self, prepared: requests.PreparedRequest, raw: bytes | None, nonce: str) -> None:
        if self._signer is None:
            return
        created = self._drift.at_school(self._clock.now())
        method, url = prepared.method or "", prepared.url or ""
        signed = sign_request(self._signer, self._device, method, url, raw, created=created, nonce=nonce)
        prepared.headers.update(signed)

    def _exchange(self, prepared: requests.PreparedRequest, nonce: str, most: int) -> Reply:
        settings = self._session.merge_environment_settings(prepared.url or "", {}, True, None, None)
        timeout = (self._timeouts.connect, self._timeouts.read)
        answer = self._session.send(prepared, allow_redirects=False, timeout=timeout, **settings)
        with answer:
            content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            if content_type not in _OURS or answer.is_redirect:
                raise NoConnection(Why.NOT_OURS, status=answer.status_code, retry_after=retry_after(answer.headers))
            body = self._read(answer, most)
            return Reply(answer.status_code, content_type, answer.headers, body, nonce)

    def _read(self, answer: requests.Response, most: int) -> bytes:
        """The body, decompressed, up to `most` bytes and for a bounded time: more is nobody we know."""
        received, end = bytearray(), self._clock.monotonic() + _WHOLE_ANSWER_SECONDS
        for chunk in answer.iter_content(_CHUNK):
            received += chunk
            if len(received) > most:
                raise NoConnection(Why.NOT_OURS, status=answer.status_code)
            if self._clock.monotonic() > end:
                raise NoConnection(Why.TIMED_OUT)
        return bytes(received)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a Retry-After header asks for; None when it does not, or gives a date."""
    text = headers.get("Retry-After", "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else None  # noqa: PLR2004  a week


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from adding passwords of a .netrc file."""
    return request


def _why(error: Exception) -> Why:
    if isinstance(error, requests.exceptions.SSLError | urllib3.exceptions.SSLError):
        return Why.NOT_SECURE
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return Why.UNREACHABLE
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    if isinstance(error, requests.exceptions.ReadTimeout) or isinstance(reason, urllib3.exceptions.ReadTimeoutError):
        return Why.TIMED_OUT
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return Why.UNREACHABLE
    return Why.CUT
