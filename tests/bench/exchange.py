"""Sync: 10,000 facts to the school, 10,000 from it, and a sync with nothing to do.

The real endpoint in its own process, SQLite at the school, SQLCipher on the laptop, chain, signatures and gzip on.
The floor is one uncompressed body of the same bytes and one plain SQLite commit of its lines. Must not reuse a store.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import uuid4

import requests

from app.models.database import reading
from app.models.storage import read_own
from app.sync.engine import SyncEngine
from app.sync.hello import say_hello
from app.sync.link import LaptopLink
from app.sync.protocol.wire import encode_facts
from app.sync.pull import pull_all
from app.sync.push import push_all
from tests.bench.bare_server import keep, open_bare
from tests.bench.figures import Aim, Bench, Figure, seconds
from tests.bench.processes import bare_server, endpoint_process
from tests.bench.schools import READER, WRITER, MadeSchool, engine_of, write_logs
from tests.bench.spending import Spending, cpu_of

FLOOR = "one POST and one SQLite commit of the same bytes"
Timed = Callable[[SyncEngine, LaptopLink], None]


def push(bench: Bench, base: MadeSchool) -> list[Figure]:
    """Hello and every batch until all is receipted; and the whole sync, with the feed's echo of the own facts."""
    made = _with_backlog(bench, base, "push")
    body = _lines(made)
    ours, least = Spending(), Spending()
    floor = FLOOR, lambda: _floor_push(bench.folder, body, least)
    sent = bench.figure("push", "s", lambda: _once(made, WRITER, _push, ours), floor, aim=Aim(1.5))
    spent = cpu_of(sent, ours, least)
    return [sent, spent, bench.figure("push-whole-sync", "s", lambda: _once(made, WRITER, _sync, ours), floor)]


def pull(bench: Bench, base: MadeSchool) -> list[Figure]:
    """The facts of another laptop of the same tutor into an empty one."""
    made = _with_backlog(bench, base, "pull")
    body = _lines(made)
    with made.serving() as address, made.open_laptop(WRITER) as (_, link):
        outcome = engine_of(link, address).sync_once()
        assert outcome.unsent == 0, "everything is at the school"
    ours, least = Spending(), Spending()
    floor = "one GET and one SQLite commit of the same bytes", lambda: _floor_pull(bench.folder, body, least)
    fetched = bench.figure("pull", "s", lambda: _once(made, READER, _pull, ours), floor, aim=Aim(1.5))
    return [fetched, cpu_of(fetched, ours, least)]


def nothing_to_do(bench: Bench, base: MadeSchool) -> list[Figure]:
    """A sync that finds nothing new is one small request."""
    made = base.copy(bench.folder / "idle")
    with (
        endpoint_process(made.database) as school,
        bare_server(_fresh(bench.folder)) as bare,
        requests.Session() as session,
        made.open_laptop(WRITER) as (_, link),
    ):
        engine = engine_of(link, school.line)
        engine.sync_once()
        floor = "one empty GET on a kept connection", lambda: 1000 * seconds(lambda: session.get(bare.line, timeout=30))
        ours = bench.figure("sync-nothing-new", "ms", lambda: 1000 * seconds(engine.sync_once), floor, quick=True)
        engine.close()
    return [ours]


def _with_backlog(bench: Bench, base: MadeSchool, name: str) -> MadeSchool:
    made = base.copy(bench.folder / name)
    with made.open_laptop(WRITER) as (_, link):
        write_logs(made, link, bench.sizes.facts)
    return made


def _lines(made: MadeSchool) -> bytes:
    with made.open_laptop(WRITER) as (_, link), reading(link.engine) as conn:
        return encode_facts(read_own(conn, link.school, link.device, 0, 1 << 30))


def _once(made: MadeSchool, laptop: str, work: Timed, spending: Spending) -> float:
    """One repetition on copies of the stores, with an endpoint that has answered before."""
    copy = made.copy(made.folder.with_name(f"{made.folder.name}-{uuid4().hex}"))
    try:
        with endpoint_process(copy.database) as school, copy.open_laptop(laptop) as (_, link):
            engine = engine_of(link, school.line)
            say_hello(engine.link, engine._line)
            taken = spending.seconds(school, lambda: work(engine, engine.link))
            engine.close()
            return taken
    finally:
        shutil.rmtree(copy.folder)


def _push(engine: SyncEngine, link: LaptopLink) -> None:
    unsent, epoch = link.standing().unsent, say_hello(link, engine._line).epoch
    assert push_all(link, engine._line, epoch, _nobody, lambda: False).sent == unsent > 0


def _pull(engine: SyncEngine, link: LaptopLink) -> None:
    answer = say_hello(link, engine._line)
    found = pull_all(link, engine._line, answer.epoch, _nobody, lambda: False, end=answer.feed_head)
    assert found.lines == answer.feed_head


def _sync(engine: SyncEngine, link: LaptopLink) -> None:
    assert engine.sync_once().unsent == link.standing().unsent == 0


def _nobody(_: int) -> None:
    """Nobody watches the progress."""


def _floor_push(folder: Path, body: bytes, spending: Spending) -> float:
    with bare_server(_fresh(folder)) as server, requests.Session() as session:
        session.post(server.line, data=b"", timeout=60)
        return spending.seconds(server, lambda: session.post(server.line, data=body, timeout=60))


def _floor_pull(folder: Path, body: bytes, spending: Spending) -> float:
    kept = open_bare(_fresh(folder) / "reader.db")
    with bare_server(_fresh(folder)) as server, requests.Session() as session:
        session.post(server.line, data=body, timeout=60)
        fetch = partial(session.get, server.line, timeout=60)
        taken = spending.seconds(server, lambda: keep(kept, fetch().content.splitlines()))
    kept.close()
    return taken


def _fresh(folder: Path) -> Path:
    made = folder / os.urandom(8).hex()
    made.mkdir()
    return made
