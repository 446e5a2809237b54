"""Random small packs for property tests: few ids, so that packs meet on the same matters often."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from app.policy.schema import Flag, Mode, Pack, Venue
from app.policy.situation import VisitContext
from tests.policy.packs import check, cycle, gate, make_pack, notify

MODES = ["in_person", "online"]
VENUES = ["pupil_home", "library", "remote"]
STRENGTHS = st.sampled_from(["may", "should", "must"])
ENFORCE = st.sampled_from(["show", "record", "report", "notify", "remind", "warn", "block"])
APPLIES = st.fixed_dictionaries(
    {},
    optional={
        "modes": st.lists(st.sampled_from(MODES), max_size=2, unique=True),
        "venues": st.lists(st.sampled_from(VENUES), max_size=2, unique=True),
        "flags": st.lists(st.sampled_from(["ehcp", "lac"]), max_size=2, unique=True),
    },
)
GATES = st.lists(
    st.builds(
        lambda ident, **rest: gate(ident, **{key: value for key, value in rest.items() if value is not None}),
        st.sampled_from(["g1", "g2"]),
        needs=st.lists(st.sampled_from(["risk_assessment", "slt_approval", "end_date"]), min_size=1, unique=True),
        before=st.sampled_from(["start_session", "assign_staff"]),
        enforce=ENFORCE,
        strength=STRENGTHS,
        applies=APPLIES,
        override=st.one_of(
            st.none(),
            st.fixed_dictionaries(
                {
                    "by": st.lists(st.sampled_from(["dsl", "slt"]), min_size=1, unique=True),
                    "reason_required": st.just(True),
                }
            ),
        ),
    ),
    max_size=2,
    unique_by=lambda each: each["id"],
)
CHECKS = st.lists(
    st.builds(
        check,
        st.sampled_from(["c1", "c2", "c3"]),
        answer=st.sampled_from(["yes_no", "yes_no_na", "name"]),
        on_fail=st.sampled_from(["record", "warn", "block_start", "end_session"]),
        strength=STRENGTHS,
        applies=APPLIES,
        otherwise=st.lists(st.sampled_from(["g1", "g2"]), max_size=2, unique=True),
        cite=st.sampled_from(["BHES-18", "KES-27, KES-28"]),
    ),
    max_size=3,
    unique_by=lambda each: each["id"],
)
DEADLINES = st.sampled_from(
    [
        {"rule": "immediate"},
        {"rule": "same_day"},
        {"rule": "before_clock", "clock": "10:00"},
        {"rule": "within", "amount": 2, "unit": "hour"},
        {"rule": "within", "amount": 1, "unit": "day"},
    ]
)
NOTIFIES = st.lists(
    st.builds(
        notify,
        st.sampled_from(["n1", "n2"]),
        event=st.sampled_from(["absent", "cancelled"]),
        to=st.lists(st.sampled_from(["home_school", "dsl"]), min_size=1, unique=True),
        deadline=DEADLINES,
        ack=st.booleans(),
        content=st.lists(st.sampled_from(["date", "reason"]), unique=True),
        applies=APPLIES,
    ),
    max_size=2,
    unique_by=lambda each: each["id"],
)
CADENCES = st.fixed_dictionaries(
    {
        "every": st.integers(1, 4),
        "unit": st.sampled_from(["school_day", "day", "week", "month", "half_term", "term", "year"]),
        "anchor": st.sampled_from(["calendar", "previous"]),
        "tolerance_days": st.integers(0, 2),
    }
)
CYCLES = st.lists(
    st.builds(
        cycle,
        st.sampled_from(["y1", "y2"]),
        CADENCES,
        what=st.sampled_from(["review", "feedback"]),
        outputs=st.lists(st.sampled_from(["minutes", "actions"]), unique=True),
        close_needs=st.lists(st.sampled_from(["pupil_view", "parent_view"]), unique=True),
        participants=st.lists(
            st.fixed_dictionaries(
                {
                    "role": st.sampled_from(["parent", "pupil"]),
                    "invite": st.booleans(),
                    "contribution": st.lists(st.sampled_from(["in_person", "report"]), unique=True),
                }
            ),
            max_size=2,
            unique_by=lambda each: each["role"],
        ),
    ),
    max_size=2,
    unique_by=lambda each: each["id"],
)


def _limit(ident: str, bound: tuple[str, str, str], **rest: Any) -> dict[str, Any]:
    measure, op, unit = bound
    return {"id": ident, "measure": measure, "op": op, "unit": unit, "cite": "OOST-08", **rest}


LIMITS = st.lists(
    st.builds(
        _limit,
        st.sampled_from(["l1", "l2"]),
        st.sampled_from([("weekly_hours_1to1", "max", "hour"), ("notice_days", "min", "day")]),
        value=st.one_of(st.integers(1, 9), st.just("case")),
        strength=STRENGTHS,
        enforce=ENFORCE,
    ),
    max_size=2,
    unique_by=lambda each: each["id"],
)
LONE_WORKING = st.fixed_dictionaries(
    {
        "named_contact": st.booleans(),
        "check_in": st.booleans(),
        "check_out": st.booleans(),
        "overdue_minutes": st.integers(0, 60),
        "aware_roles": st.lists(st.sampled_from(["slt", "lead_worker", "dsl"]), unique=True),
    }
)


_SECTIONS = {"gate": GATES, "check": CHECKS, "notify": NOTIFIES, "cycle": CYCLES, "limit": LIMITS}


@st.composite
def packs(draw: st.DrawFn, pack_id: str, names: tuple[str, ...]) -> Pack:
    """A random pack with these sections, or all; stand-ins are dropped where their gate was not drawn."""
    sections: dict[str, Any] = {name: draw(_SECTIONS[name]) for name in names if name in _SECTIONS}
    gates = {each["id"] for each in sections.get("gate", [])}
    for each in sections.get("check", []):
        each["otherwise"] = [gate_id for gate_id in each["otherwise"] if gate_id in gates]
    if "lone_working" in names and draw(st.booleans()):
        sections["lone_working"] = draw(LONE_WORKING)
    return make_pack(pack_id, draw(st.sampled_from([3, 6])), **sections)


def three_packs(*names: str) -> st.SearchStrategy[tuple[Pack, Pack, Pack]]:
    """Three packs with different ids and only these sections drawn (all when none is named): drawing costs time."""
    chosen = names or (*_SECTIONS, "lone_working")
    return st.tuples(packs("one", chosen), packs("two", chosen), packs("three", chosen))


CONTEXTS = st.builds(
    VisitContext,
    mode=st.sampled_from([None, Mode.IN_PERSON, Mode.ONLINE]),
    venue=st.sampled_from([None, Venue.PUPIL_HOME, Venue.LIBRARY, Venue.REMOTE]),
    flags=st.sampled_from([None, frozenset[Flag](), frozenset({Flag.EHCP})]),
)
