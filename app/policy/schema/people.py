"""What people must have read, shown and learnt before they act: documents, vetting, training. Must not judge them."""

from typing import Literal

from pydantic import Field

from app.policy.schema.base import Cite, Id, Part, RoleId, Words
from app.policy.schema.more_words import VettingCheck
from app.policy.schema.words import Enforce, Moment, Strength


class Document(Part):
    """[[document]]: a paper somebody reads, signs, accepts or keeps before a moment."""

    id: Id
    title: Words
    version: Words
    action: Literal["read", "read_and_sign", "accept", "hold_copy"]
    who: tuple[RoleId, ...] = Field(min_length=1)
    before: Moment
    cite: Cite


class Vetting(Part):
    """[[vetting]]: a check of a member of staff, with date and who saw the evidence."""

    id: Id
    check: VettingCheck
    strength: Strength
    enforce: Enforce
    before: Moment
    cite: Cite


class Training(Part):
    """[[training]]: a course with its modules; `refresh_months` None means once."""

    id: Id
    title: Words
    modules: tuple[Id, ...] = Field(min_length=1)
    refresh_months: int | None = Field(default=None, ge=1)
    before: Moment
    enforce: Enforce
    cite: Cite
