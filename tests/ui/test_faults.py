"""A mistake of our own is logged, told once in a sentence, and ends the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from app.ui.faults import EXIT_CODE, SENTENCE, stop_on_faults


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What was logged, told and ended, in that order."""
    found: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: found.append(kind))
    undo = stop_on_faults(lambda: found.append("told"), found.append)
    yield found
    undo()


def test_a_fault_is_logged_then_told_then_ends_the_program(happened: list[object]) -> None:
    sys.excepthook(ValueError, ValueError("Amira"), None)
    assert happened == [ValueError, "told", EXIT_CODE]


def test_a_second_fault_is_only_logged(happened: list[object]) -> None:
    sys.excepthook(ValueError, ValueError(), None)
    sys.excepthook(KeyError, KeyError(), None)
    assert happened == [ValueError, "told", EXIT_CODE, KeyError]


def test_the_terminals_interrupt_is_not_a_fault(happened: list[object]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert happened == [KeyboardInterrupt]


def test_the_sentence_says_what_is_safe_and_what_to_do() -> None:
    assert "safe on this laptop" in SENTENCE
    assert "phone the school" in SENTENCE
