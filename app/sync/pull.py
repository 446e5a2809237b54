"""Pull: the tutor's feed, page by page, each checked against the chain before a line of it counts.

A page, its facts and the new end of the feed go into one transaction, so a cut leaves whole pages and the next pull
goes on from there. While one page is kept, the next is fetched in a thread beside. Must not skip a position, and must
not drop a fact that this build cannot read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from app.models import feed_copy
from app.models.database import reading, writing
from app.models.envelope import SealedFact, chain_all
from app.models.heads import Head
from app.models.journal import Arrival
from app.models.local import write_state
from app.models.queries.sync_state import envelopes_by_id
from app.sync.ahead import Ahead
from app.sync.errors import StopReason, SyncStopped
from app.sync.line import Line, Page
from app.sync.link import LaptopLink
from app.sync.protocol import limits


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull did."""

    lines: int
    """Positions added to the laptop's copy of the feed."""
    school_changed: bool = False
    """Another epoch, or fewer positions than a moment ago: the school was restored meanwhile. Say hello again."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A page that follows on from what the laptop holds."""

    facts: list[SealedFact]
    """Every position's fact; of the laptop's own, just the envelopes out of its journal."""
    links: list[bytes]
    arrivals: list[Arrival]


def pull_all(  # noqa: PLR0913  what is pulled, from whom and how far, and who is told and asked meanwhile
    link: LaptopLink,
    line: Line,
    epoch: int,
    told: Callable[[int], None],
    cancelled: Callable[[], bool],
    *,
    end: int | None = None,
) -> Pulled:
    """Fetch pages up to position `end` (None: until an empty one), or until `cancelled`; `told` hears of the lines.

    Raises NoConnection, SchoolSaid, SyncStopped when a page does not chain: then everything held so far is kept.
    """
    lines = 0
    head = link.standing().feed
    with Ahead[Page]("doorstep-next-page") as beside:
        while (end is None or head.seq < end) and not cancelled():
            page = beside.result(partial(line.page, head.seq, limits.MAX_PAGE))
            if page.epoch != epoch or not page.items:
                return Pulled(lines, school_changed=page.epoch != epoch or end is not None)
            if end is None or page.position < end:
                beside.begin(partial(line.page, page.position, limits.MAX_PAGE))
            head = _keep(link, head, _check(link, head, page))
            lines += len(page.items)
            told(lines)
    return Pulled(lines)


def _check(link: LaptopLink, head: Head, page: Page) -> _Checked:
    """The page's facts, once positions, payloads and chain are right. Raises SyncStopped."""
    if [item.position for item in page.items] != list(range(head.seq + 1, head.seq + 1 + len(page.items))):
        raise SyncStopped(StopReason.FEED)
    with reading(link.engine) as conn:
        own = envelopes_by_id(conn, link.school, [item.own for item in page.items if item.own is not None])
    facts, arrivals = [], []
    for item in page.items:
        if item.fact is not None:
            arrivals.append(Arrival(item.fact))
        fact = item.fact if item.own is None else own.get(item.own)
        if fact is None:
            raise SyncStopped(StopReason.BEHIND)
        facts.append(fact)
    links = chain_all(head.hash, facts)
    whole = all(arrival.sealed.payload_is_intact() for arrival in arrivals)
    if not whole or links[-1] != page.head or page.position != page.items[-1].position:
        raise SyncStopped(StopReason.FEED)
    return _Checked(facts, links, arrivals)


def _keep(link: LaptopLink, head: Head, page: _Checked) -> Head:
    """Facts, their projections and the feed's new end, all or nothing."""
    with writing(link.engine) as conn:
        _accept(link, conn, page.arrivals)
        places = [(fact.id, place) for fact, place in zip(page.facts, page.links, strict=True)]
        moved = feed_copy.extend(conn, link.school, link.tutor, head, places)
        write_state(conn, pulled_at=link.clock.now().isoformat())
    return moved


def _accept(link: LaptopLink, conn: Connection, arrivals: list[Arrival]) -> None:
    found = link.journal.accept(conn, arrivals)
    if found.forks:
        raise SyncStopped(StopReason.FORK)
