"""Signing in and out. Must not say whether it was the name or the password that was wrong."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.models.database import reading, writing
from app.school.api.serving import endpoint_of
from app.school.console.gate import (
    form_cookie,
    form_is_ours,
    read_form,
    safe_next,
    session_cookie,
    set_cookie,
)
from app.school.console.looks import minutes_words, render
from app.school.console.sessions import close_session, form_token, open_session
from app.school.console.staff import check_password
from app.school.endpoint import Endpoint
from app.school.throttling import SIGN_IN_ADDRESS, SIGN_IN_NAME, SIGN_IN_PAIR, give_back, take

router = APIRouter(include_in_schema=False)
_SEE_OTHER = 303
_WRONG = 403
_SLOW = 429
_COOKIE_BYTES = 24


@router.get("/sign-in")
def get_sign_in(request: Request, next: str = "/") -> Response:  # noqa: A002  the query's own word
    """The form."""
    return _form(request, safe_next(next))


@router.post("/sign-in")
async def post_sign_in(request: Request) -> Response:
    """Look at name and password."""
    form = await read_form(request)
    if not form_is_ours(request, form, form_cookie(request)):
        return _form(request, "/", "The page was open too long, or cookies are off. Try again.", _WRONG)
    return await run_in_threadpool(_try, request, form)


@router.post("/sign-out")
async def post_sign_out(request: Request) -> Response:
    """End the session, here and in the database."""
    form, name = await read_form(request), session_cookie(request)
    if form_is_ours(request, form, name):
        await run_in_threadpool(_close, endpoint_of(request), request.cookies.get(name, ""))
    response = RedirectResponse("/sign-in", _SEE_OTHER)
    response.delete_cookie(name, path="/", secure=name.startswith("__Host-"), httponly=True, samesite="lax")
    return response


def _try(request: Request, form: Mapping[str, str]) -> Response:
    endpoint, wanted = endpoint_of(request), safe_next(form.get("next", "/"))
    name, address = form.get("name", "").strip().casefold(), request.client.host if request.client else ""
    counted = ((SIGN_IN_PAIR, f"{name}\n{address}"), (SIGN_IN_NAME, name), (SIGN_IN_ADDRESS, address))
    waits = [take(endpoint, limit, who) for limit, who in counted]
    longest = max((wait for wait in waits if wait is not None), default=None)
    if longest is not None:
        return _too_often(request, wanted, longest)
    with reading(endpoint.engine) as conn:  # a password takes long on purpose, and nobody else should wait for it
        person = check_password(endpoint, conn, name, form.get("password", ""))
    with writing(endpoint.engine) as conn:
        token = "" if person is None else open_session(endpoint, conn, person)
        close_session(conn, request.cookies.get(session_cookie(request), ""))
    if person is None:
        return _form(request, wanted, "The name and the password do not fit together. Try again.", _WRONG)
    for limit, who in counted:
        give_back(endpoint, limit, who)
    response = RedirectResponse(wanted, _SEE_OTHER)
    set_cookie(request, response, session_cookie(request), token)
    return response


def _too_often(request: Request, wanted: str, seconds: int) -> Response:
    told = minutes_words(timedelta(seconds=seconds + 59))
    response = _form(request, wanted, f"That was wrong too often. Wait {told}, then try again.", _SLOW)
    response.headers["Retry-After"] = str(seconds)
    return response


def _close(endpoint: Endpoint, token: str) -> None:
    with writing(endpoint.engine) as conn:
        close_session(conn, token)


def _form(request: Request, wanted: str, error: str = "", status: int = 200) -> Response:
    endpoint, name = endpoint_of(request), form_cookie(request)
    cookie = request.cookies.get(name, "") or base64.urlsafe_b64encode(endpoint.random(_COOKIE_BYTES)).decode("ascii")
    body = render("sign_in.html", form=form_token(endpoint, cookie), next=wanted, error=error)
    response = HTMLResponse(body, status)
    set_cookie(request, response, name, cookie)
    return response
