"""Saying no on the wire: a refusal becomes `application/problem+json`, signed where the device was recognised.

Must not carry names, notes or keys: details are sentences of ours with ids and numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.sync.protocol import limits
from app.sync.protocol.answers import sign_answer
from app.sync.protocol.problems import MEANINGS, Code, problem

if TYPE_CHECKING:
    from app.school.callers import Caller


class Refused(Exception):
    """A request is refused with a code; `members` are the problem's own, such as `acked` with a gap."""

    def __init__(
        self, code: Code, detail: str = "", *, status: int | None = None, retry_after: int | None = None, **members: Any
    ) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail
        self.status = status or MEANINGS[code].status
        self.retry_after = retry_after
        self.members = members
        self.caller: Caller | None = None

    def response(self) -> Response:
        """The problem as it goes out."""
        found = problem(self.code, self.detail, **self.members).model_copy(update={"status": self.status})
        body = found.model_dump_json().encode()
        headers = {"Cache-Control": "no-store"}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        if self.status == MEANINGS[Code.SIGNATURE].status:
            headers["WWW-Authenticate"] = "Signature"
        if self.caller is not None:
            headers[limits.HEAD_SIGNATURE] = sign_answer(self.caller.school.signer, self.caller.nonce, body)
        return Response(body, self.status, headers, media_type=limits.PROBLEM)
