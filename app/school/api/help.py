"""`POST /v1/sos` and `GET /v1/health`. Must not hold rules."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from app.models.database import reading
from app.school.api.describing import plain_json, takes_json
from app.school.api.serving import asked_of, endpoint_of, read_message
from app.school.calls import call_for_help
from app.school.endpoint import Endpoint
from app.school.refusals import Refused
from app.sync.protocol.limits import JSON, MAX_MESSAGE_BYTES
from app.sync.protocol.messages import SosAnswer, SosRequest
from app.sync.protocol.problems import Code

router = APIRouter(default_response_class=Response)


class Health(BaseModel):
    """The endpoint answers and reaches its database."""

    status: str = "ok"


@router.post(
    "/v1/sos",
    tags=["laptop"],
    summary="Call for help",
    description="Carries the alarm-only token and no signature; it is never refused for the age of its clock.",
    responses=plain_json(SosAnswer, Code.MALFORMED, Code.SIGNATURE, Code.TOO_LARGE, Code.SLOW_DOWN),
    openapi_extra=takes_json(SosRequest, signed=False),
)
async def post_sos(request: Request) -> Response:
    """Keep a call for help."""
    wanted = read_message(SosRequest, await asked_of(request, MAX_MESSAGE_BYTES))
    answer = await run_in_threadpool(call_for_help, endpoint_of(request), wanted)
    return Response(answer.model_dump_json(), media_type=JSON)


@router.get(
    "/v1/health", tags=["operator"], summary="Whether the endpoint works", responses=plain_json(Health, Code.SLOW_DOWN)
)
async def get_health(request: Request) -> Response:
    """Ask the database for something."""
    await run_in_threadpool(_ask, endpoint_of(request))
    return Response(Health().model_dump_json(), headers={"Cache-Control": "no-store"}, media_type=JSON)


def _ask(endpoint: Endpoint) -> None:
    try:
        with reading(endpoint.engine) as conn:
            conn.execute(text("SELECT 1 FROM school_identity")).first()
    except SQLAlchemyError:
        raise Refused(Code.SLOW_DOWN, "The database does not answer.", status=503, retry_after=30) from None
