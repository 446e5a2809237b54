"""Counting attempts, so that guessing is slow. In the database: processes are many and none remembers.

Must not keep what it counts by name or address: only hashes of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.models.database import writing
from app.school.endpoint import Endpoint
from app.school.refusals import Refused
from app.school.tables import throttle
from app.sync.protocol.problems import Code


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts in so long."""

    what: str
    most: int
    window: timedelta


ENROL_CODE = Limit("enrol-code", 5, timedelta(minutes=15))
ENROL_ADDRESS = Limit("enrol-address", 30, timedelta(minutes=15))
SIGN_IN_PAIR = Limit("sign-in-pair", 5, timedelta(minutes=15))
"""Of a name from one address: nobody can lock the contact on duty out from elsewhere."""
SIGN_IN_NAME = Limit("sign-in-name", 50, timedelta(minutes=15))
SIGN_IN_ADDRESS = Limit("sign-in-address", 30, timedelta(minutes=15))
SOS_DEVICE = Limit("sos-device", 20, timedelta(minutes=1))


def take(endpoint: Endpoint, limit: Limit, who: str) -> int | None:
    """Count an attempt, in a transaction of its own. None when it may go on, else the seconds to wait."""
    now, bucket = endpoint.clock.now(), _bucket(limit, who)
    with writing(endpoint.engine) as conn:
        insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
        start = insert(throttle).values(bucket=bucket, since=now, count=1)
        over = throttle.c.since <= now - limit.window
        since = case((over, start.excluded["since"]), else_=throttle.c.since)
        count = {"since": since, "count": case((over, 1), else_=throttle.c.count + 1)}
        conn.execute(start.on_conflict_do_update(index_elements=["bucket"], set_=count))
        row = conn.execute(
            select(throttle.c.since, throttle.c.count.label("tries")).where(throttle.c.bucket == bucket)
        ).one()
    if row.tries <= limit.most:
        return None
    began: datetime = row.since
    return max(1, ceil((began + limit.window - now).total_seconds()))


def require(endpoint: Endpoint, limit: Limit, who: str) -> None:
    """As `take`, but raises Refused `slow-down` with Retry-After."""
    wait = take(endpoint, limit, who)
    if wait is not None:
        raise Refused(Code.SLOW_DOWN, f"Try again in {wait} seconds.", retry_after=wait)


def give_back(endpoint: Endpoint, limit: Limit, who: str) -> None:
    """An attempt that was right does not count."""
    fewer = update(throttle).where(throttle.c.bucket == _bucket(limit, who), throttle.c.count > 0)
    with writing(endpoint.engine) as conn:
        conn.execute(fewer.values(count=throttle.c.count - 1))


def forget_old(endpoint: Endpoint) -> None:
    """Drop counts whose window is long over."""
    with writing(endpoint.engine) as conn:
        conn.execute(delete(throttle).where(throttle.c.since < endpoint.clock.now() - timedelta(days=1)))


def _bucket(limit: Limit, who: str) -> bytes:
    return hashlib.sha256(f"{limit.what}\n{who}".encode()).digest()
