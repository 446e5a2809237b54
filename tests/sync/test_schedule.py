"""When the next try comes: a pure reckoning, so every minute of it is in the test's hand."""

from __future__ import annotations

from app.sync.schedule import (
    FIRST_BACK_OFF,
    LOOK_AGAIN,
    MOST_BACK_OFF,
    MOST_WITH_CHECK_IN,
    OUTAGE,
    PROBE,
    SPREAD,
    TICK,
    Schedule,
    Trigger,
)


def worst(most: float) -> float:
    """The longest jitter there can be."""
    return most


def failing(times: int, *, now: float = 0.0, check_in: bool = False, link_down: bool = False) -> Schedule:
    schedule = Schedule(worst)
    for _ in range(times):
        schedule.begun()
        schedule.failed(now, check_in=check_in, link_down=link_down)
    return schedule


def test_a_fact_is_sent_at_once_when_all_is_well() -> None:
    schedule = Schedule(worst)
    schedule.wake(Trigger.FACT, 10.0, check_in=False)
    assert schedule.due(10.0)


def test_nothing_is_due_until_a_tick_when_nothing_happens() -> None:
    schedule = Schedule(worst)
    schedule.begun()
    schedule.succeeded(100.0, more=False)
    assert schedule.wake_at() == 100.0 + TICK
    assert not schedule.due(100.0 + TICK - 1)
    schedule.wake(Trigger.TICK, 100.0 + TICK, check_in=False)
    assert schedule.due(100.0 + TICK)
    assert schedule.tick_at == 100.0 + 2 * TICK


def test_back_off_doubles_from_two_seconds_to_fifteen_minutes() -> None:
    waits = [failing(n).next_at for n in range(1, 13)]
    assert waits[:4] == [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == MOST_BACK_OFF == 900.0
    assert failing(5000).next_at == MOST_BACK_OFF


def test_jitter_is_full_so_that_laptops_do_not_knock_together() -> None:
    schedule = Schedule(lambda most: most / 4)
    schedule.failed(0.0, check_in=False)
    assert schedule.next_at == FIRST_BACK_OFF / 4


def test_while_failing_a_plain_fact_waits_for_its_turn_and_a_check_in_does_not() -> None:
    schedule = failing(9)
    schedule.wake(Trigger.FACT, 5.0, check_in=False)
    assert not schedule.due(5.0)
    schedule.wake(Trigger.FACT, 5.0, check_in=True)
    assert schedule.due(5.0)


def test_while_a_check_in_waits_tries_are_never_more_than_a_minute_apart() -> None:
    assert failing(12, check_in=True).next_at == MOST_WITH_CHECK_IN == 60.0


def test_the_button_tries_at_once() -> None:
    schedule = failing(12)
    schedule.wake(Trigger.BUTTON, 7.0, check_in=False)
    assert schedule.due(7.0)


def test_a_tick_does_not_cut_a_back_off_short() -> None:
    schedule = failing(12)
    schedule.wake(Trigger.TICK, TICK, check_in=False)
    assert schedule.next_at == MOST_BACK_OFF


def test_the_network_coming_back_soon_means_at_once() -> None:
    schedule = failing(12, link_down=True)
    schedule.wake(Trigger.NETWORK_UP, 60.0, check_in=False)
    assert schedule.due(60.0)


def test_after_an_outage_laptops_spread_over_half_an_hour() -> None:
    schedule = failing(12, link_down=True)
    schedule.wake(Trigger.NETWORK_UP, OUTAGE, check_in=False)
    assert schedule.next_at == OUTAGE + SPREAD
    schedule.wake(Trigger.NETWORK_UP, OUTAGE + 60, check_in=False)
    assert schedule.next_at == OUTAGE + SPREAD, "the draw is made once"


def test_after_an_outage_a_check_in_and_the_button_do_not_wait() -> None:
    for trigger, check_in in ((Trigger.NETWORK_UP, True), (Trigger.BUTTON, False), (Trigger.FACT, True)):
        schedule = failing(12, link_down=True)
        schedule.wake(Trigger.NETWORK_UP, OUTAGE, check_in=False)
        schedule.wake(trigger, OUTAGE + 1, check_in=check_in)
        assert schedule.due(OUTAGE + 1)


def test_a_dead_link_is_looked_at_every_minute() -> None:
    schedule = failing(12, link_down=True)
    assert schedule.wake_at() == PROBE
    schedule.wake(Trigger.TICK, PROBE, check_in=False)
    assert schedule.wake_at() == 2 * PROBE


def test_retry_after_is_honoured_by_the_button_too() -> None:
    schedule = Schedule(worst)
    schedule.failed(0.0, check_in=False, wait=120.0)
    assert schedule.next_at is not None
    assert 120.0 <= schedule.next_at <= 132.0
    schedule.wake(Trigger.BUTTON, 10.0, check_in=False)
    assert not schedule.due(119.0)
    assert schedule.due(120.0)


def test_retry_after_holds_a_check_in_back_for_a_minute_at_most() -> None:
    schedule = Schedule(worst)
    schedule.failed(0.0, check_in=True, wait=3600.0)
    assert schedule.next_at == MOST_WITH_CHECK_IN
    schedule.wake(Trigger.FACT, 10.0, check_in=True)
    assert schedule.next_at == MOST_WITH_CHECK_IN


def test_success_ends_the_back_off() -> None:
    schedule = failing(12)
    schedule.succeeded(0.0, more=False)
    schedule.wake(Trigger.FACT, 1.0, check_in=False)
    assert schedule.due(1.0)


def test_facts_recorded_during_a_sync_go_right_after_it() -> None:
    schedule = Schedule(worst)
    schedule.begun()
    schedule.succeeded(5.0, more=True)
    assert schedule.due(5.0)


def test_where_a_person_is_needed_only_the_button_and_patience_try_again() -> None:
    schedule = Schedule(worst)
    schedule.stopped(0.0)
    for trigger in (Trigger.FACT, Trigger.TICK, Trigger.NETWORK_UP):
        schedule.wake(trigger, 1.0, check_in=True)
        assert schedule.next_at == LOOK_AGAIN
    schedule.wake(Trigger.BUTTON, 2.0, check_in=False)
    assert schedule.due(2.0)
