"""The head of a pack: whose policy it is, its calendar, its roles, its references and texts. Must not hold rules."""

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from app.policy.schema.base import Cite, Id, Part, RoleId, Semver, Words
from app.policy.schema.words import Arrangement


class PackHead(Part):
    """[pack]: identity of the pack and of the document it was made from."""

    id: Id
    title: Words
    publisher: Words
    source_title: Words
    source_version: Words
    issued: dt.date | None = None
    next_review: dt.date | None = None
    review_cycle_months: int | None = Field(default=None, ge=1)
    pack_version: Semver
    nation: Literal["england"]
    arrangements: tuple[Arrangement, ...] = Field(min_length=1)
    author_choices: tuple[Words, ...] = ()
    """What the source left open and the pack's author decided."""


class Calendar(Part):
    """[calendar]: how this policy counts terms, half-days and days. `timezone` is an IANA name."""

    terms_per_year: Literal[3, 6]
    term_word: Words
    sessions: tuple[Literal["am", "pm", "session"], ...]
    week_start: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    day_unit: Literal["school_day", "day"]
    timezone: Literal["Europe/London"]

    @model_validator(mode="after")
    def _half_days_or_sessions(self) -> Self:
        if self.sessions not in (("am", "pm"), ("session",)):
            raise ValueError('sessions are ["am", "pm"] or ["session"]')
        return self


class Role(Part):
    """[[role]]: a part somebody plays, and how many people must or may play it."""

    id: RoleId
    label: Words
    side: Literal["provider", "school", "trust", "la", "family", "health", "social_care"]
    scope: Literal["org", "pupil", "session", "placement"]
    min: int = Field(ge=0)
    max: int | None = Field(default=None, ge=1)
    cite: Cite

    @model_validator(mode="after")
    def _min_fits_max(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max {self.max} is below min {self.min}")
        return self


class Text(Part):
    """[[text]]: something to show or print, in the product's own words."""

    id: Id
    audience: RoleId
    title: Words
    body: Words
    cite: Cite | None = None


class Reference(Part):
    """[[reference]]: law or guidance the source cites, and whether it still stands."""

    title: Words
    edition: Words
    status: Literal["current", "superseded", "unknown"]
    successor: Words | None = None


class Combine(Part):
    """[combine]: what happens when a pupil falls under two packs. Fixed words: nothing here can be made laxer."""

    deadline: Literal["earliest"]
    cycle: Literal["shortest"]
    checks: Literal["union"]
    limits: Literal["lowest"]
    retention: Literal["ask"]
    consent: Literal["ask"]
    charge: Literal["ask"]
    ending: Literal["ask"]
