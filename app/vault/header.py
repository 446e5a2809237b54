"""The header file's bytes: framed, checked and authenticated (`vault.md` D.3). No files, no passphrases.

    frame   MAGIC "DSVHDR" | u16be format | u32be length | canonical JSON | SHA-256[:8] | HMAC-SHA256(K_hdr, all before)

The checksum needs no key: it tells a damaged file from a wrong secret. Every later format keeps this frame, so an old
build can tell a newer vault from a damaged one.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.vault.encoding import b64, canonical_json, unb64
from app.vault.errors import HeaderDamaged, HeaderTampered, NewerVault
from app.vault.kdf import KdfCost
from app.vault.keys import WRAPPED_BYTES, DoesNotFit, mac, same, subkey, unwrap, wrap
from app.vault.secrets_memory import wipe
from app.vault.slots import RECOVERY, Slot, cost_fields, read_cost, read_slot

FORMAT: Final = 1
VAULT_ID_BYTES: Final = 16
DATABASE_SALT_BYTES: Final = 16
MAX_BYTES: Final = 1 << 16
MAX_NAME: Final = 40
_MAGIC: Final = b"DSVHDR"
_HEAD: Final = struct.Struct(">6sHI")
_CHECK_BYTES: Final = 8
_MAC_BYTES: Final = 32
_MAX_EPOCHS: Final = 2


@dataclass(frozen=True)
class Header:
    """What the header says. `databases`: wrapped database key per epoch; `salt`: copy of the file's first 16 bytes.

    `pending`: the epoch a re-key is moving to, if one was begun. `keyring`: the backend's name, "" without one.
    """

    vault: bytes
    generation: int
    slots: tuple[Slot, ...]
    databases: Mapping[int, bytes]
    current: int
    pending: int | None
    salt: bytes
    keyring: str
    floor: KdfCost

    @property
    def vault_id(self) -> str:
        """32 hexadecimal digits, safe in file and keyring names on every system."""
        return self.vault.hex()

    @property
    def passphrase_slot(self) -> Slot:
        """The slot a passphrase opens."""
        return next(slot for slot in self.slots if slot.kind != RECOVERY)

    @property
    def recovery_slot(self) -> Slot:
        """The slot the recovery key opens."""
        return next(slot for slot in self.slots if slot.kind == RECOVERY)


def seal(header: Header, master: bytearray) -> bytes:
    """The file's bytes, authenticated under the master key."""
    body = canonical_json(_fields(header))
    framed = _HEAD.pack(_MAGIC, FORMAT, len(body)) + body
    checked = framed + _checksum(framed)
    return checked + _mac(checked, master)


def parse(raw: bytes) -> Header:
    """What the bytes say, not yet authenticated.

    HeaderDamaged when frame or checksum are wrong, NewerVault for an intact later format, HeaderTampered when somebody
    made a correct checksum over a body that no Doorstep wrote.
    """
    body = _unframed(raw)
    try:
        fields = json.loads(body)
        if not isinstance(fields, dict) or canonical_json(fields) != body:
            raise ValueError("not canonical")  # noqa: TRY301  one handler for every malformed body
        return _read(fields)
    except (ValueError, RecursionError) as error:
        raise HeaderTampered from error


def authenticate(raw: bytes, master: bytearray) -> None:
    """HeaderTampered unless these very bytes were sealed under this master key."""
    if not same(_mac(raw[:-_MAC_BYTES], master), raw[-_MAC_BYTES:]):
        raise HeaderTampered


def wrapped_database_key(key: bytearray, master: bytearray, vault: bytes, epoch: int) -> bytes:
    """A database key for the header, bound to this vault and epoch."""
    wrapping = subkey(master, b"dbwrap")
    try:
        return wrap(wrapping, key, vault + struct.pack(">I", epoch))
    finally:
        wipe(wrapping)


def database_key(header: Header, master: bytearray, epoch: int) -> bytearray:
    """The database key of one epoch; HeaderTampered when it was swapped for another vault's or epoch's."""
    wrapping = subkey(master, b"dbwrap")
    try:
        return unwrap(wrapping, header.databases[epoch], header.vault + struct.pack(">I", epoch))
    except DoesNotFit as error:
        raise HeaderTampered from error
    finally:
        wipe(wrapping)


