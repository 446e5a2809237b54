"""What goes wrong becomes a problem, whoever raised it. Must not tell a caller, or the log, what was in a request."""

from __future__ import annotations

import logging
import traceback
from uuid import uuid4

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolEmpty
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.school.console.gate import Turned
from app.school.console.looks import render
from app.school.refusals import Refused
from app.sync.protocol.problems import Code

_log = logging.getLogger(__name__)
_HTTP = {404: Code.NOT_FOUND, 405: Code.NOT_ALLOWED, 413: Code.TOO_LARGE}
_BUSY_SECONDS = 5
_NOT_FOUND = 404


def install(app: FastAPI) -> None:
    """Answer every error of the framework and of ours as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Turned, _turned)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(PoolEmpty, _busy)
    app.add_middleware(Unforeseen)


class Unforeseen:
    """Catches what nobody foresaw: the log gets an id and the place in the code, the caller the id alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except ClientDisconnect:
            return  # a line that breaks in the middle of a request is an ordinary day; nobody is left to answer
        except Exception as error:  # noqa: BLE001  the outermost place: everything else has had its turn
            fault = _note(error)
            if not begun:
                await Refused(Code.SERVER, f"Fault {fault}.").response()(scope, receive, send)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return error.response()


async def _turned(_: Request, error: Exception) -> Response:
    assert isinstance(error, Turned)
    return error.response


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_for_people(request):
        return _page(error.status_code)
    response = Refused(_HTTP.get(error.status_code, Code.MALFORMED), status=error.status_code).response()
    response.headers.update(error.headers or {})
    return response


async def _unfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _is_for_people(request):
        return _page(_NOT_FOUND)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][:2])
    return Refused(Code.MALFORMED, f"{place}: {first['type']}").response()


async def _busy(_: Request, error: Exception) -> Response:
    fault = _note(error)
    return Refused(Code.SLOW_DOWN, f"Fault {fault}.", status=503, retry_after=_BUSY_SECONDS).response()


def _is_for_people(request: Request) -> bool:
    """A browser outside the laptops' interface reads a page; everybody else reads a problem."""
    return not request.url.path.startswith("/v1/") and "text/html" in request.headers.get("accept", "")


def _page(status: int) -> Response:
    text = "Check the address, or go back to the board."
    return HTMLResponse(render("message.html", title="There is nothing here", text=text, home=True), status)


def _note(error: Exception) -> str:
    """Write a fault down: its kind and where it arose, never its message, which may quote what was sent."""
    fault = uuid4().hex[:12]
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    _log.error("fault %s: %s at %s", fault, type(error).__name__, places)
    return fault
