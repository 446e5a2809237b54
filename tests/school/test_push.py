"""Handing facts over: all or nothing, resumable, the same twice a success, one wrong fact never in another's way."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.models.database import reading
from app.models.doctor import examine
from app.models.envelope import SealedFact
from app.models.facts import school as school_facts
from app.models.facts import visits
from app.models.facts.registry import encode
from app.models.tables import journal
from app.models.tables.projected import runs
from app.sync.protocol import limits
from app.sync.protocol.keys import verify
from app.sync.protocol.messages import HelloAnswer
from app.sync.protocol.problems import Problem
from app.sync.protocol.wire import encode_facts
from tests.school.driver import HOUR, Laptop, Place, pushed

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _held(place: Place, laptop: Laptop) -> int:
    with reading(place.endpoint.engine) as conn:
        mine = journal.c.school_id == place.school_id, journal.c.device == laptop.device
        return conn.execute(select(func.count()).select_from(journal).where(*mine)).scalar_one()


def _told(answer: Problem) -> dict[str, object]:
    return answer.model_extra or {}


def test_a_batch_is_kept_and_receipted_under_the_schools_key(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.plan(NINE))
    answer = laptop.push()
    receipt = pushed(answer).receipt
    assert (receipt.seq, receipt.head, receipt.epoch) == (2, laptop.links[-1].hex(), 1)
    assert receipt.received_at == either.clock.now()
    assert verify(either.school.signer.public, base64.b64decode(receipt.signature), receipt.signed_bytes())
    assert answer.signed_by(either.school)
    assert HelloAnswer.model_validate_json(laptop.hello().response.content).acked == 2
    assert examine(either.endpoint.engine, either.school_id).healthy


def test_the_same_batch_again_is_a_success_and_changes_nothing(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.plan(NINE))
    first, again = pushed(laptop.push()), pushed(laptop.push())
    assert first.receipt.feed_position == again.receipt.feed_position
    assert (first.receipt.seq, again.receipt.seq) == (2, 2)
    assert _held(either, laptop) == 2


def test_a_batch_may_begin_before_what_is_held(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.plan(NINE))
    laptop.visit(either.plan(NINE + HOUR))
    assert pushed(laptop.push(1, 2)).receipt.seq == 2
    assert pushed(laptop.push(2, 4)).receipt.seq == 4
    assert pushed(laptop.push(1, 3)).receipt.seq == 4
    assert _held(either, laptop) == 4


def test_a_batch_that_leaves_facts_out_is_told_where_to_begin(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    laptop.visit(place.plan(NINE + HOUR))
    pushed(laptop.push(1, 1))
    refused = laptop.push(3, 4)
    assert refused.code == "gap"
    assert _told(Problem.model_validate_json(refused.response.content))["acked"] == 1
    assert refused.signed_by(place.school)
    assert _held(place, laptop) == 1


def test_another_fact_under_a_number_that_is_held_is_a_fork(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.plan(NINE))
    pushed(laptop.push())
    kept, visit = list(laptop.facts), either.plan(NINE + HOUR)
    laptop.facts.clear()
    laptop.facts.append(kept[0])
    laptop.visit(visit)
    refused = laptop.push()
    assert (refused.status, refused.code) == (409, "fork")
    assert refused.signed_by(either.school)
    assert _held(either, laptop) == 2
    laptop.facts[:] = kept
    assert pushed(laptop.push()).receipt.seq == 2


def test_a_fact_that_comes_under_a_second_number_is_a_fork_and_nothing_of_the_batch_is_kept(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.plan(NINE))
    pushed(laptop.push())
    held = laptop.facts[0]
    laptop.visit(either.plan(NINE + HOUR))
    laptop.facts[3] = replace(laptop.facts[3], id=held.id)
    refused = laptop.push(3, 4)
    assert refused.code == "fork"
    assert _told(Problem.model_validate_json(refused.response.content))["facts"] == [str(held.id)]
    assert _held(either, laptop) == 2


def test_a_chain_that_does_not_verify_keeps_nothing(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    assert laptop.push(head="ab" * 32).code == "chain"
    true = laptop.facts[1]
    laptop.facts[1] = replace(true, payload=(true.payload or b"").replace(b"finished", b"started!"))
    assert laptop.push().code == "chain"
    assert _held(place, laptop) == 0


def test_a_batch_for_an_older_epoch_is_refused(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    laptop.epoch = 7
    refused = laptop.push()
    assert (refused.status, refused.code) == (409, "epoch")
    assert _told(Problem.model_validate_json(refused.response.content))["epoch"] == 1


def test_a_batch_signed_by_another_key_or_for_another_laptop_is_refused(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    other = Laptop(place, seed=2).join()
    assert laptop.push(headers={limits.HEAD_SIGNATURE: "A" * 88}).code == "signature"
    other.facts = laptop.facts
    body = gzip.compress(encode_facts(laptop.facts))
    headers = laptop.batch_headers(1, 2, laptop.links[-1].hex())
    assert other.send("POST", f"/v1/journal/{laptop.device}", body, headers=headers).code == "signature"
    assert other.push().code == "malformed"  # another laptop's facts under one's own name
    assert _held(place, laptop) + _held(place, other) == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (limits.HEAD_FIRST, "0"),
        (limits.HEAD_FIRST, "x"),
        (limits.HEAD_COUNT, "-1"),
        (limits.HEAD_HASH, "zz"),
        ("Content-Type", "text/html"),
        ("Content-Encoding", "zstd"),
    ],
)
def test_headers_that_cannot_be_read_are_malformed(place: Place, laptop: Laptop, name: str, value: str) -> None:
    laptop.visit(place.plan(NINE))
    assert laptop.push(headers={name: value}).code == "malformed"


@pytest.mark.parametrize("lines", [b"", b"\n\n", b"{}", b"not json", b'{"id":1}\n', b"[" * 100_000])
def test_lines_that_are_not_facts_are_malformed(place: Place, laptop: Laptop, lines: bytes) -> None:
    laptop.visit(place.plan(NINE))
    assert laptop.push(lines=lines).code == "malformed"


def test_a_body_that_is_not_gzip_or_cut_short_is_malformed(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    headers = laptop.batch_headers(1, 2, laptop.links[-1].hex())
    path, whole = f"/v1/journal/{laptop.device}", gzip.compress(encode_facts(laptop.facts))
    for body in (b"plain", whole[:-9], whole + b"more"):
        assert laptop.send("POST", path, body, headers=headers).code == "malformed"
    plain = {name: value for name, value in headers.items() if name != "Content-Encoding"}
    assert laptop.send("POST", path, encode_facts(laptop.facts), headers=plain).status == 200


def test_a_batch_beyond_the_limits_is_refused_without_unpacking_it_whole(laptop: Laptop) -> None:
    bomb = gzip.compress(b"\n" * (40 << 20))
    headers = laptop.batch_headers(1, 1, "00" * 32)
    path = f"/v1/journal/{laptop.device}"
    assert laptop.send("POST", path, bomb, headers=headers).code == "too-large"
    assert laptop.send("POST", path, bytes(limits.MAX_BATCH_BYTES + 1), headers=headers).code == "too-large"
    too_many = b"{}\n" * (limits.MAX_FACTS + 1)
    refused = laptop.push(lines=too_many)
    assert (refused.status, refused.code) == (413, "too-large")


def _not_mine(place: Place, laptop: Laptop) -> SealedFact:
    other = place.endpoint.new_id()
    return laptop.visit(place.plan(NINE + HOUR, tutor=other))[0]


def _schools_kind(place: Place, laptop: Laptop) -> SealedFact:
    return laptop.write(school_facts.PupilAllocated(pupil_id=place.pupil, tutor_id=place.tutor))[0]


def _poison(_: Place, laptop: Laptop) -> SealedFact:
    return laptop.add("visit_started", b'{"kind":"visit_started","visit_id":"no"}', UUID(int=5))


def _nul(place: Place, laptop: Laptop) -> SealedFact:
    common = {"visit_id": place.plan(NINE + HOUR), "pupil_id": place.pupil, "at": place.clock.now()}
    logged = visits.SessionLogged.model_validate({**common, "notes": "a-b"})
    return laptop.add("session_logged", encode(logged).replace(b"a-b", rb"a\u0000b"), logged.subject)


def _half_a_letter(_: Place, laptop: Laptop) -> SealedFact:
    return laptop.add("session_logged", rb'{"kind":"session_logged","notes":"\ud800"}', UUID(int=6))


def _other_pupil(place: Place, laptop: Laptop) -> SealedFact:
    return laptop.visit(place.plan(NINE + HOUR), pupil=place.endpoint.new_id())[0]


def _other_subject(place: Place, laptop: Laptop) -> SealedFact:
    started = visits.TutorArrived(visit_id=place.plan(NINE), pupil_id=place.pupil, at=place.clock.now())
    return laptop.add("tutor_arrived", encode(started), place.pupil)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (_not_mine, "not-yours"),
        (_schools_kind, "not-yours"),
        (_poison, "schema-invalid"),
        (_nul, "schema-invalid"),
        (_half_a_letter, "schema-invalid"),
        (_other_pupil, "not-yours"),
        (_other_subject, "schema-invalid"),
    ],
)
def test_one_wrong_fact_is_kept_aside_by_name_and_the_others_stand(either: Place, wrong: object, code: str) -> None:
    laptop = Laptop(either).join()
    before, after = either.plan(NINE), either.plan(NINE + 3 * HOUR)
    laptop.visit(before)
    assert callable(wrong)
    poison = wrong(either, laptop)
    laptop.visit(after)
    answer = pushed(laptop.push())
    assert answer.receipt.seq == len(laptop.facts)
    assert poison.id in {problem.fact_id for problem in answer.problems}
    assert {problem.code for problem in answer.problems} == {code}
    with reading(either.endpoint.engine) as conn:
        begun = set(conn.execute(select(runs.c.visit_id).where(runs.c.finished_at.is_not(None))).scalars())
        standing = conn.execute(select(journal.c.standing).where(journal.c.id == poison.id)).scalar_one()
    assert {before, after} <= begun
    assert standing == "quarantined"
    assert examine(either.endpoint.engine, either.school_id).healthy


def test_a_kind_from_a_newer_version_is_kept_for_later(either: Place) -> None:
    laptop = Laptop(either).join()
    newer = laptop.add("visit_dreamed", b'{"kind":"visit_dreamed"}', UUID(int=9))
    answer = pushed(laptop.push())
    with reading(either.endpoint.engine) as conn:
        standing = conn.execute(select(journal.c.standing).where(journal.c.id == newer.id)).scalar_one()
    assert (answer.receipt.seq, answer.problems, standing) == (1, (), "unknown")


def test_a_visit_that_nobody_planned_is_still_recorded(either: Place) -> None:
    laptop = Laptop(either).join()
    laptop.visit(either.endpoint.new_id())
    assert pushed(laptop.push()).problems == ()


def test_an_hour_of_silence_does_not_change_what_a_batch_means(place: Place, laptop: Laptop) -> None:
    laptop.visit(place.plan(NINE))
    place.clock.advance(timedelta(hours=9))
    assert pushed(laptop.push()).receipt.received_at == place.clock.now()
