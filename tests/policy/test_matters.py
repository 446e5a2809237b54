"""Matters merged one by one, with packs written for the purpose."""

from __future__ import annotations

import pytest

from app.policy.checks import questions
from app.policy.combine import combine, conflicts
from app.policy.conduct import (
    contacts_allowed,
    may_contact_pupil,
    must_record,
    online_terms,
    plan_needs,
    session_terms,
)
from app.policy.cycles import cycles, nominal_days
from app.policy.gates import needs_before
from app.policy.limits import limits
from app.policy.loading import PackShelf
from app.policy.notices import notices_for
from app.policy.people import documents_needed, training_needed, vetting_needed
from app.policy.schema import Enforce, EventId, Flag, Mode, Moment, Pack, Phase, SecondAdult
from app.policy.schema.more_words import CycleKind, PlanKind, PlanNeed
from app.policy.situation import UNKNOWN, VisitContext
from tests.policy.packs import check, cycle, gate, make_pack, notify
from tests.policy.test_fragments import fragment, with_all_roles


def test_checks_of_one_matter_are_asked_once_with_the_strictest_outcome() -> None:
    mild = make_pack("a", check=[check("smoke", matter="no_smoking", on_fail="warn", strength="should")])
    strict = make_pack("b", check=[check("no_smoking", on_fail="end_session", text="No smoke", cite="KES-21")])
    (one,) = questions([mild, strict], Phase.START, UNKNOWN)
    assert (one.id, one.on_fail, one.strength, one.text) == ("no_smoking", "end_session", "must", "No smoke")
    assert one.cites == ("BHES-18", "KES-21")
    assert one.pack_ids == ("a", "b")


def test_checks_of_one_matter_with_other_answers_stay_two_questions() -> None:
    by_name = make_pack("a", check=[check("adult", answer="name")])
    by_tick = make_pack("b", check=[check("adult")])
    assert [one.id for one in questions([by_tick, by_name], Phase.START, UNKNOWN)] == ["adult@a", "adult@b"]


def test_a_half_termly_review_is_shorter_than_84_days_and_a_term_of_six_equals_a_half_term() -> None:
    bhes, oost = make_pack("bhes", 6, **with_all_roles(fragment("bhes"))), make_pack("oost", 6, **fragment("oost"))
    (review,) = (each for each in cycles(combine([oost, bhes]), UNKNOWN) if each.what is CycleKind.REVIEW)
    assert (review.cadence.unit, review.terms_per_year) == ("term", 6)
    assert review.organisers == ("lead_worker", "named_school_person")
    assert [each.role for each in review.invitees] == ["home_school", "parent", "professional", "pupil"]
    assert review.close_needs == ("invitations_recorded", "parent_view", "plan_version", "pupil_view")
    half_term = review.cadence.model_copy(update={"unit": "half_term"})
    assert nominal_days(review.cadence, 6) == nominal_days(half_term, 3)
    assert nominal_days(review.cadence, 6) < 84 < nominal_days(review.cadence, 3)


def test_ways_to_contribute_are_those_all_packs_allow() -> None:
    cadence = {"every": 1, "unit": "term", "anchor": "calendar"}

    def inviting(pack_id: str, *ways: str) -> Pack:
        party = {"role": "parent", "invite": True, "contribution": list(ways)}
        return make_pack(pack_id, cycle=[cycle("c", cadence, participants=[party])])

    def together(*packs: Pack) -> tuple[str, ...]:
        (only,) = cycles(combine(packs), UNKNOWN)
        return only.invitees[0].contribution

    assert together(inviting("a", "in_person", "report"), inviting("b", "in_person")) == ("in_person",)
    assert together(inviting("a", "report"), inviting("b", "in_person")) == ("in_person", "report")


def test_the_lowest_hours_and_the_longest_notice_bind() -> None:
    def limit(measure: str, op: str, value: object) -> dict[str, object]:
        rest = {"unit": "hour", "strength": "must", "enforce": "warn", "cite": "OOST-08"}
        return {"id": f"{measure}_limit", "measure": measure, "op": op, "value": value, **rest}

    one = make_pack("a", limit=[limit("weekly_hours_1to1", "max", 5), limit("notice_days", "min", 5)])
    two = make_pack("b", limit=[limit("weekly_hours_1to1", "max", "case"), limit("notice_days", "min", 7)])
    notice, hours = limits(combine([one, two]), UNKNOWN)
    assert (hours.value, hours.per_case) == (5, True)
    assert (notice.value, notice.per_case) == (7, False)


