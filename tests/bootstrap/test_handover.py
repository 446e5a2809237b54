"""What one process leaves for the next at a lock: it comes through whole, and nothing hostile gets through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap import handover
from app.ui.ports import Handover, PhoneLine

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LEFT = Handover(
    START,
    START + timedelta(hours=1),
    START + timedelta(minutes=75),
    school_knows=True,
    lines=(PhoneLine("The office", "0113 496 0810"), PhoneLine("The person on duty", "07700 900810")),
    zone="Europe/London",
)
ROOT = Path(__file__).parents[2]

# Puts itself in the place of the program that is started after a lock, and says what it received.
REPLACED = """
import sys
from app.bootstrap import handover
if len(sys.argv) > 1:
    print(sys.argv[1:], handover.receive())
else:
    from tests.bootstrap.test_handover import LEFT
    handover.command_of = lambda arguments: [sys.executable, __file__, *arguments]
    handover.replace_process(LEFT, ["--profile", "somewhere"])
"""

aware = st.datetimes(timezones=st.just(UTC))
lines = st.lists(st.builds(PhoneLine, st.text(max_size=40), st.text(max_size=20)), max_size=4).map(tuple)
handovers = st.builds(Handover, aware, aware, aware, st.booleans(), lines, st.sampled_from(["Europe/London", "UTC"]))


@given(handovers)
def test_any_handover_comes_through_as_it_was(left: Handover) -> None:
    assert handover.decode(handover.encode(left)) == left


def test_no_running_visit_comes_through_as_none() -> None:
    assert handover.decode(handover.encode(None)) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_either_a_handover_or_none(raw: bytes) -> None:
    assert handover.decode(raw) is None or isinstance(handover.decode(raw), Handover)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda s: (
            st.lists(s)
            | st.dictionaries(
                st.sampled_from(["started_at", "due_finish_at", "school_acts_at", "school_knows", "lines", "zone"]), s
            )
        ),
    )
)
def test_any_json_is_either_a_handover_or_none(value: object) -> None:
    handover.decode(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("started_at", "soon"),
        ("due_finish_at", 5),
        ("school_acts_at", "2026-11-23T10:30:00"),
        ("lines", "07700 900810"),
        ("lines", [["The office", "0113 496 0810"]]),
        ("zone", "Nowhere/Atlantis"),
        ("zone", "Europe"),
        ("zone", "../../etc/passwd"),
    ],
)
def test_a_part_that_does_not_fit_makes_the_whole_worthless(name: str, value: object) -> None:
    found = json.loads(handover.encode(LEFT)) | {name: value}
    assert handover.decode(json.dumps(found).encode()) is None


def test_nothing_of_a_name_or_a_place_has_room_in_it() -> None:
    assert set(json.loads(handover.encode(LEFT))) == {
        "started_at", "due_finish_at", "school_acts_at", "school_knows", "lines", "zone",
    }  # fmt: skip


def test_a_process_is_replaced_by_one_that_knows_only_the_handover(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(REPLACED, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True, env=env)
    assert said.stdout == f"['--profile', 'somewhere', '--after-lock'] {LEFT!r}\n"
