"""The questions of a check list and what the answers mean. Must not know screens, facts or the clock.

Safety rule above every pack (domain.md 0.4): nothing here can hold back a concern, an absence or the end of a
visit; `may_be_blocked` says so for every action by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app.policy.cites import all_clauses
from app.policy.merging import strictest
from app.policy.schema.pack import Pack
from app.policy.schema.rules import NEVER_BLOCKED_MOMENTS, Check
from app.policy.schema.words import AnswerKind, Enforce, Moment, OnFail, Phase, Strength
from app.policy.situation import VisitContext, holds

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ADULT_NAME, ADULT_RELATION, ADULT_OVER_18 = "adult_present", "adult_relation", "adult_over_18"
"""Matters of the named adult at the door (BHES-18, KES-28): every pack for home visits uses these three."""

_NOBODY = frozenset({"no", "none", "nobody", "no one", "no-one", "n/a", "na", "-"})
_CLOSED: dict[str, tuple[str, ...]] = {
    AnswerKind.YES_NO: (YES, NO),
    AnswerKind.YES_NO_NA: (YES, NO, NOT_APPLICABLE),
    AnswerKind.SCALE: ("1", "2", "3", "4", "5"),
    AnswerKind.CHOICE: (),
}
"""Kinds of answer with a fixed list; options that a pack gives stand instead of it."""
BLOCKABLE = frozenset({"start"}) | frozenset(Moment) - NEVER_BLOCKED_MOMENTS
"""All that a rule may ever hold back: steps towards a visit or an arrangement, never away from one."""


def may_be_blocked(action: str) -> bool:
    """Whether any rule may hold this action back. False for everything not known to be a beginning."""
    return action in BLOCKABLE


@dataclass(frozen=True, slots=True)
class StandIn:
    """A gate that stands in for a failed check; `blocks` when its own enforcement is "block"."""

    gate: str
    """pack id, slash, gate id."""
    blocks: bool


@dataclass(frozen=True, slots=True)
class FailRule:
    """What one pack does about a failure: its outcome, and the gates that may stand in for the check."""

    on_fail: str
    otherwise: tuple[StandIn, ...] = ()

    def outcome(self, gates_met: frozenset[str]) -> str:
        """With every stand-in gate met, what would stop only warns; an unmet one that blocks stops."""
        unmet = [stand_in for stand_in in self.otherwise if stand_in.gate not in gates_met]
        if self.otherwise and not unmet:
            return OnFail.WARN if _stops(self.on_fail) else self.on_fail
        if any(stand_in.blocks for stand_in in unmet) and not _stops(self.on_fail):
            return OnFail.BLOCK_START
        return self.on_fail


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """One question to ask. `id` is unique within a phase; texts are the pack's, cites are clause ids, sorted.

    `on_fail` is the strictest word of all packs; `rules` say what each makes of a failure once gates are known.
    """

    id: str
    text: str
    help: str
    answer: str
    options: tuple[str, ...]
    phase: str
    on_fail: str
    cites: tuple[str, ...]
    pack_ids: tuple[str, ...]
    strength: str
    rules: tuple[FailRule, ...] = ()

    def outcome(self, gates_met: frozenset[str]) -> OnFail:
        """The strictest of what the packs make of a failure."""
        said = [rule.outcome(gates_met) for rule in self.rules] or [self.on_fail]
        return strictest(OnFail, (OnFail(word) for word in said))


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a set of answers means; every tuple holds question ids in the order asked.

    `clear` is True when all that must be answered is, and nothing failed. `blocks` is what keeps a visit from
    starting: a failed or missing answer to a question that blocks. `gates` are the stand-ins still to be met.
    """

    clear: bool
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    blocks: tuple[str, ...]
    ends_session: tuple[str, ...]
    warns: tuple[str, ...]
    gates: tuple[str, ...] = ()


