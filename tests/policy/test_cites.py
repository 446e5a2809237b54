"""Clause ids: single ones, lists, and ranges written out."""

from __future__ import annotations

import pytest

from app.policy.cites import all_clauses, clauses


def test_lists_and_ranges_are_written_out_once_and_in_order() -> None:
    assert clauses("BHES-11, BHES-31") == ("BHES-11", "BHES-31")
    assert clauses("OLOL-098 to OLOL-101, OLOL-100") == ("OLOL-098", "OLOL-099", "OLOL-100", "OLOL-101")
    assert all_clauses(["KES-30, KES-29", "BHES-18", "KES-29"]) == ("BHES-18", "KES-29", "KES-30")


@pytest.mark.parametrize("cite", ["", "BHES", "BHES-1x", "BHES-03 to KES-05", "BHES-05 to BHES-05", "BHES-05,,BHES-06"])
def test_what_cannot_be_read_is_named(cite: str) -> None:
    with pytest.raises(ValueError, match=r"is not a clause id|does not run upwards"):
        clauses(cite)
