"""Asking for help: five seconds, then the truth."""

from __future__ import annotations

import pytest

from app.ui.ports import SosResult
from app.ui.sos.presenter import SosPresenter, Stage
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench
from tests.ui.samples import at


def asking(bench: Bench, closed: list[str] | None = None) -> SosPresenter:
    def close() -> None:
        (closed if closed is not None else []).append("closed")

    return SosPresenter(bench.services.port(), bench.background, bench.scheduler, bench.spoken.append, close)


def seconds(bench: Bench, shown: SosPresenter, number: int) -> None:
    for _ in range(number):
        bench.pass_seconds(1)
        shown.tick()


def test_it_counts_down_from_five_and_sends_by_itself(bench: Bench) -> None:
    shown = asking(bench)
    titles = [shown.state.title]
    for _ in range(4):
        seconds(bench, shown, 1)
        titles.append(shown.state.title)
    assert titles[0] == "Asking for help in 5 seconds"
    assert titles[-1] == "Asking for help in 1 second"
    assert ("raise_sos",) not in bench.services.calls
    seconds(bench, shown, 1)
    assert bench.services.calls.count(("raise_sos",)) == 1


def test_what_the_school_took_is_said_with_the_schools_time(bench: Bench) -> None:
    bench.services.sos = SosResult(reached=True, at=at(10, 12))
    shown = asking(bench)
    shown.send()
    assert (shown.state.stage, shown.state.title) == (Stage.SENT, "Help asked for 10:12")


@pytest.mark.parametrize("answer", [None, Said("no-network", "The network is off.", "")])
def test_what_was_not_sent_is_said_with_the_numbers(bench: Bench, answer: Said | None) -> None:
    bench.services.sos = answer
    shown = asking(bench)
    shown.send()
    assert shown.state.stage is Stage.NOT_SENT
    assert shown.state.title.startswith("Not sent. Ring now")
    assert shown.state.lines == (("School, duty line", "0113 496 0811"), ("Emergency services", "999"))
    assert any("Not sent" in words for words in bench.spoken)


def test_it_is_tried_again_until_the_school_answers(bench: Bench) -> None:
    shown = asking(bench)
    shown.send()
    seconds(bench, shown, 10)
    assert bench.services.calls.count(("raise_sos",)) == 2
    bench.services.sos = SosResult(reached=True, at=bench.clock.now())
    seconds(bench, shown, 10)
    assert shown.state.stage is Stage.SENT
    seconds(bench, shown, 30)
    assert bench.services.calls.count(("raise_sos",)) == 3


def test_taking_back_within_five_seconds_sends_nothing_and_the_school_hears_of_it(bench: Bench) -> None:
    shown = asking(bench)
    seconds(bench, shown, 2)
    shown.escape()
    assert shown.state.stage is Stage.TAKEN_BACK
    assert shown.state.words == "No call was sent. The school will see that you began one."
    seconds(bench, shown, 20)
    assert ("raise_sos",) not in bench.services.calls


def test_a_taking_back_that_nobody_hears_of_promises_nothing(bench: Bench) -> None:
    bench.services.reports_taken_back = False
    shown = asking(bench)
    shown.take_back()
    assert shown.state.words == "No call was sent."


def test_a_sent_call_cannot_be_taken_back(bench: Bench) -> None:
    bench.services.sos = SosResult(reached=True, at=bench.clock.now())
    shown = asking(bench)
    shown.send()
    shown.take_back()
    assert shown.state.stage is Stage.SENT


def test_it_cannot_be_left_while_it_is_being_sent(bench: Bench) -> None:
    closed: list[str] = []
    shown = asking(bench, closed)
    bench.background.hold = True
    shown.send()
    shown.escape()
    assert closed == []
    bench.background.release()
    shown.escape()
    assert closed == ["closed"]


def test_after_leaving_nothing_is_tried_again(bench: Bench) -> None:
    shown = asking(bench)
    shown.send()
    shown.close()
    seconds(bench, shown, 30)
    assert bench.services.calls.count(("raise_sos",)) == 1


def test_999_is_there_even_when_no_number_is_known(bench: Bench) -> None:
    services = bench.services.port()
    bare = SosPresenter(
        type(services)(**{name: getattr(services, name) for name in services.__slots__} | {"phone_lines": tuple}),
        bench.background,
        bench.scheduler,
        bench.spoken.append,
        lambda: None,
    )
    assert bare.state.lines == (("Emergency services", "999"),)
