"""The doorstep check: what is asked, what an answer means, and what can never be held back."""

from __future__ import annotations

import pytest

from app.domain.visit import VisitAction
from app.policy.checks import CheckQuestion, FailRule, StandIn, evaluate, is_answered, may_be_blocked, questions
from app.policy.loading import PackShelf
from app.policy.schema import Mode, Moment, OnFail, Phase, Strength, Venue
from app.policy.situation import VisitContext

AT_HOME = VisitContext(mode=Mode.IN_PERSON, venue=Venue.PUPIL_HOME)
ONLINE = VisitContext(mode=Mode.ONLINE, venue=Venue.REMOTE)
LIBRARY = VisitContext(mode=Mode.IN_PERSON, venue=Venue.LIBRARY)

GOOD = {
    "adult_present": "Rosa Field",
    "adult_relation": "Grandparent",
    "adult_over_18": "yes",
    "adult_awake": "yes",
    "adult_staying": "yes",
    "no_smoking": "yes",
    "animals_out": "yes",
    "open_room": "yes",
    "quiet_space": "yes",
    "pupil_ready": "yes",
    "contact_reachable": "yes",
}


def asked(shelf: PackShelf, context: VisitContext = AT_HOME, phase: Phase = Phase.START) -> tuple[CheckQuestion, ...]:
    return questions(shelf.packs.values(), phase, context)


def question(**changes: object) -> CheckQuestion:
    plain: dict[str, object] = {
        "id": "q",
        "text": "Is it so",
        "help": "",
        "answer": "yes_no",
        "options": (),
        "phase": "start",
        "on_fail": "block_start",
        "cites": ("BHES-18",),
        "pack_ids": ("p",),
        "strength": "must",
    }
    return CheckQuestion(**{**plain, **changes})  # type: ignore[arg-type] # the test names fields by keyword


def test_all_good_answers_open_the_door(shelf: PackShelf) -> None:
    result = evaluate(asked(shelf), GOOD)
    assert result.clear
    assert result.blocks == result.failed == result.missing == result.warns == ()


def test_no_answers_block_and_name_every_question(shelf: PackShelf) -> None:
    result = evaluate(asked(shelf), {})
    assert set(result.missing) == set(GOOD)
    assert "adult_present" in result.blocks
    assert not result.clear


@pytest.mark.parametrize("check", ["adult_over_18", "adult_awake", "adult_staying", "animals_out", "open_room"])
def test_a_no_at_the_door_blocks_the_start(shelf: PackShelf, check: str) -> None:
    result = evaluate(asked(shelf), {**GOOD, check: "no"})
    assert result.blocks == (check,)
    assert result.ends_session == ()


def test_smoke_means_leaving(shelf: PackShelf) -> None:
    result = evaluate(asked(shelf), {**GOOD, "no_smoking": "no"})
    assert result.ends_session == ("no_smoking",)
    assert result.blocks == ("no_smoking",)


def test_a_pupil_in_pyjamas_is_recorded_and_does_not_block(shelf: PackShelf) -> None:
    result = evaluate(asked(shelf), {**GOOD, "pupil_ready": "no", "quiet_space": "no"})
    assert result.failed == ("quiet_space", "pupil_ready")
    assert result.warns == ("quiet_space",)
    assert result.blocks == ()
    assert not result.clear


@pytest.mark.parametrize("name", ["", "   ", "?", "123", "..."])
def test_a_name_needs_letters(shelf: PackShelf, name: str) -> None:
    assert "adult_present" in evaluate(asked(shelf), {**GOOD, "adult_present": name}).missing


@pytest.mark.parametrize("name", ["no", "Nobody", "none", "n/a"])
def test_nobody_is_not_a_name(shelf: PackShelf, name: str) -> None:
    result = evaluate(asked(shelf), {**GOOD, "adult_present": name})
    assert result.blocks == ("adult_present",)


@pytest.mark.parametrize("name", ["Rosa", "Ŵyn ap Siôn", "O'Neill", "Nomi"])
def test_every_real_name_will_do(shelf: PackShelf, name: str) -> None:
    assert evaluate(asked(shelf), {**GOOD, "adult_present": name}).clear


