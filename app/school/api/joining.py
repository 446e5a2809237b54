"""`POST /v1/enrol` and `POST /v1/hello`. Must not hold rules."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app.school.api.describing import signed_json, takes_json
from app.school.api.serving import admitted, asked_of, endpoint_of, read_message, signed
from app.school.callers import Asked, forget_nonces
from app.school.endpoint import Endpoint
from app.school.enrolment import enrol
from app.school.greeting import hello
from app.school.throttling import ENROL_ADDRESS, ENROL_CODE, forget_old, give_back, require
from app.sync.protocol.limits import MAX_MESSAGE_BYTES
from app.sync.protocol.messages import EnrolAnswer, EnrolRequest, HelloAnswer, HelloRequest
from app.sync.protocol.problems import Code

router = APIRouter(tags=["laptop"], default_response_class=Response)


@router.post(
    "/v1/enrol",
    summary="Join a laptop with a one-time code",
    description="Signed with the key that the body brings, under the device id that it names (RFC 9421).",
    responses=signed_json(
        EnrolAnswer, Code.ENROL_CODE, Code.ENROL_CODE_USED, Code.ENROL_CODE_EXPIRED, Code.FORK, Code.SLOW_DOWN
    ),
    openapi_extra=takes_json(EnrolRequest),
)
async def post_enrol(request: Request) -> Response:
    """Count the attempt, then join."""
    asked = await asked_of(request, MAX_MESSAGE_BYTES)
    address = request.client.host if request.client else ""
    return await run_in_threadpool(_enrol, endpoint_of(request), asked, address)


@router.post(
    "/v1/hello",
    summary="Where both sides stand",
    description="One small request; a sync with nothing to do is this and nothing else.",
    responses=signed_json(HelloAnswer, Code.REVOKED, Code.UPDATE_NEEDED),
    openapi_extra=takes_json(HelloRequest),
)
async def post_hello(request: Request) -> Response:
    """Answer a greeting."""
    asked = await asked_of(request, MAX_MESSAGE_BYTES)
    return await run_in_threadpool(_hello, endpoint_of(request), asked)


def _enrol(endpoint: Endpoint, asked: Asked, address: str) -> Response:
    wanted = read_message(EnrolRequest, asked)
    tried = "".join(symbol for symbol in wanted.code.upper() if symbol.isalnum())
    require(endpoint, ENROL_ADDRESS, address)
    require(endpoint, ENROL_CODE, tried)
    caller, answer = enrol(endpoint, asked, wanted)
    give_back(endpoint, ENROL_ADDRESS, address)
    give_back(endpoint, ENROL_CODE, tried)
    forget_old(endpoint)
    return signed(caller, answer)


def _hello(endpoint: Endpoint, asked: Asked) -> Response:
    with admitted(endpoint, asked) as (conn, caller):
        forget_nonces(endpoint, conn, caller.device)
        answer = hello(endpoint, conn, caller, read_message(HelloRequest, asked))
    return signed(caller, answer)
