"""`POST /v1/journal/{device}`, `GET /v1/feed` and `GET /v1/packs/{pack_id}`. Must not hold rules."""

from __future__ import annotations

import base64
import binascii
import gzip
import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.models.database import reading, writing
from app.models.envelope import SealedFact
from app.school.api.describing import FEED_HEADERS, PUSH_HEADERS, signed_json, signed_lines, takes_lines
from app.school.api.serving import admitted, asked_of, endpoint_of, signed
from app.school.bodies import unpack
from app.school.callers import Asked, Caller, claim_of, recognise, remember_nonce, signed_refusals
from app.school.endpoint import Endpoint
from app.school.handouts import packs_for
from app.school.intake import BatchHead, check_batch, take_batch
from app.school.paging import Page, page
from app.school.refusals import Refused
from app.sync.protocol import limits
from app.sync.protocol.answers import page_content, sign_answer
from app.sync.protocol.messages import PackFile, PushAnswer
from app.sync.protocol.problems import Code
from app.sync.protocol.wire import MalformedLines, decode_facts

router = APIRouter(tags=["laptop"], default_response_class=Response)
_GZIP_LEVEL = 3
"""A page is read once, over a link that is seldom the narrow part: half of level 6's time for a tenth more bytes."""
_HEX64 = re.compile(r"[0-9a-f]{64}")


@router.post(
    "/v1/journal/{device}",
    summary="Hand over a batch of facts",
    description="Lines of facts, whole or gzip, at most 1,000 and 1 MiB unpacked. All or nothing; a fact that the "
    "school cannot accept is kept aside and named, and the others stand. Sending again what is held is a success.",
    responses=signed_json(PushAnswer, Code.REVOKED, Code.GAP, Code.FORK, Code.EPOCH, Code.CHAIN),
    openapi_extra=takes_lines(PUSH_HEADERS),
)
async def post_journal(request: Request, device: Annotated[UUID, Path(description="The laptop's id")]) -> Response:
    """Take a batch."""
    asked = await asked_of(request, limits.MAX_BATCH_BYTES)
    return await run_in_threadpool(_push, endpoint_of(request), asked, device)


@router.get(
    "/v1/feed",
    summary="Read the tutor's feed",
    description="Positions above `after`, in order. The device's own facts come as ids unless `whole` is set.",
    responses=signed_lines(FEED_HEADERS, Code.REVOKED),
)
async def get_feed(
    request: Request,
    after: Annotated[int, Query(ge=0, lt=1 << 53, description="The last position that is held")] = 0,
    limit: Annotated[int, Query(ge=1, le=limits.MAX_PAGE, description="At most so many lines")] = limits.MAX_PAGE,
    whole: Annotated[bool, Query(description="Also the device's own facts in full")] = False,
) -> Response:
    """Hand out a page."""
    asked = await asked_of(request)
    return await run_in_threadpool(_feed, endpoint_of(request), asked, after, limit, whole)


@router.get(
    "/v1/packs/{pack_id}",
    summary="Fetch a policy pack",
    responses=signed_json(PackFile, Code.REVOKED, Code.NOT_FOUND),
)
async def get_pack(
    request: Request, pack_id: Annotated[str, Path(max_length=200, description="The pack's id, as hello named it")]
) -> Response:
    """Hand out a pack that this tutor works under."""
    asked = await asked_of(request)
    return await run_in_threadpool(_pack, endpoint_of(request), asked, pack_id)


def _push(endpoint: Endpoint, asked: Asked, device: UUID) -> Response:
    claim = claim_of(asked)
    with reading(endpoint.engine) as conn:
        caller = recognise(endpoint, conn, asked, claim)
    with signed_refusals(caller):
        claimed, facts = _batch_head(asked), _facts(asked)
        check_batch(caller, device, claimed, facts)
        with writing(endpoint.engine) as conn:
            remember_nonce(endpoint, conn, caller.device, caller.nonce)
            answer = take_batch(endpoint, conn, caller, claimed, facts)
    return signed(caller, answer)


def _batch_head(asked: Asked) -> BatchHead:
    first, count, epoch = (_number(asked, name) for name in (limits.HEAD_FIRST, limits.HEAD_COUNT, limits.HEAD_EPOCH))
    head = asked.headers.get(limits.HEAD_HASH, "")
    try:
        signature = base64.b64decode(asked.headers.get(limits.HEAD_SIGNATURE, ""), validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not _HEX64.fullmatch(head) or first < 1:
        raise Refused(Code.MALFORMED, "The headers of the batch are not complete.")
    return BatchHead(first, count, head, epoch, signature)


def _number(asked: Asked, name: str) -> int:
    text = asked.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise Refused(Code.MALFORMED, f"The header {name} must be a number.")
    return int(text)


def _facts(asked: Asked) -> list[SealedFact]:
    if asked.headers.get("content-type", "").partition(";")[0].strip().lower() != limits.NDJSON:
        raise Refused(Code.MALFORMED, f"Send {limits.NDJSON}.")
    plain = unpack(asked.body, asked.headers.get("content-encoding", ""), limits.MAX_BATCH_BYTES)
    if plain.count(b"\n") > limits.MAX_FACTS:
        raise Refused(Code.TOO_LARGE, f"A batch may have {limits.MAX_FACTS} facts.", most_facts=limits.MAX_FACTS)
    try:
        facts = decode_facts(plain)
    except MalformedLines as error:
        raise Refused(Code.MALFORMED, str(error)) from None
    if not facts:
        raise Refused(Code.MALFORMED, "There is no fact in the batch.")
    return facts


def _feed(endpoint: Endpoint, asked: Asked, after: int, limit: int, whole: bool) -> Response:
    with admitted(endpoint, asked) as (_, caller):
        pass
    with reading(endpoint.engine) as conn:
        found = page(conn, caller, after, limit, whole=whole)
    return _page_answer(caller, found, "gzip" in asked.headers.get("accept-encoding", ""))


def _page_answer(caller: Caller, found: Page, zipped: bool) -> Response:
    epoch = caller.school.epoch
    content = page_content(caller.tutor, found.position, found.head, epoch, found.body)
    headers = {
        limits.HEAD_POSITION: str(found.position),
        limits.HEAD_HASH: found.head,
        limits.HEAD_EPOCH: str(epoch),
        limits.HEAD_SIGNATURE: sign_answer(caller.school.signer, caller.nonce, content),
        "Vary": "Accept-Encoding",
        "Cache-Control": "no-store",
    }
    if not zipped:
        return Response(found.body, headers=headers, media_type=limits.NDJSON)
    body = gzip.compress(found.body, _GZIP_LEVEL, mtime=0)
    return Response(body, headers=headers | {"Content-Encoding": "gzip"}, media_type=limits.NDJSON)


def _pack(endpoint: Endpoint, asked: Asked, pack_id: str) -> Response:
    with admitted(endpoint, asked) as (conn, caller):
        found = {pack.pack_id: pack for pack in packs_for(endpoint, conn, caller.school.school_id, caller.tutor)}
        if pack_id not in found:
            raise Refused(Code.NOT_FOUND, "This tutor works under no such pack.")
    return signed(caller, found[pack_id])