@pytest.mark.parametrize(
    ("answer", "options", "good", "bad"),
    [
        ("yes_no", (), ["yes", "no"], ["na", "maybe", "Yes!", ""]),
        ("yes_no_na", (), ["yes", "no", "na"], ["", "perhaps"]),
        ("minutes", (), ["0", "15"], ["", "-1", "ten", "1.5", "²"]),
        ("scale", (), ["1", "5"], ["0", "6", ""]),
        ("scale", ("low", "high"), ["low"], ["1"]),
        ("choice", ("Parent", "Carer"), ["Carer"], ["parent", ""]),
        ("text", (), ["anything"], ["", "  "]),
    ],
)
def test_an_answer_outside_its_kind_counts_as_missing(
    answer: str, options: tuple[str, ...], good: list[str], bad: list[str]
) -> None:
    one = question(answer=answer, options=options)
    assert all(is_answered(one, text) for text in good)
    assert not any(is_answered(one, text) for text in bad)


def test_a_question_that_may_be_asked_may_stay_open() -> None:
    assert evaluate([question(strength=Strength.MAY)], {}).clear


def test_answers_to_questions_not_asked_are_left_alone() -> None:
    assert evaluate([question()], {"q": "yes", "other": "no"}).clear


def test_a_stand_in_gate_softens_a_block_only_when_every_gate_is_met() -> None:
    gates = (StandIn("p/a", blocks=True), StandIn("p/b", blocks=True))
    one = question(rules=(FailRule("block_start", gates),))
    assert evaluate([one], {"q": "no"}, gates_met=["p/a"]).gates == ("p/b",)
    assert evaluate([one], {"q": "no"}, gates_met=["p/a"]).blocks == ("q",)
    eased = evaluate([one], {"q": "no"}, gates_met=["p/a", "p/b"])
    assert (eased.blocks, eased.warns) == ((), ("q",))


def test_a_warning_whose_gate_blocks_holds_the_start_until_the_gate_is_met() -> None:
    gates = (StandIn("npat/single_adult", blocks=True),)
    one = question(on_fail=OnFail.WARN, rules=(FailRule("warn", gates),))
    assert evaluate([one], {"q": "no"}).blocks == ("q",)
    assert evaluate([one], {"q": "no"}, gates_met=["npat/single_adult"]).warns == ("q",)


def test_a_way_round_in_one_pack_does_not_excuse_the_other() -> None:
    rules = (FailRule("block_start", (StandIn("p/a", blocks=True),)), FailRule("block_start"))
    one = question(rules=rules)
    assert evaluate([one], {"q": "no"}, gates_met=["p/a"]).blocks == ("q",)


def test_the_place_decides_what_is_asked(shelf: PackShelf) -> None:
    assert {one.id for one in asked(shelf, ONLINE)} == {"quiet_space", "pupil_ready", "equipment_works"}
    assert {one.id for one in asked(shelf, LIBRARY)} == {"open_room", "another_adult", "contact_reachable"}


def test_an_unknown_place_is_asked_everything(shelf: PackShelf) -> None:
    everything = {one.id for one in asked(shelf, VisitContext())}
    assert everything >= set(GOOD) | {"another_adult", "equipment_works"}


def test_the_finish_never_blocks_whatever_is_answered(shelf: PackShelf) -> None:
    at_finish = asked(shelf, phase=Phase.FINISH)
    for answers in ({}, {one.id: "no" for one in at_finish}):
        assert evaluate(at_finish, answers).blocks == ()
        assert evaluate(at_finish, answers).ends_session == ()


@pytest.mark.parametrize(
    "action",
    [
        *(action for action in VisitAction if action is not VisitAction.START),
        Moment.FINISH_SESSION,
        Moment.END_PLACEMENT,
        "raise_concern",
        "concern_child",
        "absent",
        "help",
        "something this build does not know",
    ],
)
def test_a_concern_an_absence_and_an_ending_are_never_held_back(action: str) -> None:
    assert not may_be_blocked(action)


@pytest.mark.parametrize("action", [VisitAction.START, Moment.START_SESSION, Moment.ASSIGN_STAFF])
def test_beginnings_may_be_held_back(action: str) -> None:
    assert may_be_blocked(action)
