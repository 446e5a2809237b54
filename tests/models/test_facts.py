"""Facts: frozen, strict, bounded, versioned; bytes kept as they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.models.envelope import ZERO_HASH, SealedFact, chain, chain_all, hash_payload, stamp
from app.models.facts import registry
from app.models.facts.base import Payload
from app.models.facts.registry import KINDS, UPCASTERS, Unreadable, decode, decode_all, encode, is_known
from app.models.facts.visits import SessionLogged, TutorArrived
from app.models.projections.rows import _PROJECTORS

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ABOUT: dict[str, Any] = {"visit_id": UUID(int=1), "pupil_id": UUID(int=2), "at": AT}


def _sealed(**changed: Any) -> SealedFact:
    raw = encode(TutorArrived(**ABOUT))
    parts: dict[str, Any] = {
        "id": UUID(int=3),
        "device": UUID(int=4),
        "seq": 1,
        "kind": "tutor_arrived",
        "version": 1,
        "subject": UUID(int=1),
        "recorded_at": AT,
        "drift_ms": -1500,
        "payload_hash": hash_payload(b"s" * 16, raw),
        "salt": b"s" * 16,
        "payload": raw,
    }
    return SealedFact(**(parts | changed))


def test_every_kind_has_a_projector_a_subject_and_an_owner() -> None:
    for kind in KINDS.values():
        assert kind in _PROJECTORS
        assert kind.subject.fget is not Payload.subject.fget  # type: ignore[attr-defined]  # both are properties
        assert kind.OWNER in {"tutor", "school"}


def test_a_fact_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        TutorArrived(**ABOUT).at = AT  # type: ignore[misc]  # that is what is tested


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "tutor_arrived", "visit_id": str(UUID(int=1)), "pupil_id": str(UUID(int=2))},
        {**TutorArrived(**ABOUT).model_dump(mode="json"), "extra": 1},
        {**TutorArrived(**ABOUT).model_dump(mode="json"), "at": 1_764_000_000},
        {**TutorArrived(**ABOUT).model_dump(mode="json"), "at": "2026-11-23T09:30:00"},
        {**SessionLogged(**ABOUT).model_dump(mode="json"), "kind": "tutor_arrived"},
    ],
    ids=["missing", "unknown field", "number for a time", "no zone", "another kind's body"],
)
def test_what_does_not_fit_is_unreadable_and_says_only_where(body: dict[str, Any]) -> None:
    with pytest.raises(Unreadable) as caught:
        decode("tutor_arrived", 1, json.dumps(body).encode())
    assert "2026" not in str(caught.value)


def test_texts_are_bounded() -> None:
    with pytest.raises(ValidationError):
        SessionLogged(**ABOUT, notes="x" * 20_001)


@given(notes=st.text(st.characters(exclude_categories=["Cs"]), max_size=200), engagement=st.integers(1, 5) | st.none())
def test_a_fact_comes_back_as_it_went(notes: str, engagement: int | None) -> None:
    fact = SessionLogged(**ABOUT, notes=notes, engagement=engagement)
    assert decode("session_logged", 1, encode(fact)) == fact


def test_a_batch_reads_the_good_around_the_bad_and_the_unknown() -> None:
    good = encode(TutorArrived(**ABOUT))
    found = decode_all([("tutor_arrived", 1, good), ("tutor_arrived", 1, b"{"), ("drone_sent", 1, b"{}")])
    assert isinstance(found[0], TutorArrived)
    assert isinstance(found[1], Unreadable)
    assert found[2] is None


class Arrived2(TutorArrived):
    """A newer form of a kind, as a later build would have it."""

    VERSION: ClassVar[int] = 3
    kind: Literal["tutor_arrived"] = "tutor_arrived"
    on_foot: bool


def test_an_older_version_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    from pydantic import TypeAdapter

    monkeypatch.setitem(KINDS, "tutor_arrived", Arrived2)
    monkeypatch.setattr(registry, "_ONE", TypeAdapter(Arrived2))
    monkeypatch.setitem(UPCASTERS, ("tutor_arrived", 1), lambda body: body | {"walked": "yes"})
    monkeypatch.setitem(
        UPCASTERS,
        ("tutor_arrived", 2),
        lambda body: {k: v for k, v in body.items() if k != "walked"} | {"on_foot": True},
    )
    old = encode(TutorArrived(**ABOUT))
    for found in (decode("tutor_arrived", 1, old), decode_all([("tutor_arrived", 1, old)])[0]):
        assert isinstance(found, Arrived2)
        assert found.on_foot
    assert not is_known("tutor_arrived", 4)


@pytest.mark.parametrize(
    "change",
    [
        {"id": UUID(int=9)},
        {"device": UUID(int=9)},
        {"seq": 2},
        {"kind": "visit_started"},
        {"version": 2},
        {"subject": UUID(int=9)},
        {"recorded_at": AT.replace(microsecond=1)},
        {"drift_ms": None},
        {"payload_hash": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_chain_covers_every_field_of_the_envelope(change: dict[str, Any]) -> None:
    assert chain(ZERO_HASH, _sealed()) != chain(ZERO_HASH, _sealed(**change))


def test_the_chain_does_not_cover_the_payload_itself_so_that_it_can_be_erased() -> None:
    erased = _sealed(payload=None, salt=None)
    assert chain(ZERO_HASH, erased) == chain(ZERO_HASH, _sealed())
    assert erased.payload_is_intact()


@pytest.mark.parametrize("change", [{"payload": b"{}"}, {"salt": b"t" * 16}, {"salt": None}], ids=str)
def test_a_payload_that_was_changed_does_not_fit_its_envelope(change: dict[str, Any]) -> None:
    assert not _sealed(**change).payload_is_intact()


def test_the_salt_hides_a_short_payload() -> None:
    assert hash_payload(b"a" * 16, b"yes") != hash_payload(b"b" * 16, b"yes")


def test_order_counts_in_the_chain() -> None:
    one, two = _sealed(), _sealed(id=UUID(int=8), seq=2)
    assert chain_all(ZERO_HASH, [one, two])[-1] != chain_all(ZERO_HASH, [two, one])[-1]


def test_the_canonical_bytes_are_as_written_down() -> None:
    """A change here breaks every chain there is: it needs a new protocol version."""
    assert stamp(AT) == "2026-11-23T09:30:00.000000Z"
    assert _sealed().canonical() == (
        b'{"device":"00000000-0000-0000-0000-000000000004","drift_ms":-1500,'
        b'"id":"00000000-0000-0000-0000-000000000003","kind":"tutor_arrived",'
        b'"payload_hash":"' + _sealed().payload_hash.hex().encode() + b'","recorded_at":"2026-11-23T09:30:00.000000Z",'
        b'"seq":1,"subject":"00000000-0000-0000-0000-000000000001","version":1}'
    )
