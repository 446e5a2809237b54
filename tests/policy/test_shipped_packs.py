"""The packs as shipped: they load, cite clauses that exist, and keep the doorstep rule of design.md 4."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.policy.checks import questions
from app.policy.cites import clauses
from app.policy.loading import PackShelf
from app.policy.schema import Mode, OnFail, Pack, Phase, Venue
from app.policy.schema.base import Part
from app.policy.situation import VisitContext

KNOWN = {"BHES": 36, "KES": 44, "OOST": 55, "NPAT": 26, "OLOL": 192, "DOOR": 4}
"""How many clauses each source has in the inventory; DOOR are our own rules for every home visit."""

DOORSTEP = {
    "adult_present": "DOOR-01",
    "adult_relation": "DOOR-01",
    "adult_over_18": "DOOR-01",
    "adult_awake": "DOOR-01",
    "adult_staying": "DOOR-01",
    "no_smoking": "DOOR-02",
    "animals_out": "DOOR-03",
    "open_room": "DOOR-04",
}


def cites(part: object) -> Iterator[str]:
    if isinstance(part, Part):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "cite" and value is not None:
                yield value
            else:
                yield from cites(value)
    elif isinstance(part, tuple):
        for item in part:
            yield from cites(item)


def test_the_shelf_holds_the_packs_of_bhes_and_kes(shelf: PackShelf) -> None:
    assert {"bhes-one-to-one", "kes-one-to-one"} <= set(shelf)


def test_every_cite_names_a_clause_that_exists(shelf: PackShelf) -> None:
    for pack in shelf.packs.values():
        for clause in (clause for cite in cites(pack) for clause in clauses(cite)):
            source, number = clause.split("-")
            assert 1 <= int(number) <= KNOWN[source], f"{pack.id} cites {clause}"


@pytest.mark.parametrize(("pack_id", "source"), [("bhes-one-to-one", "BHES"), ("kes-one-to-one", "KES")])
def test_a_pack_cites_its_own_source_and_our_doorstep_rule_only(shelf: PackShelf, pack_id: str, source: str) -> None:
    cited = {clause.split("-")[0] for cite in cites(shelf.get(pack_id)) for clause in clauses(cite)}
    assert cited == {source, "DOOR"}


def home_check(pack: Pack) -> dict[str, tuple[str, tuple[str, ...]]]:
    at_home = VisitContext(mode=Mode.IN_PERSON, venue=Venue.PUPIL_HOME)
    return {one.id: (one.on_fail, one.cites) for one in questions([pack], Phase.START, at_home)}


@pytest.mark.parametrize("check", DOORSTEP)
def test_every_pack_keeps_the_doorstep_rule_on_home_visits(shelf: PackShelf, check: str) -> None:
    for pack in shelf.packs.values():
        on_fail, cited = home_check(pack)[check]
        assert on_fail in (OnFail.BLOCK_START, OnFail.END_SESSION)
        assert DOORSTEP[check] in cited


def test_questions_are_short_enough_for_a_row(shelf: PackShelf) -> None:
    for pack in shelf.packs.values():
        assert all(len(check.text) <= 60 and len(check.help) <= 90 for check in pack.checks)
        assert not any(check.text.endswith((".", "!")) for check in pack.checks)


def test_a_tutor_alone_checks_in_and_out_under_both_packs(shelf: PackShelf) -> None:
    for pack in shelf.packs.values():
        terms = pack.lone_working
        assert terms is not None
        assert (terms.check_in, terms.check_out, terms.overdue_minutes) == (True, True, 15)
