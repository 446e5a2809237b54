"""The way into the console's pages: cookies, forms, who is asking. Must not show anything by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.models.database import reading, writing
from app.school.api.serving import endpoint_of
from app.school.bodies import read_body
from app.school.console.looks import render
from app.school.console.sessions import Session, form_fits, form_token, read_session, touch_session
from app.school.console.staff import Sight
from app.school.endpoint import Endpoint

_SEE_OTHER = 303
_FORBIDDEN = 403
_MOST_FORM_BYTES = 8 << 10
_FORM_TYPE = "application/x-www-form-urlencoded"
_PAGES = re.compile(r"/|/register(\?day=\d{4}-\d\d-\d\d)?|/visits/[0-9a-f-]{36}")
_OUR_SITES = ("same-origin", "none")


class Turned(Exception):
    """The request ends here, with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__("turned away")
        self.response = response


def is_https(request: Request) -> bool:
    """Whether the browser came by TLS, here or at the proxy in front."""
    return (endpoint_of(request).public_url or request.url.scheme).startswith("https")


def session_cookie(request: Request) -> str:
    """The session cookie's name: under TLS one that no other host can set."""
    return "__Host-doorstep" if is_https(request) else "doorstep"


def form_cookie(request: Request) -> str:
    """The name of the cookie that binds a sign-in form to a browser."""
    return "__Host-doorstep-form" if is_https(request) else "doorstep-form"


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """A cookie for this browser session, out of reach of scripts."""
    response.set_cookie(name, value, httponly=True, samesite="lax", secure=is_https(request), path="/")


def signed_in(request: Request, sight: Sight) -> tuple[Endpoint, Session, str]:
    """The endpoint, the session and its form token. Raises Turned towards sign-in, or away."""
    endpoint, token = endpoint_of(request), request.cookies.get(session_cookie(request), "")
    with reading(endpoint.engine) as conn:
        session = read_session(endpoint, conn, token) if token else None
    if session is None or not (session.awake or sight is Sight.BOARD):
        raise Turned(RedirectResponse(f"/sign-in?next={_path(request)}", _SEE_OTHER))
    if not session.person.may_see(sight):
        body = render("message.html", title="This page is not for your role", text="Ask an administrator.", home=True)
        raise Turned(HTMLResponse(body, _FORBIDDEN))
    by_hand = request.query_params.get("refresh") != "auto"
    if by_hand and session.awake and session.untouched:
        with writing(endpoint.engine) as conn:
            touch_session(endpoint, conn, token)
    return endpoint, session, form_token(endpoint, token)


async def read_form(request: Request) -> Mapping[str, str]:
    """A small form. Raises Refused when it is not one."""
    body = await read_body(request, _MOST_FORM_BYTES)
    if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM_TYPE:
        return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace"), max_num_fields=10).items()}


def form_is_ours(request: Request, form: Mapping[str, str], cookie: str) -> bool:
    """Whether a form came from our own page in this browser."""
    if request.headers.get("sec-fetch-site", "same-origin") not in _OUR_SITES:
        return False
    return form_fits(endpoint_of(request), request.cookies.get(cookie, ""), form.get("form", ""))


def safe_next(wanted: str) -> str:
    """One of our own pages, else the board."""
    return wanted if _PAGES.fullmatch(wanted) else "/"


def _path(request: Request) -> str:
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return safe_next(wanted)