def questions(packs: Iterable[Pack], phase: Phase, context: VisitContext) -> tuple[CheckQuestion, ...]:
    """The questions of `phase` that apply, one per matter; the same whatever the order of `packs`.

    Checks of the same matter and kind of answer become one question with the strictest outcome and all cites.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[tuple[Pack, Check]]] = {}
    for pack in sorted({pack.id: pack for pack in packs}.values(), key=lambda pack: pack.id):
        for check in pack.checks:
            if check.phase is phase and holds(check.applies, context):
                key = (check.matter or check.id, check.answer, check.options)
                groups.setdefault(key, []).append((pack, check))
    matters = [matter for matter, _, _ in groups]
    return tuple(_merged(matter, group, alone=matters.count(matter) == 1) for (matter, _, _), group in groups.items())


def _merged(matter: str, group: list[tuple[Pack, Check]], *, alone: bool) -> CheckQuestion:
    """One question for all checks of a group; the wording comes from the strictest, then the first pack by id."""
    pack_ids = tuple(sorted({pack.id for pack, _ in group}))
    on_fail = strictest(OnFail, (check.on_fail for _, check in group))
    strength = strictest(Strength, (check.strength for _, check in group))
    lead = next(check for _, check in group if check.on_fail is on_fail)
    return CheckQuestion(
        id=matter if alone else f"{matter}@{'+'.join(pack_ids)}",
        text=lead.text,
        help=lead.help or next((check.help for _, check in group if check.help), ""),
        answer=lead.answer,
        options=lead.options,
        phase=lead.phase,
        on_fail=on_fail,
        cites=all_clauses(check.cite for _, check in group),
        pack_ids=pack_ids,
        strength=strength,
        rules=tuple(dict.fromkeys(FailRule(check.on_fail, _stand_ins(pack, check)) for pack, check in group)),
    )


def _stand_ins(pack: Pack, check: Check) -> tuple[StandIn, ...]:
    blocking = {gate.id: gate.enforce is Enforce.BLOCK for gate in pack.gates}
    return tuple(StandIn(f"{pack.id}/{gate}", blocking[gate]) for gate in check.otherwise)


def evaluate(
    asked: Iterable[CheckQuestion], answers: Mapping[str, str], gates_met: Collection[str] = ()
) -> CheckResult:
    """Judge `answers` ("yes", "no", "na", a name, a number, a text; by question id) against the questions.

    An answer that is not one of the allowed ones counts as missing, never as good. Answers to questions that
    were not asked are left alone. `gates_met` are stand-in gates (see StandIn.gate) already fulfilled.
    """
    verdict = _Verdict(frozenset(gates_met))
    for question in asked:
        verdict.take(question, answers.get(question.id, ""))
    return verdict.result()


def is_answered(question: CheckQuestion, answer: str) -> bool:
    """Whether `answer` is one that this question can have."""
    text = answer.strip()
    if question.answer in _CLOSED:
        return text in (question.options or _CLOSED[question.answer])
    if question.answer == AnswerKind.NAME:
        return text.casefold() in _NOBODY or any(letter.isalpha() for letter in text)
    if question.answer == AnswerKind.MINUTES:
        return text.isascii() and text.isdigit()
    return bool(text)


def is_failed(question: CheckQuestion, answer: str) -> bool:
    """Whether a given answer is the bad one. Only yes/no and name questions can fail; the others record."""
    text = answer.strip()
    if question.answer == AnswerKind.NAME:
        return text.casefold() in _NOBODY
    return question.answer in (AnswerKind.YES_NO, AnswerKind.YES_NO_NA) and text == NO


class _Verdict:
    """Collects what the answers mean, one question at a time."""

    def __init__(self, gates_met: frozenset[str]) -> None:
        self.gates_met = gates_met
        self.missing: list[str] = []
        self.failed: list[str] = []
        self.by_outcome: dict[str, list[str]] = {outcome: [] for outcome in OnFail}
        self.gates: list[str] = []

    def take(self, question: CheckQuestion, answer: str) -> None:
        if not is_answered(question, answer):
            if question.strength != Strength.MAY:
                self.missing.append(question.id)
                outcome = OnFail.BLOCK_START if _stops(question.on_fail) else OnFail.RECORD
                self.by_outcome[outcome].append(question.id)
        elif is_failed(question, answer):
            self.failed.append(question.id)
            self.by_outcome[question.outcome(self.gates_met)].append(question.id)
            named = {stand_in.gate for rule in question.rules for stand_in in rule.otherwise}
            self.gates.extend(sorted(named - self.gates_met))

    def result(self) -> CheckResult:
        ends = self.by_outcome[OnFail.END_SESSION]
        return CheckResult(
            clear=not self.missing and not self.failed,
            missing=tuple(self.missing),
            failed=tuple(self.failed),
            blocks=tuple(self.by_outcome[OnFail.BLOCK_START] + ends),
            ends_session=tuple(ends),
            warns=tuple(self.by_outcome[OnFail.WARN]),
            gates=tuple(dict.fromkeys(self.gates)),
        )


def _stops(on_fail: str) -> bool:
    return on_fail in (OnFail.BLOCK_START, OnFail.END_SESSION)
