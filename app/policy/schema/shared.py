"""Shapes that several sections use: when a rule applies, how often, by when, for how long. Must not evaluate them."""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.policy.schema.base import ClockTime, Part, RoleId
from app.policy.schema.words import Arrangement, EventId, Flag, Mode, ProviderStatus, SecondAdult, Venue


class Applies(Part):
    """Conditions of a rule. A key left out does not restrict; all keys must hold; within a key any word does."""

    modes: tuple[Mode, ...] = ()
    venues: tuple[Venue, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    flags: tuple[Flag, ...] = ()
    provider_status: tuple[ProviderStatus, ...] = ()
    second_adult: SecondAdult | None = None


ALWAYS = Applies()


class Cadence(Part):
    """How often. Calendar cadences count windows (half-terms, terms); previous and start count from a date."""

    every: int = Field(ge=1)
    unit: Literal["school_day", "week", "month", "half_term", "term", "year", "day"]
    anchor: Literal["calendar", "previous", "start"]
    tolerance_days: int = Field(default=0, ge=0)
    approx: bool = False


DeadlineRule = Literal["immediate", "same_day", "before_clock", "within", "before_event", "by_window_end"]
_KEYS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "immediate": (frozenset(), frozenset()),
    "same_day": (frozenset(), frozenset({"warn_clock"})),
    "before_clock": (frozenset({"clock"}), frozenset({"late_start_minutes", "warn_clock"})),
    "within": (frozenset({"amount", "unit"}), frozenset({"of", "warn_clock"})),
    "before_event": (frozenset({"amount", "unit", "of"}), frozenset({"warn_clock"})),
    "by_window_end": (frozenset(), frozenset({"warn_clock"})),
}
"""Per rule: the keys it needs and the keys it may have besides (domain.md 2.3)."""


class Deadline(Part):
    """By when somebody must have been told. A key the rule does not use is an error: it would promise nothing."""

    rule: DeadlineRule
    clock: ClockTime | None = None
    amount: int | None = Field(default=None, ge=0)
    unit: Literal["minute", "hour", "day", "school_day", "week"] | None = None
    of: EventId | None = None
    late_start_minutes: int | None = Field(default=None, ge=0)
    warn_clock: ClockTime | None = None

    @model_validator(mode="after")
    def _keys_fit_the_rule(self) -> Self:
        needed, allowed = _KEYS[self.rule]
        given = {name for name in type(self).model_fields if name != "rule" and getattr(self, name) is not None}
        if lacking := sorted(needed - given):
            raise ValueError(f'a "{self.rule}" deadline needs {", ".join(lacking)}')
        if idle := sorted(given - needed - allowed):
            raise ValueError(f'a "{self.rule}" deadline has no use for {", ".join(idle)}')
        return self


class Period(Part):
    """How long something is kept, counted from an event in the record's life."""

    amount: int = Field(ge=0)
    unit: Literal["day", "month", "year", "school_year"]
    from_: Literal["created", "entry", "dob", "case_closed", "superseded", "event"] = Field(alias="from")


class Override(Part):
    """Who may open a gate in spite of it, always with a reason that is kept."""

    by: tuple[RoleId, ...] = Field(min_length=1)
    reason_required: Literal[True]
