"""What all facts share: frozen, strict, closed, with bounded texts. Must not name any particular fact."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

KEEPABLE = r"^[^\x00]*$"
"""No NUL: PostgreSQL cannot keep one in a text, and a fact that one end keeps the other must be able to keep."""
Name = Annotated[str, StringConstraints(max_length=200, pattern=KEEPABLE)]
"""One line: a name, a phone number, a code."""
Text = Annotated[str, StringConstraints(max_length=20_000, pattern=KEEPABLE)]
"""A long text as typed."""
Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z0-9_.:@+-]*$")]
"""A word of ours: a reason, a check id, a mode."""
Instant = AwareDatetime
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]


class Part(BaseModel):
    """A value inside a fact."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class Payload(Part):
    """The body of a fact. Each kind sets `kind`, a class-wide `VERSION`, its OWNER and its subject."""

    VERSION: ClassVar[int] = 1
    OWNER: ClassVar[str] = "tutor"
    """Which side may write it: 'tutor' or 'school' (design.md 1, one owner per thing)."""

    kind: str

    @property
    def subject(self) -> UUID:
        """The thing the fact is about: a visit, a pupil, a tutor, a device or the school."""
        raise AssertionError(f"{type(self).__name__} has no subject")
