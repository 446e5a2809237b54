"""The JSON messages of enrolment, hello, push and help. Must not do anything but say what they hold."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from app.models.envelope import stamp

Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Base64 = Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9+/=_-]*$")]
Short = Annotated[str, StringConstraints(max_length=200)]
Count = Annotated[int, Field(ge=0, lt=1 << 53)]


class Message(BaseModel):
    """Common to all: frozen, strict, closed."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class PackFile(Message):
    """A policy pack as the school has it."""

    pack_id: Short
    sha256: Hex32
    toml: Annotated[str, StringConstraints(max_length=400_000)]


class EnrolRequest(Message):
    """A laptop asks to be joined; the request is signed with the key it brings (proof of possession)."""

    code: Annotated[str, StringConstraints(max_length=64)]
    device_id: UUID
    public_key: Hex32
    label: Short = ""
    app_version: Short = ""


class EnrolAnswer(Message):
    """The laptop is joined: whose it is now, and the school's key, whose fingerprint the code carried."""

    school_id: UUID
    school_name: Short
    tutor_id: UUID
    tutor_name: Short
    school_key: Hex32
    epoch: Count
    server_clock: AwareDatetime
    sos_token: Short
    """Can raise an alarm for this device and do nothing else."""
    packs: tuple[PackFile, ...] = ()


class Checkpoint(Message):
    """A feed position and the feed's hash there."""

    position: Count
    hash: Hex32


class HelloRequest(Message):
    """Where the laptop stands."""

    protocol: Count
    epoch: Count
    position: Count
    position_hash: Hex32
    checkpoints: Annotated[tuple[Checkpoint, ...], Field(max_length=20)] = ()
    clock: AwareDatetime
    unsent: Count
    quarantined: Count
    app_version: Short = ""


class Order(Message):
    """Something the school asks of the laptop; trusted because the answer that carries it is signed."""

    kind: Literal["wipe", "rotate", "update"]
    nonce: Short
    detail: Short = ""


class HelloAnswer(Message):
    """Where the school stands with this laptop."""

    epoch: Count
    acked: Count
    """The number of the last fact of this device that the school holds."""
    head: Hex32
    base: Count | None
    """The highest position that both feeds still share, when they no longer agree; None when they do."""
    feed_head: Count
    server_clock: AwareDatetime
    packs: dict[str, Hex32] = Field(default_factory=dict)
    orders: tuple[Order, ...] = ()


class Receipt(Message):
    """The school's word that it holds a device's facts up to `seq`."""

    device: UUID
    seq: Count
    head: Hex32
    feed_position: Count
    epoch: Count
    received_at: AwareDatetime
    signature: Base64 = ""

    def signed_bytes(self) -> bytes:
        """What the school's key signs."""
        parts = ("receipt", self.device, self.seq, self.head, self.feed_position, self.epoch, stamp(self.received_at))
        return "\n".join(str(part) for part in parts).encode()


class FactProblem(Message):
    """A fact that the school keeps but cannot accept, by name."""

    fact_id: UUID
    seq: Count
    code: Short
    sentence: Annotated[str, StringConstraints(max_length=2_000)]


class PushAnswer(Message):
    """What became of a batch."""

    receipt: Receipt
    problems: tuple[FactProblem, ...] = ()


class SosRequest(Message):
    """A call for help: tiny, and never refused for the age of its clock."""

    device_id: UUID
    sos_id: UUID
    token: Short
    visit_id: UUID | None = None
    at: AwareDatetime
    cancelled: bool = False


class SosAnswer(Message):
    """The school has the call."""

    received_at: AwareDatetime


def batch_bytes(device: UUID, first: int, count: int, head: str, epoch: int) -> bytes:
    """What a device's key signs for a batch: the chain's head after it."""
    return "\n".join(("batch", str(device), str(first), str(count), head, str(epoch))).encode()


def page_bytes(tutor: UUID, position: int, head: str, epoch: int) -> bytes:
    """Where a feed page ends: the feed's hash at its last position. Part of what is signed (`answers.page_content`)."""
    return "\n".join(("page", str(tutor), str(position), head, str(epoch))).encode()


def answer_bytes(nonce: str, body: bytes) -> bytes:
    """What the school's key signs for an answer: bound to the request by its nonce. The rule is in `answers`."""
    return b"answer\n" + nonce.encode() + b"\n" + body
