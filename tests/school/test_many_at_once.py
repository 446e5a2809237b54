"""Many laptops, and many processes, at once: nothing lost, nothing twice, feeds without a gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, inspect, select

from app.models.database import open_school_database, reading
from app.models.doctor import examine
from app.models.tables import journal
from app.school.app import create_app
from app.school.endpoint import prepare_database
from app.school.running import running
from tests.school.driver import Laptop, Place, pushed

_LAPTOPS = 4
_BATCHES = 4


def _day(laptop: Laptop) -> list[int]:
    """Push batches one after the other, each twice."""
    seqs = []
    for number in range(1, _BATCHES + 1):
        first = len(laptop.facts) + 1
        for hour in range(3):
            laptop.visit(laptop.place.plan(laptop.place.clock.now() + timedelta(hours=10 * number + hour)))
        seqs += [pushed(laptop.push(first)).receipt.seq for _ in range(2)]
    return seqs


def _count(place: Place, laptop: Laptop) -> int:
    with reading(place.endpoint.engine) as conn:
        return conn.execute(
            select(func.count()).select_from(journal).where(journal.c.device == laptop.device)
        ).scalar_one()


def test_laptops_of_one_tutor_push_through_two_processes_at_once(either: Place) -> None:
    laptops = [Laptop(either, seed=n).join() for n in range(1, _LAPTOPS + 1)]
    with running(create_app(either.endpoint)) as second:
        for laptop in laptops[::2]:
            laptop.place = Place(either.endpoint, either.clock, either.school_id, either.tutor, either.pupil, second)
        with ThreadPoolExecutor(_LAPTOPS) as pool:
            told = list(pool.map(_day, laptops))
        for laptop in laptops:
            laptop.session.close()
    expected = [6 * n for n in range(1, _BATCHES + 1) for _ in range(2)]
    assert told == [expected] * _LAPTOPS
    assert [_count(either, laptop) for laptop in laptops] == [6 * _BATCHES] * _LAPTOPS
    diagnosis = examine(either.endpoint.engine, either.school_id)
    assert diagnosis.findings == ()


def test_one_batch_sent_by_many_at_once_is_kept_once(either: Place) -> None:
    laptop = Laptop(either).join()
    for hour in range(20):
        laptop.visit(either.plan(either.clock.now() + timedelta(hours=hour)))
    copies = [Laptop(either, seed=n) for n in range(2, 8)]
    for copy in copies:
        copy.device, copy.signer, copy.facts = laptop.device, laptop.signer, laptop.facts
    with ThreadPoolExecutor(len(copies)) as pool:
        receipts = [pushed(answer).receipt for answer in pool.map(Laptop.push, copies)]
    assert {receipt.seq for receipt in receipts} == {40}
    assert len({receipt.feed_position for receipt in receipts}) == 1
    assert _count(either, laptop) == 40


def test_one_code_used_by_many_at_once_joins_one(either: Place) -> None:
    code = either.code()
    laptops = [Laptop(either, seed=n) for n in range(1, 5)]
    with ThreadPoolExecutor(len(laptops)) as pool:
        answers = list(pool.map(lambda laptop: laptop.enrol(code), laptops))
    assert sorted(answer.status for answer in answers) == [200, 403, 403, 403]
    assert {answer.code for answer in answers if answer.status != 200} == {"enrol-code-used"}


def test_many_processes_may_prepare_an_empty_database_at_once(postgres_url: str) -> None:
    engines = [open_school_database(postgres_url) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(prepare_database, engines))
    assert "enrol_codes" in inspect(engines[0]).get_table_names()
    for engine in engines:
        engine.dispose()
