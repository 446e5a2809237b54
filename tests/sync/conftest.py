"""Fixtures of the sync tests: a school that listens, a laptop that has joined it."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.school.running import running
from tests.support.clock import FakeClock
from tests.sync.parts import Book, MakeBook, SchoolRoom, make_laptop_store, make_school_store, open_book, open_room


@dataclass(frozen=True)
class Stores:
    """Databases made once and copied for each test: migrations cost more than most tests."""

    school: Path
    laptop: Path
    school_id: UUID
    tutor: UUID


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    """The databases to copy."""
    folder = tmp_path_factory.mktemp("stores")
    school_id, tutor = make_school_store(folder / "school.db", FakeClock())
    make_laptop_store(folder / "laptop.db")
    return Stores(folder / "school.db", folder / "laptop.db", school_id, tutor)


@pytest.fixture
def room(tmp_path: Path, clock: FakeClock, stores: Stores) -> Iterator[SchoolRoom]:
    """A school on a loopback port, over real HTTP."""
    store = Path(shutil.copy(stores.school, tmp_path / "school.db"))
    made = open_room(store, clock, stores.school_id, stores.tutor)
    with running(made.app) as address:
        made.address = address
        yield made
    made.endpoint.engine.dispose()


@pytest.fixture
def make_book(tmp_path: Path, clock: FakeClock, stores: Stores) -> Iterator[MakeBook]:
    """Makes laptops that have not joined; each with a clock, unless told otherwise the school's."""
    books: list[Book] = []

    def make(own_clock: FakeClock | None = None) -> Book:
        number = len(books)
        store = Path(shutil.copy(stores.laptop, tmp_path / f"laptop{number}.db"))
        books.append(open_book(store, own_clock or clock, seed=10 + number))
        return books[-1]

    yield make
    for book in books:
        book.close_line()
        book.engine.dispose()


@pytest.fixture
def book(room: SchoolRoom, make_book: MakeBook) -> Book:
    """A laptop that has joined the school."""
    made = make_book()
    made.join(room.address, room.code())
    return made


@pytest.fixture(scope="session")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """The server's side of TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=36_500))
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(pem + key.private_bytes(*form))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
