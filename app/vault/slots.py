"""Slots: the master key, wrapped once for each way in (`vault.md` D.2).

`pd` passphrase and device secret, `p` passphrase alone (no keyring), `r` recovery key. Must not read files or keyrings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from app.vault.encoding import b64, canonical_json, unb64
from app.vault.kdf import SALT_BYTES, KdfCost, stretch, stretch_within_memory
from app.vault.keys import NAMESPACE, WRAPPED_BYTES, derive, mac, same, unwrap, wrap
from app.vault.secrets_memory import wipe

RandomBytes = Callable[[int], bytes]
PASSPHRASE_AND_DEVICE: Final = "pd"  # noqa: S105  the kind of slot
PASSPHRASE: Final = "p"  # noqa: S105  the kind of slot
RECOVERY: Final = "r"
KINDS: Final = frozenset({PASSPHRASE_AND_DEVICE, PASSPHRASE, RECOVERY})
_FRAME: Final = b"DSVHDR\x00\x01"
_CHECK_BYTES: Final = 8
_ID_BYTES: Final = 6


@dataclass(frozen=True)
class Slot:
    """One way in, exactly as the header stores it. `created`: seconds since 1970; `wrapped`: the master key."""

    kind: str
    slot_id: bytes
    salt: bytes
    created: int
    cost: KdfCost | None
    kdf_salt: bytes
    device_check: bytes
    wrapped: bytes

    def fields(self) -> dict[str, object]:
        """The slot as header fields."""
        return {**_bound_fields(self), "ct": b64(self.wrapped)}


def read_slot(fields: Mapping[str, object]) -> Slot:
    """The slot in these header fields; ValueError unless every field is there, well formed and known."""
    kind = fields.get("type")
    if not isinstance(kind, str) or kind not in KINDS or not isinstance(fields.get("created"), int):
        raise ValueError("unknown kind of slot")
    slow = kind != RECOVERY
    slot = Slot(
        kind=kind,
        slot_id=unb64(fields.get("id"), _ID_BYTES),
        salt=unb64(fields.get("salt"), SALT_BYTES),
        created=_whole(fields.get("created")),
        cost=read_cost(fields.get("kdf")) if slow else None,
        kdf_salt=unb64(fields.get("kdf_salt"), SALT_BYTES) if slow else b"",
        device_check=unb64(fields.get("dev"), _CHECK_BYTES) if kind == PASSPHRASE_AND_DEVICE else b"",
        wrapped=unb64(fields.get("ct"), WRAPPED_BYTES),
    )
    if slot.fields() != fields:
        raise ValueError("unknown field in a slot")
    return slot


def cost_fields(cost: KdfCost) -> dict[str, object]:
    """Argon2id's parameters as header fields."""
    return {"alg": "argon2id", "v": 19, "m": cost.memory_kib, "t": cost.iterations, "p": cost.lanes}


def read_cost(fields: object) -> KdfCost:
    """The parameters in these fields; ValueError when they are out of bounds or for another algorithm."""
    if not isinstance(fields, dict):
        raise ValueError("no parameters")  # noqa: TRY004  one kind of error for every malformed header field
    cost = KdfCost(_whole(fields.get("m")), _whole(fields.get("t")), _whole(fields.get("p")))
    if cost_fields(cost) != fields:
        raise ValueError("unknown algorithm")
    return cost


def device_check(device: bytearray, vault: bytes) -> bytes:
    """Eight bytes that tell "another device's secret" from "wrong passphrase" without giving the secret away."""
    return mac(device, NAMESPACE + b"devcheck" + vault)[:_CHECK_BYTES]


def passphrase_slot(  # noqa: PLR0913  a slot binds all of these
    master: bytearray,
    vault: bytes,
    passphrase: bytearray,
    device: bytearray | None,
    *,
    cost: KdfCost,
    created: int,
    random: RandomBytes,
) -> Slot:
    """The master key under a passphrase, and under the device secret where there is one; costs one Argon2id run."""
    kdf_salt = random(SALT_BYTES)
    stretched, real_cost = stretch_within_memory(passphrase, kdf_salt, cost)
    kind = PASSPHRASE_AND_DEVICE if device is not None else PASSPHRASE
    check = device_check(device, vault) if device is not None else b""
    slot = Slot(kind, random(_ID_BYTES), random(SALT_BYTES), created, real_cost, kdf_salt, check, b"")
    return _filled(slot, master, vault, _joined(stretched, device))


def recovery_slot(master: bytearray, vault: bytes, recovery: bytearray, *, created: int, random: RandomBytes) -> Slot:
    """The master key under a recovery key; no slow stretching, because the key has 160 random bits."""
    slot = Slot(RECOVERY, random(_ID_BYTES), random(SALT_BYTES), created, None, b"", b"", b"")
    return _filled(slot, master, vault, bytearray(recovery))


def device_fits(slot: Slot, vault: bytes, device: bytearray) -> bool:
    """Whether this is the device secret the slot was made with."""
    return same(slot.device_check, device_check(device, vault))


def open_with_passphrase(slot: Slot, vault: bytes, passphrase: bytearray, device: bytearray | None) -> bytearray:
    """The master key; DoesNotFit for a wrong passphrase, NotEnoughMemory when stretching cannot run."""
    assert slot.cost is not None
    stretched = stretch(passphrase, slot.kdf_salt, slot.cost)
    return _opened(slot, vault, _joined(stretched, device if slot.kind == PASSPHRASE_AND_DEVICE else None))


def open_with_recovery(slot: Slot, vault: bytes, recovery: bytearray) -> bytearray:
    """The master key; DoesNotFit for another recovery key."""
    return _opened(slot, vault, bytearray(recovery))


def _joined(stretched: bytearray, device: bytearray | None) -> bytearray:
    joined = bytearray(stretched + device) if device is not None else bytearray(stretched)
    wipe(stretched)
    return joined


def _filled(slot: Slot, master: bytearray, vault: bytes, secret: bytearray) -> Slot:
    """The slot with the master key in it; wipes `secret`."""
    wrapping = derive(secret, vault + slot.salt, b"kek/" + slot.kind.encode("ascii"))
    try:
        wrapped = wrap(wrapping, master, _context(slot, vault))
    finally:
        wipe(secret, wrapping)
    return Slot(**{**vars(slot), "wrapped": wrapped})


def _opened(slot: Slot, vault: bytes, secret: bytearray) -> bytearray:
    """The master key in the slot; wipes `secret`."""
    wrapping = derive(secret, vault + slot.salt, b"kek/" + slot.kind.encode("ascii"))
    try:
        return unwrap(wrapping, slot.wrapped, _context(slot, vault))
    finally:
        wipe(secret, wrapping)


def _context(slot: Slot, vault: bytes) -> bytes:
    """What a wrap is bound to: everything in the slot but the wrapped key, so no field can be swapped."""
    return _FRAME + vault + canonical_json(_bound_fields(slot))


def _bound_fields(slot: Slot) -> dict[str, object]:
    fields: dict[str, object] = {
        "type": slot.kind,
        "id": b64(slot.slot_id),
        "salt": b64(slot.salt),
        "created": slot.created,
    }
    if slot.cost is not None:
        fields |= {"kdf": cost_fields(slot.cost), "kdf_salt": b64(slot.kdf_salt)}
    if slot.kind == PASSPHRASE_AND_DEVICE:
        fields["dev"] = b64(slot.device_check)
    return fields


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value
