"""Two packs for one pupil: the order never matters, and no rule gets laxer than in any one pack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.zones import zone
from app.policy.checks import evaluate, questions
from app.policy.combine import Combined, combine, conflicts
from app.policy.cycles import cycles, nominal_days
from app.policy.deadlines import Occasion, earliest
from app.policy.gates import needs_before, open_gates
from app.policy.limits import keeps, limits
from app.policy.loading import PackShelf
from app.policy.lone_working import lone_working_terms
from app.policy.notices import notices_for
from app.policy.schema import Enforce, EventId, Moment, Pack, Phase
from app.policy.situation import UNKNOWN, VisitContext
from tests.policy.packs import make_pack
from tests.policy.strategies import CONTEXTS, three_packs

HERE = zone()
Packs = tuple[Pack, Pack, Pack]
FEW = settings(max_examples=25)  # one example draws three packs; a hundred would take too long for every day


def everything(combined: Combined, context: VisitContext) -> tuple[object, ...]:
    """All that packs are merged into, for comparing."""
    return (
        combined.ids,
        questions(combined.packs, Phase.START, context),
        needs_before(combined, Moment.START_SESSION, context),
        notices_for(combined, EventId.ABSENT, context),
        cycles(combined, context),
        limits(combined, context),
        lone_working_terms(combined),
        conflicts(combined),
    )


@FEW
@given(three_packs(), CONTEXTS)
def test_the_order_of_packs_never_matters(three: Packs, context: VisitContext) -> None:
    seen = [everything(combine(order), context) for order in permutations(three)]
    assert all(each == seen[0] for each in seen)


@FEW
@given(three_packs(), CONTEXTS)
def test_packs_may_be_combined_in_any_groups_and_more_than_once(three: Packs, context: VisitContext) -> None:
    one, two, third = three
    left = combine([*combine([one, two]).packs, third])
    right = combine([one, *combine([two, third, two]).packs])
    assert left == right
    assert everything(left, context) == everything(right, context)


@FEW
@given(
    three_packs("gate", "check"),
    CONTEXTS,
    st.dictionaries(st.sampled_from(["c1", "c2", "c3"]), st.sampled_from(["yes", "no", "na", ""])),
    st.sets(st.sampled_from([f"{pack}/{gate}" for pack in ("one", "two", "three") for gate in ("g1", "g2")])),
)
def test_what_one_pack_would_stop_all_of_them_stop(
    three: Packs, context: VisitContext, answers: dict[str, str], gates_met: set[str]
) -> None:
    def verdict(packs: tuple[Pack, ...]) -> tuple[bool, bool, bool]:
        asked = questions(packs, Phase.START, context)
        given_answers = {each.id: answers.get(each.id.split("@")[0], "") for each in asked}
        result = evaluate(asked, given_answers, gates_met)
        return bool(result.blocks), bool(result.ends_session), not result.clear

    together = verdict(three)
    for pack in three:
        for alone, combined in zip(verdict((pack,)), together, strict=True):
            assert combined or not alone


@FEW
@given(three_packs("check"), CONTEXTS)
def test_every_question_of_every_pack_is_asked_and_cited(three: Packs, context: VisitContext) -> None:
    together = questions(three, Phase.START, context)
    assert len({each.id for each in together}) == len(together)
    for pack in three:
        for alone in questions([pack], Phase.START, context):
            (match,) = (
                each
                for each in together
                if each.id.split("@")[0] == alone.id and each.answer == alone.answer and pack.id in each.pack_ids
            )
            assert set(alone.cites) <= set(match.cites)


@FEW
@given(three_packs("gate"), CONTEXTS)
def test_gates_are_united_and_an_override_opens_only_what_every_pack_lets_it(
    three: Packs, context: VisitContext
) -> None:
    order = list(Enforce)
    together = {each.evidence: each for each in needs_before(combine(three), Moment.START_SESSION, context)}
    for pack in three:
        for alone in needs_before(combine([pack]), Moment.START_SESSION, context):
            merged = together[alone.evidence]
            assert order.index(merged.enforce) >= order.index(alone.enforce)
            if merged.enforce is alone.enforce:
                assert set(merged.override_by) <= set(alone.override_by)
    assert open_gates(tuple(together.values()), list(together)) == ()


@FEW
@given(three_packs("notify"), CONTEXTS, st.integers(0, 23))
def test_everybody_is_told_at_least_as_early(three: Packs, context: VisitContext, hour: int) -> None:
    start = datetime(2026, 11, 10, hour, tzinfo=UTC)
    occasion = Occasion(known_at=start + timedelta(minutes=15), session_start=start)
    together = {each.to: each for each in notices_for(combine(three), EventId.ABSENT, context)}
    for pack in three:
        for alone in notices_for(combine([pack]), EventId.ABSENT, context):
            merged = together[alone.to]
            assert earliest(merged.deadlines, occasion, HERE) <= earliest(alone.deadlines, occasion, HERE)
            assert set(alone.content) <= set(merged.content)
            assert merged.ack or not alone.ack


@FEW
@given(three_packs("cycle"), CONTEXTS)
def test_nothing_comes_round_more_rarely(three: Packs, context: VisitContext) -> None:
    together = {each.what: each for each in cycles(combine(three), context)}
    for pack in three:
        for alone in cycles(combine([pack]), context):
            merged = together[alone.what]
            length = nominal_days(merged.cadence, merged.terms_per_year)
            assert length <= nominal_days(alone.cadence, alone.terms_per_year)
            assert set(alone.outputs) <= set(merged.outputs)
            assert set(alone.close_needs) <= set(merged.close_needs)
            invited = {each.role for each in merged.invitees if each.invite}
            assert {each.role for each in alone.invitees if each.invite} <= invited


@FEW
@given(three_packs("limit"), st.integers(0, 10), st.one_of(st.none(), st.integers(0, 10)))
def test_what_keeps_all_limits_keeps_each(three: Packs, measured: int, own: int | None) -> None:
    together = {(each.measure, each.op): each for each in limits(combine(three), UNKNOWN)}
    for pack in three:
        for alone in limits(combine([pack]), UNKNOWN):
            if keeps(together[alone.measure, alone.op], measured, own):
                assert keeps(alone, measured, own)


@FEW
@given(three_packs("lone_working"))
def test_nobody_is_more_alone_under_several_packs(three: Packs) -> None:
    together = lone_working_terms(combine(three))
    for pack in three:
        if pack.lone_working:
            alone = lone_working_terms(combine([pack]))
            assert together.overdue_minutes <= alone.overdue_minutes
            assert together.named_contact >= alone.named_contact
            assert together.check_in >= alone.check_in
            assert together.check_out >= alone.check_out
            assert set(alone.aware_roles) <= set(together.aware_roles)


def test_without_a_word_about_lone_working_silence_is_an_alarm_all_the_same() -> None:
    terms = lone_working_terms(combine([make_pack()]))
    assert (terms.check_in, terms.check_out, terms.overdue_minutes) == (True, True, 15)


def test_both_shipped_packs_together_tell_both_sides(shelf: PackShelf) -> None:
    terms = lone_working_terms(combine(shelf.packs.values()))
    assert terms.aware_roles == ("lead_worker", "slt")
    assert terms.named_contact
    assert "BHES-32" in terms.cites


def test_two_packs_under_one_id_are_a_bug() -> None:
    with pytest.raises(ValueError, match="two different packs are called small"):
        combine([make_pack(), make_pack(terms=3)])
