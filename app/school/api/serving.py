"""What routes share: the request as signed, the message in its body, the signed answer. Must not decide anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.models.database import writing
from app.school.bodies import read_body, unpack
from app.school.callers import Asked, Caller, claim_of, recognise, remember_nonce, signed_refusals
from app.school.endpoint import Endpoint
from app.school.refusals import Refused
from app.sync.protocol import limits
from app.sync.protocol.answers import sign_answer
from app.sync.protocol.messages import Message
from app.sync.protocol.problems import Code

M = TypeVar("M", bound=Message)


def endpoint_of(request: Request) -> Endpoint:
    """The endpoint that the application was made with."""
    return cast("Endpoint", request.app.state.endpoint)


async def asked_of(request: Request, most: int = 0) -> Asked:
    """The request with its body as sent. Raises Refused `too-large`."""
    url = target_uri(request, endpoint_of(request).public_url)
    return Asked(request.method, url, request.headers, await read_body(request, most))


def target_uri(request: Request, public_url: str) -> str:
    """The address as the laptop wrote it: the public one where it is set, else what the request says."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("latin-1") + (f"?{request.url.query}" if request.url.query else "")
    base = public_url or f"{request.url.scheme}://{request.headers.get('host', '')}"
    return base.rstrip("/") + path


def read_message(kind: type[M], asked: Asked) -> M:
    """The message in a JSON body. Raises Refused `malformed`, which names fields and never what they hold."""
    if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != limits.JSON:
        raise Refused(Code.MALFORMED, f"Send {limits.JSON}.")
    plain = unpack(asked.body, asked.headers.get("content-encoding", ""), limits.MAX_MESSAGE_BYTES)
    try:
        return kind.model_validate_json(plain)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        known = [str(part) for part in first["loc"] if isinstance(part, int) or part in kind.model_fields]
        raise Refused(Code.MALFORMED, f"{'.'.join(known) or 'The body'}: {first['type']}") from None


@contextmanager
def admitted(endpoint: Endpoint, asked: Asked) -> Iterator[tuple[Connection, Caller]]:
    """A transaction for a recognised laptop's request; what is refused in it is refused signed, and undone."""
    claim = claim_of(asked)
    with writing(endpoint.engine) as conn:
        caller = recognise(endpoint, conn, asked, claim)
        with signed_refusals(caller):
            remember_nonce(endpoint, conn, caller.device, caller.nonce)
            yield conn, caller


def signed(caller: Caller, answer: Message) -> Response:
    """A JSON answer under the school's signature."""
    body = answer.model_dump_json().encode()
    headers = {
        limits.HEAD_SIGNATURE: sign_answer(caller.school.signer, caller.nonce, body),
        "Cache-Control": "no-store",
    }
    return Response(body, headers=headers, media_type=limits.JSON)
