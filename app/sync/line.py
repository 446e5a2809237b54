"""The school's answers, believed only under its key: hello, push, a page of the feed, a pack.

Must not write anything down: whoever asks does that, once the answer is here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

from pydantic import BaseModel, ValidationError

from app.sync.errors import NoConnection, Why
from app.sync.outgoing import Outgoing
from app.sync.protocol import limits
from app.sync.protocol.answers import answer_is_signed, page_content
from app.sync.protocol.messages import HelloAnswer, HelloRequest, PackFile, PushAnswer
from app.sync.protocol.problems import Code, Problem
from app.sync.protocol.wire import FeedItem, MalformedLines, decode_feed
from app.sync.transport import Reply, Transport, retry_after

_MOST_PACK = 4 << 20
_MOST_PAGE = 32 << 20
"""A page holds up to 1,000 facts, most of them small; more than this is not a page."""
_MOST_PUSH_ANSWER = 4 << 20
_NUMBER = re.compile(r"^\d{1,16}$")
_HEX = re.compile(r"^[0-9a-f]{64}$")
Answer = TypeVar("Answer", bound=BaseModel)


class SchoolSaid(Exception):
    """A problem under the school's own signature; the engine decides by its code what to do next."""

    def __init__(self, problem: Problem, seconds: float | None) -> None:
        super().__init__(problem.code.value)
        self.problem = problem
        self.seconds = seconds

    @property
    def code(self) -> Code:
        """The problem's stable code."""
        return self.problem.code


@dataclass(frozen=True, slots=True)
class Page:
    """Positions of the feed and where they end: the last position, the feed's hash there, the epoch."""

    position: int
    head: bytes
    epoch: int
    items: list[FeedItem]


@dataclass(frozen=True, slots=True)
class Line:
    """A transport to the school whose key was pinned at enrolment, for one tutor's feed."""

    transport: Transport
    school_key: bytes
    tutor: UUID

    def hello(self, request: HelloRequest) -> HelloAnswer:
        """Where the school stands. Raises NoConnection, SchoolSaid."""
        body = request.model_dump_json().encode()
        return self._ask(Outgoing("POST", "/v1/hello", body), HelloAnswer)

    def push(self, device: UUID, packed: bytes, headers: dict[str, str]) -> PushAnswer:
        """What became of a batch, sent as `zipped` made it. Raises NoConnection, SchoolSaid."""
        path, told = f"/v1/journal/{device}", headers | {"Content-Encoding": "gzip"}
        return self._ask(Outgoing("POST", path, packed, limits.NDJSON, told, _MOST_PUSH_ANSWER), PushAnswer)

    def pack(self, pack_id: str) -> PackFile:
        """A policy pack as the school has it. Raises NoConnection, SchoolSaid."""
        return self._ask(Outgoing("GET", f"/v1/packs/{quote(pack_id, safe='')}", most=_MOST_PACK), PackFile)

    def _reply(self, outgoing: Outgoing) -> Reply:
        """An answer that is not a problem; asked again, once, when only the clock or the nonce was wrong."""
        reply = self.transport.ask(outgoing)
        if reply.content_type != limits.PROBLEM:
            return reply
        problem = self._problem(reply)
        if not isinstance(problem, SchoolSaid) or problem.code not in {Code.CLOCK, Code.REPLAY}:
            raise problem
        if problem.code is Code.CLOCK:
            self.transport.learn(server_clock(problem))
        reply = self.transport.ask(outgoing)
        if reply.content_type == limits.PROBLEM:
            raise self._problem(reply)
        return reply

    def page(self, after: int, limit: int) -> Page:
        """The feed above a position. Raises NoConnection, SchoolSaid."""
        reply = self._reply(Outgoing("GET", f"/v1/feed?after={after}&limit={limit}", most=_MOST_PAGE))
        found = (reply.headers.get(name, "") for name in (limits.HEAD_POSITION, limits.HEAD_EPOCH, limits.HEAD_HASH))
        position, epoch, head = found
        if not (_NUMBER.match(position) and _NUMBER.match(epoch) and _HEX.match(head)):
            raise _unsigned(reply)
        content = page_content(self.tutor, int(position), head, int(epoch), reply.body)
        if reply.content_type != limits.NDJSON or not self._is_signed(reply, content):
            raise _unsigned(reply)
        try:
            items = decode_feed(reply.body)
        except MalformedLines:
            raise _unsigned(reply) from None
        return Page(int(position), bytes.fromhex(head), int(epoch), items)

    def _ask(self, outgoing: Outgoing, kind: type[Answer]) -> Answer:
        reply = self._reply(outgoing)
        if not self._is_signed(reply, reply.body):
            raise _unsigned(reply)
        try:
            return kind.model_validate_json(reply.body)
        except ValidationError:
            raise _unsigned(reply) from None

    def _is_signed(self, reply: Reply, content: bytes) -> bool:
        return answer_is_signed(self.school_key, reply.nonce, content, reply.headers.get(limits.HEAD_SIGNATURE))

    def _problem(self, reply: Reply) -> Exception:
        """A problem, believed when signed; without a signature it is no more than a reason to try again later."""
        problem = read_problem(reply)
        if problem is None:
            return _unsigned(reply)
        seconds = retry_after(reply.headers)
        if self._is_signed(reply, reply.body):
            return SchoolSaid(problem, seconds)
        whys = {Code.SIGNATURE: Why.NOT_RECOGNISED, Code.SLOW_DOWN: Why.BUSY, Code.SERVER: Why.BUSY}
        why = whys.get(problem.code, Why.UNSIGNED)
        return NoConnection(why, status=reply.status, retry_after=seconds)


def server_clock(said: SchoolSaid) -> datetime:
    """The school's time out of a `clock` problem. Raises SchoolSaid when it is not there."""
    try:
        found = datetime.fromisoformat(str((said.problem.model_extra or {}).get("server_clock")))
    except ValueError:
        raise said from None
    if found.tzinfo is None:
        raise said
    return found


def read_problem(reply: Reply) -> Problem | None:
    """The problem that an answer holds; None when it is not one we know."""
    try:
        return Problem.model_validate_json(reply.body)
    except ValidationError:
        return None


def _unsigned(reply: Reply) -> NoConnection:
    return NoConnection(Why.UNSIGNED, status=reply.status, retry_after=retry_after(reply.headers))
