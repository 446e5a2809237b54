"""Small packs of our own for tests: a smallest whole pack, and packs made of a few sections on top of it."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from app.policy.schema import Pack

SMALLEST = """\
schema = "policy-pack/1"

[pack]
id = "small"
title = "A small pack"
publisher = "Nobody"
source_title = "Nothing"
source_version = "1"
pack_version = "1.0.0"
nation = "england"
arrangements = ["medical_tuition"]

[calendar]
terms_per_year = 6
term_word = "Term"
sessions = ["am", "pm"]
week_start = "monday"
day_unit = "school_day"
timezone = "Europe/London"

[[role]]
id = "lead_worker"
label = "Lead worker"
side = "provider"
scope = "pupil"
min = 1
cite = "BHES-05"

[session]
require_target = false
require_outcome = false
outcome_categories = ["learning"]
warn_categories = []
seen_definition = "in person"
minutes_types = []

[combine]
deadline = "earliest"
cycle = "shortest"
checks = "union"
limits = "lowest"
retention = "ask"
consent = "ask"
charge = "ask"
ending = "ask"
"""

ROLES = (
    "lead_worker",
    "tutor",
    "home_school",
    "professional",
    "parent",
    "pupil",
    "guardian",
    "dsl",
    "slt",
    "named_contact",
    "named_school_person",
    "deputy_head_pastoral",
    "provider_contact",
    "attendance_officer",
    "senior_leader",
    "headteacher",
)


def role(ident: str) -> dict[str, Any]:
    return {"id": ident, "label": ident, "side": "school", "scope": "org", "min": 0, "cite": "OLOL-001"}


def base(pack_id: str = "small", terms: int = 6) -> dict[str, Any]:
    """The smallest whole pack as data, with every role that the fragments name."""
    data = tomllib.loads(SMALLEST)
    data["pack"]["id"], data["calendar"]["terms_per_year"] = pack_id, terms
    data["role"] = [role(ident) for ident in ROLES]
    return data


def make_pack(pack_id: str = "small", terms: int = 6, **sections: Any) -> Pack:
    """The smallest pack with these sections (by their TOML names) put over it."""
    return Pack.model_validate_json(json.dumps({**base(pack_id, terms), **sections}))


def check(ident: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": ident,
        "text": f"About {ident}",
        "phase": "start",
        "answer": "yes_no",
        "on_fail": "warn",
        "strength": "must",
        "cite": "BHES-18",
    }
    return {**plain, **changes}


def gate(ident: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": ident,
        "before": "start_session",
        "needs": ["named_contact"],
        "strength": "must",
        "enforce": "block",
        "cite": "KES-33",
    }
    return {**plain, **changes}


def notify(ident: str, **changes: Any) -> dict[str, Any]:
    plain = {
        "id": ident,
        "event": "absent",
        "from": ["tutor"],
        "to": ["home_school"],
        "deadline": {"rule": "same_day"},
        "ack": False,
        "strength": "must",
        "cite": "BHES-11",
    }
    return {**plain, **changes}


def cycle(ident: str, cadence: dict[str, Any], **changes: Any) -> dict[str, Any]:
    plain = {
        "id": ident,
        "what": "review",
        "cadence": cadence,
        "organiser": "lead_worker",
        "strength": "must",
        "cite": "BHES-08",
    }
    return {**plain, **changes}