def test_content_for_one_reader_is_not_sent_to_another() -> None:
    office = make_pack("a", notify=[notify("n", content=["date"])])
    dsl = make_pack("b", notify=[notify("n", to=["dsl"], content=["date", "reason"], deadline={"rule": "immediate"})])
    to_dsl, to_school = notices_for(combine([office, dsl]), EventId.ABSENT, UNKNOWN)
    assert (to_dsl.to, to_dsl.content) == ("dsl", ("date", "reason"))
    assert (to_school.to, to_school.content) == ("home_school", ("date",))
    assert [each.rule for each in to_school.deadlines] == ["immediate", "same_day"]


def test_a_gate_of_one_adult_sessions_opens_for_two_and_holds_when_nobody_knows() -> None:
    npat = combine([make_pack("npat", **fragment("npat"))])

    def needed(second_adult: SecondAdult | None) -> int:
        context = VisitContext(mode=Mode.ONLINE, second_adult=second_adult)
        return len(needs_before(npat, Moment.START_SESSION, context))

    assert (needed(SecondAdult.NONE), needed(None), needed(SecondAdult.PRESENT)) == (4, 4, 0)


def test_a_gate_of_two_packs_opens_only_for_those_whom_both_trust() -> None:
    def blocking(pack_id: str, *by: str, enforce: str = "block") -> Pack:
        override = {"override": {"by": list(by), "reason_required": True}} if by else {}
        return make_pack(pack_id, gate=[gate("g", enforce=enforce, **override)])

    def trusted(*packs: Pack) -> tuple[str, ...]:
        (one,) = needs_before(combine(packs), Moment.START_SESSION, UNKNOWN)
        return one.override_by

    assert trusted(blocking("a", "dsl", "slt"), blocking("b", "slt")) == ("slt",)
    assert trusted(blocking("a", "dsl"), blocking("b")) == ()
    assert trusted(blocking("a", "dsl"), blocking("b", enforce="warn")) == ("dsl",)


def test_rules_for_flags_hold_for_pupils_with_one_of_them_or_with_flags_unknown() -> None:
    pack = combine([make_pack(gate=[gate("g", applies={"flags": ["ehcp", "lac"]})])])
    for flags, count in ((frozenset({Flag.LAC}), 1), (frozenset({Flag.FSM}), 0), (frozenset[Flag](), 0), (None, 1)):
        assert len(needs_before(pack, Moment.START_SESSION, VisitContext(flags=flags))) == count


def test_retention_consent_charging_and_ending_are_asked_when_packs_differ() -> None:
    kept = {"then": "delete", "basis": "a rule", "cite": "OLOL-050"}
    keep = [{"class": "session_log", "keep": {"amount": 1, "unit": "year", "from": "created"}, **kept}]
    longer = [{"class": "session_log", "keep": {"amount": 6, "unit": "year", "from": "created"}, **kept}]
    charge = {"unit": "week", "part_unit": "counts_full", "within": "term", "condition": "costs are shared"}
    end = {"id": "e", "trigger": "too ill", "decide": "slt", "automatic": False, "steps": ["decide"], "cite": "KES-09"}
    consent = gate("g", needs=["parent_permission_scope"])
    one = make_pack("a", retention=keep, charge=charge, end_rule=[end], gate=[consent])
    two = make_pack(
        "b",
        retention=longer,
        charge={**charge, "part_unit": "pro_rata"},
        end_rule=[{**end, "decide": "dsl"}],
        gate=[{**consent, "needs": ["parent_consent_written"]}],
    )
    found = conflicts(combine([two, one]))
    assert [each.matter for each in found] == ["charge", "consent:start_session", "ending", "retention:session_log"]
    assert [each.pack_id for each in found[3].choices] == ["a", "b"]
    assert found[3].choices[0].says == "1 year from created, then delete"
    assert conflicts(combine([one])) == ()
    assert (
        conflicts(combine([one, make_pack("c", retention=keep, charge=charge, end_rule=[end], gate=[consent])])) == ()
    )
    assert conflicts(combine([one, make_pack("d")])) == ()


def test_recordings_kept_for_different_times_are_asked_about() -> None:
    def recording(days: int) -> dict[str, object]:
        keep = {"amount": days, "unit": "day", "from": "created"}
        return {"required": True, "keep": keep, "hold_allowed": True, "store": "register_only", "cite": "NPAT-17"}

    both = combine([make_pack("a", recording=recording(20)), make_pack("b", recording=recording(30))])
    assert [each.matter for each in conflicts(both)] == ["retention:session_recording"]
    assert must_record(both)
    assert not must_record(combine([make_pack()]))


