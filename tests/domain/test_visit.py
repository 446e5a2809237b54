"""The visit's state follows from the instants that are set, endings first; and what may be done in each state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.visit import NotPossible, VisitAction, VisitState, VisitTimes, may, require, state_of

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
INSTANT = st.none() | st.integers(0, 600).map(lambda minutes: AT + timedelta(minutes=minutes))
TIMES = st.builds(VisitTimes, INSTANT, INSTANT, INSTANT, INSTANT, INSTANT, INSTANT)


@pytest.mark.parametrize(
    ("times", "state"),
    [
        (VisitTimes(), VisitState.PLANNED),
        (VisitTimes(arrived_at=AT), VisitState.AT_DOOR),
        (VisitTimes(arrived_at=AT, started_at=AT), VisitState.IN_SESSION),
        (VisitTimes(started_at=AT, finished_at=AT), VisitState.FINISHED),
        (VisitTimes(arrived_at=AT, not_entered_at=AT), VisitState.NOT_ENTERED),
        (VisitTimes(started_at=AT, absent_at=AT), VisitState.ABSENT),
        (VisitTimes(cancelled_at=AT), VisitState.CANCELLED),
        (VisitTimes(started_at=AT, finished_at=AT, not_entered_at=AT, cancelled_at=AT), VisitState.FINISHED),
    ],
)
def test_endings_win_over_the_session_and_the_session_over_the_door(times: VisitTimes, state: VisitState) -> None:
    assert state_of(times) is state


@given(times=TIMES, started=INSTANT, arrived=INSTANT)
def test_no_late_start_or_arrival_reopens_a_visit_that_ended(
    times: VisitTimes, started: datetime | None, arrived: datetime | None
) -> None:
    before = state_of(times)
    late = VisitTimes(arrived, started, times.finished_at, times.not_entered_at, times.absent_at, times.cancelled_at)
    open_states = {VisitState.PLANNED, VisitState.AT_DOOR, VisitState.IN_SESSION}
    assert before in open_states or state_of(late) is before


@pytest.mark.parametrize(
    ("state", "actions"),
    [
        (VisitState.PLANNED, {"arrive", "start", "not_enter", "mark_absent", "cancel"}),
        (VisitState.AT_DOOR, {"start", "not_enter", "mark_absent", "cancel"}),
        (VisitState.IN_SESSION, {"extend", "finish", "mark_absent"}),
        (VisitState.FINISHED, {"amend"}),
        (VisitState.NOT_ENTERED, set()),
        (VisitState.ABSENT, set()),
        (VisitState.CANCELLED, set()),
    ],
)
def test_what_may_be_done_in_each_state(state: VisitState, actions: set[str]) -> None:
    assert {action.value for action in VisitAction if may(action, state)} == actions


@pytest.mark.parametrize("state", [VisitState.PLANNED, VisitState.AT_DOOR, VisitState.IN_SESSION])
def test_there_is_always_a_way_out_of_an_open_visit(state: VisitState) -> None:
    ways_out = {VisitAction.FINISH, VisitAction.NOT_ENTER, VisitAction.MARK_ABSENT, VisitAction.CANCEL}
    assert any(may(action, state) for action in ways_out)


def test_what_cannot_be_done_is_said_with_where_the_visit_stands() -> None:
    with pytest.raises(NotPossible, match="was cancelled"):
        require(VisitAction.START, VisitState.CANCELLED)
