"""A real endpoint on a real port, and a small laptop that signs what it sends. Names are invented.

Must not use the laptop's own sync: the school answers anybody who keeps, or breaks, the protocol.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import requests
from fastapi import FastAPI
from sqlalchemy import Engine

from app.models.database import reading, writing
from app.models.envelope import SALT_BYTES, ZERO_HASH, SealedFact, chain_all, hash_payload
from app.models.facts import school as school_facts
from app.models.facts import visits
from app.models.facts.base import Payload
from app.models.facts.registry import encode
from app.models.journal import Journal
from app.school.console.staff import NewPerson, Role, add_person
from app.school.endpoint import Endpoint, prepare_database
from app.school.enrolment import new_code, revoke
from app.school.identity import School, create_school, read_school
from app.school.packs import PackFiles, load_packs
from app.school.passwords import PasswordCost
from app.sync.protocol import limits
from app.sync.protocol.answers import answer_is_signed, page_content
from app.sync.protocol.keys import Signer
from app.sync.protocol.messages import EnrolRequest, HelloRequest, Message, PushAnswer, batch_bytes
from app.sync.protocol.problems import Problem
from app.sync.protocol.signatures import sign_request
from app.sync.protocol.wire import encode_facts
from tests.support.clock import FakeClock
from tests.support.randomness import SeededBytes

CHEAP = PasswordCost(8 * 1024, 1, 1)
PASSWORD = "correct horse battery"
HOUR = timedelta(hours=1)


@cache
def packs() -> PackFiles:
    """The shipped packs, read once."""
    return load_packs()


@dataclass
class Place:
    """One school of an endpoint, with a tutor and a pupil."""

    endpoint: Endpoint
    clock: FakeClock
    school_id: UUID
    tutor: UUID
    pupil: UUID
    base: str = ""

    @property
    def school(self) -> School:
        """The school as it stands."""
        with reading(self.endpoint.engine) as conn:
            return read_school(self.endpoint, conn, self.school_id)

    @property
    def journal(self) -> Journal:
        """The school's journal."""
        return self.endpoint.journal(self.school_id, self.school.device)

    def code(self) -> str:
        """A joining code for the tutor."""
        with writing(self.endpoint.engine) as conn:
            return new_code(self.endpoint, conn, self.school, self.tutor).text()

    def revoke(self, device: UUID) -> None:
        """Trust a laptop no longer."""
        with writing(self.endpoint.engine) as conn:
            revoke(self.endpoint, conn, self.school, device, "Lost")

    def plan(self, starts_at: datetime, *, tutor: UUID | None = None, **more: Any) -> UUID:
        """A planned visit of an hour."""
        visit = self.endpoint.new_id()
        who: dict[str, Any] = {"pupil_id": self.pupil, "tutor_id": tutor or self.tutor}
        fact = school_facts.VisitPlanned(visit_id=visit, starts_at=starts_at, ends_at=starts_at + HOUR, **who, **more)
        self.journal.record(fact)
        return visit

    def person(self, sign_in: str, role: Role = Role.LEAD_WORKER) -> None:
        """Somebody who may sign in with PASSWORD."""
        with writing(self.endpoint.engine) as conn:
            add_person(self.endpoint, conn, self.school_id, NewPerson("Lee Marsh", role, sign_in), PASSWORD)


def make_endpoint(engine: Engine, clock: FakeClock, **more: Any) -> Endpoint:
    """An endpoint on a fresh database."""
    prepare_database(engine)
    return Endpoint(engine, clock, SeededBytes(5), b"k" * 32, packs(), password_cost=CHEAP, **more)


def make_place(endpoint: Endpoint, clock: FakeClock, name: str = "Merebridge") -> Place:
    """A school with a tutor and a pupil of that tutor's."""
    with writing(endpoint.engine) as conn:
        school = create_school(endpoint, conn, name)
    tutor, pupil = endpoint.new_id(), endpoint.new_id()
    endpoint.journal(school.school_id, school.device).record(
        school_facts.SchoolDescribed(
            school_id=school.school_id,
            name=name,
            office_phone="0113 496 0820",
            duty_phone="0113 496 0821",
            packs=("bhes-one-to-one",),
        ),
        school_facts.TutorAdded(tutor_id=tutor, name="Rosa Kettle", phone="07700 900417"),
        school_facts.PupilRecorded(pupil_id=pupil, forename="Amira", surname="Hollow"),
        school_facts.PupilAllocated(pupil_id=pupil, tutor_id=tutor),
    )
    return Place(endpoint, clock, school.school_id, tutor, pupil)


@dataclass
class Server:
    """A running server, behind which one endpoint after the other is put."""

    app: FastAPI
    base: str

    def serve(self, place: Place) -> Place:
        """Answer for this place from now on."""
        self.app.state.endpoint = place.endpoint
        place.base = self.base
        return place


@dataclass
class Answer:
    """An answer with the nonce of its request."""

    response: requests.Response
    nonce: str

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def code(self) -> str:
        """The problem's code; checks that it is a whole problem document."""
        assert self.response.headers["content-type"] == limits.PROBLEM, self.response.text[:200]
        problem = Problem.model_validate_json(self.response.content)
        assert problem.status == self.status
        assert problem.title
        return problem.code.value

    def signed_by(self, school: School, content: bytes | None = None) -> bool:
        """Whether the school signed this very answer."""
        said = self.response.content if content is None else content
        return answer_is_signed(
            school.signer.public, self.nonce, said, self.response.headers.get(limits.HEAD_SIGNATURE)
        )


