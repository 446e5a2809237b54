"""Rules over weeks and terms: cycles, limits, plans, endings, code hints, retention. Must not evaluate them."""

from typing import Literal

from pydantic import Field

from app.domain.attendance import Situation
from app.policy.schema.base import Cite, Id, Part, RoleId, Words
from app.policy.schema.more_words import CycleKind, Evidence, Measure, PlanKind, PlanNeed, RetentionClass
from app.policy.schema.shared import ALWAYS, Applies, Cadence, Period
from app.policy.schema.words import Enforce, Strength


class Participant(Part):
    """One party of a cycle: whether it is invited, and how it may contribute."""

    role: RoleId
    invite: bool
    contribution: tuple[Literal["in_person", "report"], ...] = ()


class Cycle(Part):
    """[[cycle]]: something that comes round, who organises it, what it leaves behind and what closing it needs."""

    id: Id
    what: CycleKind
    cadence: Cadence
    organiser: RoleId
    participants: tuple[Participant, ...] = ()
    outputs: tuple[Words, ...] = ()
    """Names of what comes out; `form:x` means the pack's form x."""
    close_needs: tuple[Evidence, ...] = ()
    applies: Applies = ALWAYS
    strength: Strength
    cite: Cite


class Limit(Part):
    """[[limit]]: a number that a measure must not pass; "case" means set for each pupil."""

    id: Id
    measure: Measure
    op: Literal["max", "min"]
    value: int | float | Literal["case"]
    unit: Literal["minute", "hour", "day", "school_day", "week", "percent", "pupil", "review"]
    applies: Applies = ALWAYS
    strength: Strength
    enforce: Enforce
    cite: Cite


class PlanRule(Part):
    """[[plan_rule]]: what a plan must hold before it counts as agreed."""

    id: Id
    plan: PlanKind
    needs: PlanNeed
    enforce: Enforce
    applies: Applies = ALWAYS
    cite: Cite


class EndRule(Part):
    """[[end_rule]]: when to decide about ending or pausing. A person decides, always."""

    id: Id
    trigger: Words
    decide: RoleId
    automatic: Literal[False]
    steps: tuple[Words, ...] = Field(min_length=1)
    cite: Cite


class CodeHint(Part):
    """[[code_hint]]: the register code this policy suggests in a situation of domain.md 4.3."""

    id: Id
    situation: Situation
    code: Words
    note: Words
    cite: Cite


class Retention(Part):
    """[[retention]]: how long a class of records is kept and what happens then."""

    class_: RetentionClass = Field(alias="class")
    keep: Period
    then: Literal["delete", "review", "transfer"]
    basis: Words
    cite: Cite
