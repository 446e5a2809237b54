"""Fixtures of the sync tests: a school that listens, a laptop that has joined it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.school.running import running
from tests.support.clock import FakeClock
from tests.sync.parts import Book, MakeBook, SchoolRoom, open_book, open_room


@pytest.fixture
def room(tmp_path: Path, clock: FakeClock) -> Iterator[SchoolRoom]:
    """A school on a loopback port, over real HTTP."""
    made = open_room(tmp_path, clock)
    with running(made.app) as address:
        made.address = address
        yield made
    made.endpoint.engine.dispose()


@pytest.fixture
def make_book(tmp_path: Path, clock: FakeClock) -> Iterator[MakeBook]:
    """Makes laptops that have not joined; each with a clock, unless told otherwise the school's."""
    books: list[Book] = []

    def make(own_clock: FakeClock | None = None) -> Book:
        number = len(books)
        books.append(open_book(tmp_path / f"laptop{number}.db", own_clock or clock, seed=10 + number))
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