@dataclass
class Laptop:
    """A device with a key that writes a chain and sends it."""

    place: Place
    device: UUID = field(init=False)
    signer: Signer = field(init=False)
    random: SeededBytes = field(init=False)
    seed: int = 1
    epoch: int = 1
    facts: list[SealedFact] = field(default_factory=list)
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.random = SeededBytes(1000 + self.seed)
        self.signer = Signer(self.random(32))
        self.device = UUID(bytes=self.random(16), version=4)

    @property
    def links(self) -> list[bytes]:
        """The chain's hash after each fact."""
        return chain_all(ZERO_HASH, self.facts)

    def send(self, method: str, path: str, body: bytes | None = None, **options: Any) -> Answer:
        """A signed request. Options: `headers`, `created`, `nonce`, and `sent`, a body other than the signed one."""
        nonce = options.get("nonce") or base64.urlsafe_b64encode(self.random(18)).decode()
        created = options.get("created") or self.place.clock.now()
        url = self.place.base + path
        headers = sign_request(self.signer, str(self.device), method, url, body, created=created, nonce=nonce)
        headers |= dict(options.get("headers") or {})
        sent = options.get("sent", body)
        return Answer(self.session.request(method, url, data=sent, headers=headers, timeout=20), nonce)

    def say(self, path: str, message: Message, **options: Any) -> Answer:
        """A signed JSON message."""
        headers = {"Content-Type": limits.JSON, **(options.pop("headers", None) or {})}
        return self.send("POST", path, message.model_dump_json().encode(), headers=headers, **options)

    def enrol(self, code: str, **options: Any) -> Answer:
        """Ask to be joined."""
        wanted = EnrolRequest(code=code, device_id=self.device, public_key=self.signer.public.hex(), label="Test")
        return self.say("/v1/enrol", wanted, **options)

    def join(self) -> Laptop:
        """Be joined with a fresh code."""
        answer = self.enrol(self.place.code())
        assert answer.status == 200, answer.response.text
        return self

    def hello(self, **changes: Any) -> Answer:
        """Say hello from the beginning of the feed."""
        start: dict[str, Any] = {"protocol": 1, "epoch": self.epoch, "position": 0, "position_hash": ZERO_HASH.hex()}
        rest = {"clock": self.place.clock.now(), "unsent": 0, "quarantined": 0}
        return self.say("/v1/hello", HelloRequest(**(start | rest | changes)))

    def write(self, *payloads: Payload) -> list[SealedFact]:
        """Add facts to the chain."""
        return [self.add(payload.kind, encode(payload), payload.subject) for payload in payloads]

    def add(self, kind: str, raw: bytes, subject: UUID, version: int = 1) -> SealedFact:
        """Add a fact of any bytes."""
        salt = self.random(SALT_BYTES)
        fact = SealedFact(
            id=UUID(bytes=self.random(16), version=4),
            device=self.device,
            seq=len(self.facts) + 1,
            kind=kind,
            version=version,
            subject=subject,
            recorded_at=self.place.clock.now(),
            drift_ms=0,
            payload_hash=hash_payload(salt, raw),
            salt=salt,
            payload=raw,
        )
        self.facts.append(fact)
        return fact

    def visit(self, visit: UUID, pupil: UUID | None = None) -> list[SealedFact]:
        """A visit from start to finish, at the clock's time."""
        common: dict[str, Any] = {
            "visit_id": visit,
            "pupil_id": pupil or self.place.pupil,
            "at": self.place.clock.now(),
        }
        return self.write(
            visits.VisitStarted(**common, due_finish_at=self.place.clock.now() + HOUR), visits.VisitFinished(**common)
        )

    def push(self, first: int = 1, last: int | None = None, **options: Any) -> Answer:
        """Send the facts from `first` to `last` of the chain. `headers` replaces single headers."""
        batch = self.facts[first - 1 : last]
        body = options.pop("lines", None)
        lines = encode_facts(batch) if body is None else body
        end = first - 1 + len(batch)
        head = options.pop("head", None) or (self.links[end - 1] if end else ZERO_HASH).hex()
        zipped = gzip.compress(lines)
        headers = self.batch_headers(first, len(batch), head) | dict(options.pop("headers", None) or {})
        return self.send("POST", f"/v1/journal/{self.device}", zipped, headers=headers, **options)

    def batch_headers(self, first: int, count: int, head: str) -> dict[str, str]:
        """The headers that announce and sign a batch."""
        told = self.signer.sign(batch_bytes(self.device, first, count, head, self.epoch))
        return {
            "Content-Type": limits.NDJSON,
            "Content-Encoding": "gzip",
            limits.HEAD_FIRST: str(first),
            limits.HEAD_COUNT: str(count),
            limits.HEAD_HASH: head,
            limits.HEAD_EPOCH: str(self.epoch),
            limits.HEAD_SIGNATURE: base64.b64encode(told).decode(),
        }

    def page(self, after: int = 0, query: str = "") -> Answer:
        """A page of the feed."""
        return self.send("GET", f"/v1/feed?after={after}{query}")


def pushed(answer: Answer) -> PushAnswer:
    """What became of a batch that was taken."""
    assert answer.status == 200, answer.response.text
    return PushAnswer.model_validate_json(answer.response.content)


def page_is_signed(answer: Answer, school: School, tutor: UUID) -> bool:
    """Whether the school signed a page, with the place where it says it ends."""
    headers: Mapping[str, str] = answer.response.headers
    position, head, epoch = (headers[name] for name in (limits.HEAD_POSITION, limits.HEAD_HASH, limits.HEAD_EPOCH))
    return answer.signed_by(school, page_content(tutor, int(position), head, int(epoch), answer.response.content))


def kinds(facts: Sequence[SealedFact | None]) -> list[str]:
    """The kinds of facts, in order."""
    return [fact.kind for fact in facts if fact is not None]