def test_the_shipped_packs_together_leave_the_ending_to_a_person(shelf: PackShelf) -> None:
    both = combine([shelf.get("bhes-one-to-one"), shelf.get("kes-one-to-one")])
    assert [each.matter for each in conflicts(both)] == ["ending"]


def test_logs_hold_what_any_pack_requires() -> None:
    both = session_terms(combine([make_pack("b", **fragment("npat")), make_pack("a")]))
    assert (both.require_target, both.require_outcome) == (False, True)
    assert both.outcome_categories == ("learning", "pastoral", "ehcp_need", "teaching", "other")
    assert both.warn_categories == ("teaching",)
    assert both.seen_definitions == ("in person", "on camera")


def test_online_sessions_use_what_every_pack_allows() -> None:
    def online(pack_id: str, platforms: list[str], accounts: str = "any") -> Pack:
        rest = {"devices": "provider", "staff_location": "any", "invite": ["dsl"]}
        return make_pack(pack_id, online={"platforms": platforms, "accounts": accounts, **rest})

    def together(*packs: Pack) -> tuple[tuple[str, ...] | None, str]:
        terms = online_terms(combine(packs))
        assert terms is not None
        return terms.platforms, terms.accounts

    one, two, other = online("a", ["Teams", "Meet"]), online("b", ["Meet"], "school"), online("c", ["Zoom"])
    assert together(one, two) == (("Meet",), "school")
    assert together(two, other) == ((), "school")
    assert together(online("d", [])) == (None, "any")
    assert online_terms(combine([make_pack()])) is None


@pytest.mark.parametrize(
    ("words", "allowed"),
    [((), False), ((True,), True), ((True, False), False), ((False,), False), ((True, True), True)],
)
def test_pupils_are_contacted_only_when_a_pack_says_so_and_none_says_no(words: tuple[bool, ...], allowed: bool) -> None:
    packs = [make_pack(f"p{i}", contact={"pupil_direct": w, "allowed": []}) for i, w in enumerate(words)]
    assert may_contact_pupil(combine([*packs, make_pack("silent")])) is allowed


def test_contacts_are_those_that_every_pack_allows() -> None:
    one = make_pack("a", contact={"pupil_direct": False, "allowed": ["home_school", "guardian"]})
    two = make_pack("b", contact={"pupil_direct": False, "allowed": ["guardian", "dsl"]})
    assert contacts_allowed(combine([one, two])) == ("guardian",)
    assert contacts_allowed(combine([make_pack()])) is None


def test_staff_are_checked_and_taught_as_the_strictest_pack_says() -> None:
    vet = {"id": "v", "check": "qts", "strength": "should", "enforce": "record", "before": "assign_staff"}
    course = {"id": "t", "title": "Safety", "before": "first_session", "enforce": "warn", "cite": "OOST-32"}
    one = make_pack(
        "a", vetting=[{**vet, "cite": "OOST-09"}], training=[{**course, "modules": ["x"], "refresh_months": 24}]
    )
    two = make_pack(
        "b",
        vetting=[{**vet, "strength": "must", "enforce": "block", "before": "first_session", "cite": "KES-19"}],
        training=[{**course, "modules": ["y"], "refresh_months": 12, "enforce": "block"}],
    )
    (needed,) = vetting_needed(combine([one, two]))
    assert (needed.enforce, needed.before) == (Enforce.BLOCK, ("assign_staff", "first_session"))
    assert needed.cites == ("KES-19", "OOST-09")
    (taught,) = training_needed(combine([one, two]))
    assert (taught.modules, taught.refresh_months, taught.enforce) == (("x", "y"), 12, Enforce.BLOCK)


def test_papers_stay_with_the_pack_that_names_them(shelf: PackShelf) -> None:
    named = {(pack_id, document.id) for pack_id, document in documents_needed(combine(shelf.packs.values()))}
    assert ("bhes-one-to-one", "lone_working_policy") in named
    assert ("kes-one-to-one", "procedures") in named


def test_plans_hold_what_any_pack_needs(shelf: PackShelf) -> None:
    found = {(need.plan, need.needs): need.enforce for need in plan_needs(combine(shelf.packs.values()), UNKNOWN)}
    assert found[PlanKind.PROGRESS, PlanNeed.RETURN_DATE_OR_REASON] is Enforce.WARN
    assert found[PlanKind.REINTEGRATION, PlanNeed.END_DATE] is Enforce.BLOCK