def _unframed(raw: bytes) -> bytes:
    if not _HEAD.size + _CHECK_BYTES + _MAC_BYTES < len(raw) <= MAX_BYTES:
        raise HeaderDamaged
    magic, version, length = _HEAD.unpack_from(raw)
    end = _HEAD.size + length
    if magic != _MAGIC or len(raw) != end + _CHECK_BYTES + _MAC_BYTES:
        raise HeaderDamaged
    if not same(_checksum(raw[:end]), raw[end : end + _CHECK_BYTES]):
        raise HeaderDamaged
    if version > FORMAT:
        raise NewerVault
    if version != FORMAT:
        raise HeaderTampered
    return raw[_HEAD.size : end]


def _checksum(framed: bytes) -> bytes:
    return hashlib.sha256(framed).digest()[:_CHECK_BYTES]


def _mac(checked: bytes, master: bytearray) -> bytes:
    key = subkey(master, b"hdr")
    try:
        return mac(key, checked)
    finally:
        wipe(key)


def _fields(header: Header) -> dict[str, object]:
    fields: dict[str, object] = {
        "fmt": FORMAT,
        "vid": header.vault_id,
        "gen": header.generation,
        "slots": [slot.fields() for slot in header.slots],
        "db": {str(epoch): b64(wrapped) for epoch, wrapped in header.databases.items()},
        "cur": header.current,
        "salt": b64(header.salt),
        "keyring": header.keyring,
        "floor": cost_fields(header.floor),
    }
    return fields if header.pending is None else {**fields, "pend": header.pending}


def _read(fields: dict[str, object]) -> Header:
    header = Header(
        vault=_vault(fields.get("vid")),
        generation=_positive(fields.get("gen")),
        slots=_slots(fields.get("slots")),
        databases=_databases(fields.get("db")),
        current=_positive(fields.get("cur")),
        pending=_positive(fields["pend"]) if "pend" in fields else None,
        salt=unb64(fields.get("salt"), DATABASE_SALT_BYTES),
        keyring=_name(fields.get("keyring")),
        floor=read_cost(fields.get("floor")),
    )
    epochs = {header.current} | ({header.pending} if header.pending is not None else set())
    if epochs != set(header.databases) or header.pending == header.current or _fields(header) != fields:
        raise ValueError("fields contradict each other")
    cost = header.passphrase_slot.cost
    if cost is None or cost.at_least(header.floor) != cost:
        raise ValueError("a passphrase slot below the floor")
    return header


def _vault(value: object) -> bytes:
    vault = bytes.fromhex(_text(value))
    if len(vault) != VAULT_ID_BYTES or vault.hex() != value:
        raise ValueError("not a vault id")
    return vault


def _slots(value: object) -> tuple[Slot, ...]:
    if not isinstance(value, list) or not all(isinstance(fields, dict) for fields in value):
        raise ValueError("no slots")
    slots = tuple(read_slot(fields) for fields in value)
    if len(slots) != 2 or [slot.kind == RECOVERY for slot in slots] != [False, True]:  # noqa: PLR2004  one of each
        raise ValueError("one passphrase slot and one recovery slot, in this order")
    return slots


def _databases(value: object) -> dict[int, bytes]:
    if not isinstance(value, dict) or not 1 <= len(value) <= _MAX_EPOCHS:
        raise ValueError("no database key")
    keys = {_positive(int(epoch)): unb64(wrapped, WRAPPED_BYTES) for epoch, wrapped in value.items()}
    if {str(epoch) for epoch in keys} != set(value):
        raise ValueError("an epoch spelt in another way")
    return keys


def _positive(value: object) -> int:
    if type(value) is not int or not 1 <= value < 1 << 31:
        raise ValueError("not a positive number")
    return value


def _name(value: object) -> str:
    """A keyring's name: it is shown to people before the header is authenticated, so it is short and one line."""
    name = _text(value)
    if len(name) > MAX_NAME or not name.isprintable():
        raise ValueError("not a name")
    return name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")  # noqa: TRY004  one kind of error for every malformed header field
    return value
