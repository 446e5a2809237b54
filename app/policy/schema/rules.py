"""The rules that act during the tutor's work: gates, checks, notices and hints for the register.

Must not evaluate anything: checks.py, gates.py and deadlines.py do.
"""

from typing import Self

from pydantic import Field, model_validator

from app.policy.schema.base import Cite, Id, Part, RoleId, Words
from app.policy.schema.more_words import Evidence
from app.policy.schema.shared import ALWAYS, Applies, Deadline, Override
from app.policy.schema.words import AnswerKind, Enforce, EventId, Moment, OnFail, Phase, Strength

NEVER_BLOCKED_MOMENTS = frozenset({Moment.FINISH_SESSION, Moment.END_PLACEMENT})
"""Endings: the safety rule says that nothing may stand before them (domain.md 0.4)."""

_FITTING: dict[Phase, frozenset[OnFail]] = {
    Phase.BEFORE: frozenset({OnFail.RECORD, OnFail.WARN, OnFail.BLOCK_START}),
    Phase.START: frozenset(OnFail),
    Phase.DURING: frozenset({OnFail.RECORD, OnFail.WARN, OnFail.END_SESSION}),
    Phase.FINISH: frozenset({OnFail.RECORD, OnFail.WARN}),
}


class Gate(Part):
    """[[gate]]: what must be there before a moment. `enforce = "block"` holds the moment back."""

    id: Id
    before: Moment
    needs: tuple[Evidence, ...] = Field(min_length=1)
    applies: Applies = ALWAYS
    strength: Strength
    enforce: Enforce
    override: Override | None = None
    cite: Cite

    @model_validator(mode="after")
    def _endings_stay_open(self) -> Self:
        if self.enforce is Enforce.BLOCK and self.before in NEVER_BLOCKED_MOMENTS:
            raise ValueError(f'a gate never blocks "{self.before}": an ending can always be recorded')
        return self


class Check(Part):
    """[[check]]: one question of a check list, put so that "yes" is good.

    `help` (one line under the question) and `matter` (the subject it shares with checks of other packs; its own
    id when left out) are additions to the schema of domain.md 2.5.2.
    """

    id: Id
    text: Words
    help: str = ""
    matter: Id | None = None
    phase: Phase
    answer: AnswerKind
    options: tuple[Words, ...] = ()
    on_fail: OnFail
    otherwise: tuple[Id, ...] = ()
    applies: Applies = ALWAYS
    strength: Strength
    cite: Cite

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        if self.answer is AnswerKind.CHOICE and not self.options:
            raise ValueError('a "choice" needs options')
        if self.options and self.answer not in (AnswerKind.CHOICE, AnswerKind.SCALE):
            raise ValueError(f'a "{self.answer}" answer has no use for options')
        if self.on_fail not in _FITTING[self.phase]:
            raise ValueError(f'"{self.on_fail}" cannot follow a check in the phase "{self.phase}"')
        return self


class Notify(Part):
    """[[notify]]: who tells whom about an event, by when, and who hears if nobody answers."""

    id: Id
    event: EventId
    from_: tuple[RoleId, ...] = Field(alias="from", min_length=1)
    to: tuple[RoleId, ...] = Field(min_length=1)
    deadline: Deadline
    ack: bool
    escalate_after_minutes: int | None = Field(default=None, ge=0)
    escalate_to: tuple[RoleId, ...] = ()
    content: tuple[Id, ...] = ()
    applies: Applies = ALWAYS
    strength: Strength
    cite: Cite

    @model_validator(mode="after")
    def _escalation_is_whole(self) -> Self:
        if (self.escalate_after_minutes is None) != (not self.escalate_to):
            raise ValueError("escalate_after_minutes and escalate_to go together")
        return self
