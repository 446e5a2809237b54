"""The header's bytes: no damage, forgery or mutation opens, and each is named for what it is."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import header as headers
from app.vault.errors import HeaderDamaged, HeaderTampered, NewerVault, VaultError
from app.vault.header import Header, authenticate, parse, seal
from app.vault.kdf import FLOOR_COST
from app.vault.keys import DoesNotFit
from app.vault.making import NewKeys, first_header
from app.vault.slots import device_fits, open_with_passphrase, open_with_recovery
from tests.support.randomness import SeededBytes
from tests.vault.forging import Body, body_of, canonical, forged, framed, resealed

RANDOM = SeededBytes(1)
KEYS = NewKeys.random(RANDOM)
PASSPHRASE = bytearray(b"a kettle under amber rain")
DEVICE = bytearray(RANDOM(32))


def make_header(keys: NewKeys = KEYS) -> Header:
    """A header whose secrets the test knows."""
    return first_header(
        keys, PASSPHRASE, DEVICE, keyring_name="FakeKeyring", cost=FLOOR_COST, created=1_790_000_000, random=RANDOM
    )


HEADER = make_header()
RAW = seal(HEADER, KEYS.master)
OTHER_KEYS = NewKeys.random(RANDOM)
OTHER = make_header(OTHER_KEYS)


def opens(raw: bytes, *, recovery: bool = False) -> bool:
    """Whether these bytes lead to the database key, with all the right secrets in hand. Typed errors only."""
    try:
        header = parse(raw)
        if recovery:
            master = open_with_recovery(header.recovery_slot, header.vault, KEYS.recovery)
        else:
            if not device_fits(header.passphrase_slot, header.vault, DEVICE):
                return False
            master = open_with_passphrase(header.passphrase_slot, header.vault, PASSPHRASE, DEVICE)
        authenticate(raw, master)
        assert headers.database_key(header, master, header.current) == KEYS.database
    except (VaultError, DoesNotFit):
        return False
    return True


def test_the_untouched_header_opens_both_ways() -> None:
    assert opens(RAW)
    assert opens(RAW, recovery=True)
    assert parse(RAW) == HEADER


@pytest.mark.parametrize("mask", [0x01, 0x80, 0xFF])
def test_no_flipped_byte_opens_and_each_is_called_damage_or_a_broken_seal(mask: int) -> None:
    for place in range(len(RAW)):
        raw = bytearray(RAW)
        raw[place] ^= mask
        if place < len(RAW) - 32:
            with pytest.raises(HeaderDamaged):
                parse(bytes(raw))
        else:
            with pytest.raises(HeaderTampered):
                authenticate(bytes(raw), KEYS.master)


def test_no_shortened_or_lengthened_header_opens() -> None:
    for length in range(len(RAW)):
        with pytest.raises(HeaderDamaged):
            parse(RAW[:length])
    for raw in (RAW + b"\0", RAW * 2, RAW + bytes(1 << 17)):
        with pytest.raises(HeaderDamaged):
            parse(raw)


def slot(body: Body, number: int = 0) -> Body:
    """One slot of a header body."""
    fields: Body = body["slots"][number]
    return fields


FORGERIES: dict[str, Callable[[Body], object]] = {
    "cheaper Argon2id": lambda b: (slot(b)["kdf"].update(m=19 * 1024, t=1), b["floor"].update(t=1)),
    "dearer Argon2id": lambda b: slot(b)["kdf"].update(t=3),
    "64 GiB of memory": lambda b: slot(b)["kdf"].update(m=64 << 20),
    "memory as text": lambda b: slot(b)["kdf"].update(m="19456"),
    "memory as truth": lambda b: slot(b)["kdf"].update(t=True),
    "another algorithm": lambda b: slot(b)["kdf"].update(alg="argon2d"),
    "recovery slot gone": lambda b: b["slots"].pop(),
    "a third slot": lambda b: b["slots"].append(copy.deepcopy(slot(b, 1))),
    "slots swapped": lambda b: b["slots"].reverse(),
    "device no longer needed": lambda b: (slot(b).update(type="p"), slot(b).pop("dev")),
    "unknown kind": lambda b: slot(b).update(type="x"),
    "unknown slot field": lambda b: slot(b).update(hint="rain"),
    "unknown field": lambda b: b.update(hint="rain"),
    "another vault's id": lambda b: b.update(vid=OTHER.vault_id),
    "upper-case id": lambda b: b.update(vid=b["vid"].upper()),
    "generation rolled back": lambda b: b.update(gen=0),
    "generation moved on": lambda b: b.update(gen=2),
    "another database key": lambda b: b.update(db=body_of(seal(OTHER, OTHER_KEYS.master))["db"]),
    "a second database key": lambda b: b["db"].update({"2": b["db"]["1"]}),
    "a pending key": lambda b: (b["db"].update({"2": b["db"]["1"]}), b.update(pend=2)),
    "epoch relabelled": lambda b: (b.update(db={"2": b["db"]["1"]}), b.update(cur=2)),
    "epoch spelt otherwise": lambda b: b.update(db={"01": b["db"]["1"]}),
    "another database salt": lambda b: b.update(salt="A" * 22),
    "another slot salt": lambda b: slot(b).update(salt="A" * 22),
    "another stretching salt": lambda b: slot(b).update(kdf_salt="A" * 22),
    "a keyring with a long name": lambda b: b.update(keyring="x" * 41),
    "a keyring with two lines": lambda b: b.update(keyring="a\nb"),
    "another keyring": lambda b: b.update(keyring="Elsewhere"),
    "wrapped key of another vault": lambda b: slot(b).update(
        ct=body_of(seal(OTHER, OTHER_KEYS.master))["slots"][0]["ct"]
    ),
    "no floor": lambda b: b.pop("floor"),
    "floor above the slot": lambda b: b["floor"].update(m=64 * 1024),
    "floor below the bounds": lambda b: b["floor"].update(m=1024),
    "slot made earlier": lambda b: slot(b).update(created=1),
    "padding in base64": lambda b: slot(b).update(salt=slot(b)["salt"] + "=="),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_no_forgery_with_a_right_checksum_opens(forgery: Callable[[Body], object]) -> None:
    raw = forged(RAW, forgery)
    assert raw != RAW
    assert not opens(raw)
    assert not opens(raw, recovery=True)


def test_a_seal_under_another_key_is_tampering() -> None:
    with pytest.raises(HeaderTampered):
        authenticate(resealed(RAW, bytes(32)), KEYS.master)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"[" * 20_000,
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b"\xff\xfe",
        b'{"gen":1e999}',
        b'{"gen":NaN}',
    ],
)
def test_a_body_that_no_doorstep_wrote_is_tampering(body: bytes) -> None:
    raw = framed(body) if body else framed(b" ")
    with pytest.raises(HeaderTampered):
        parse(raw)


def test_an_intact_later_format_is_named_newer_and_a_damaged_version_is_not() -> None:
    with pytest.raises(NewerVault):
        parse(framed(b'{"whatever":"comes"}', version=2))
    with pytest.raises(HeaderTampered):
        parse(framed(canonical(body_of(RAW)), version=0))
    damaged = bytearray(RAW)
    damaged[7] = 2
    with pytest.raises(HeaderDamaged):
        parse(bytes(damaged))


PLACES = st.lists(st.tuples(st.integers(0, len(RAW) - 1), st.integers(0, 255)), min_size=1, max_size=8)


@given(PLACES)
def test_no_random_mutation_opens(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(RAW)
    for place, byte in changes:
        raw[place] = byte
    assert opens(bytes(raw)) == (bytes(raw) == RAW)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=24),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(body_of(RAW))), VALUES)
def test_any_value_in_any_field_is_refused_with_a_typed_error(field: str, value: object) -> None:
    raw = forged(RAW, lambda body: body.update({field: value}))
    if body_of(raw) != body_of(RAW):
        assert not opens(raw)


@given(st.sampled_from(sorted(slot(body_of(RAW)))), VALUES, st.integers(0, 1))
def test_any_value_in_any_slot_field_is_refused_with_a_typed_error(field: str, value: object, number: int) -> None:
    raw = forged(RAW, lambda body: slot(body, number).update({field: value}))
    if body_of(raw) != body_of(RAW):
        assert not opens(raw, recovery=number == 1)


@given(st.binary(max_size=300))
def test_random_bytes_are_damage(raw: bytes) -> None:
    with pytest.raises(HeaderDamaged):
        parse(raw)
