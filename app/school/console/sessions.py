"""Sessions of the console: a random id in a cookie, its hash in the database. Must not outlive a day's work.

Eight hours at most. A board that refreshes itself stays a board for that long; a page with somebody's record asks to
sign in again when nobody has touched the console for twenty minutes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select, update

from app.school.console.staff import Person, person_from
from app.school.endpoint import Endpoint
from app.school.tables import console_sessions, people

LIFE = timedelta(hours=8)
IDLE = timedelta(minutes=20)
_ID_BYTES = 32
_TOUCH_AFTER = timedelta(minutes=1)
"""A visit to a page within a minute of the last does not write."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in, and whether the keyboard was touched lately."""

    person: Person
    awake: bool
    untouched: bool
    """For longer than it takes to be worth a note."""


def open_session(endpoint: Endpoint, conn: Connection, person: Person) -> str:
    """A new session; the text for the cookie. Sessions that are over are swept out on the way."""
    token, now = base64.urlsafe_b64encode(endpoint.random(_ID_BYTES)).decode("ascii").rstrip("="), endpoint.clock.now()
    conn.execute(delete(console_sessions).where(console_sessions.c.created_at < now - LIFE))
    row = {"id_hash": _hash(token), "school_id": person.school_id, "person_id": person.person_id}
    conn.execute(insert(console_sessions), row | {"created_at": now, "last_seen_at": now})
    return token


def read_session(endpoint: Endpoint, conn: Connection, token: str) -> Session | None:
    """Whose session a cookie carries; None when it is over or the person left."""
    now = endpoint.clock.now()
    same = (people.c.person_id == console_sessions.c.person_id) & (people.c.school_id == console_sessions.c.school_id)
    query = select(people, console_sessions.c.last_seen_at).join(console_sessions, same)
    fresh = console_sessions.c.created_at > now - LIFE, people.c.disabled_at.is_(None)
    row = conn.execute(query.where(console_sessions.c.id_hash == _hash(token), *fresh)).first()
    if row is None:
        return None
    return Session(person_from(row), row.last_seen_at > now - IDLE, row.last_seen_at < now - _TOUCH_AFTER)


def touch_session(endpoint: Endpoint, conn: Connection, token: str) -> None:
    """Note that a hand was on the console."""
    mine = update(console_sessions).where(console_sessions.c.id_hash == _hash(token))
    conn.execute(mine.values(last_seen_at=endpoint.clock.now()))


def close_session(conn: Connection, token: str) -> None:
    """Sign out."""
    conn.execute(delete(console_sessions).where(console_sessions.c.id_hash == _hash(token)))


def form_token(endpoint: Endpoint, cookie: str) -> str:
    """What a form must carry: only this endpoint can make it, and only for this cookie."""
    return hmac.new(endpoint.secret, b"doorstep form\n" + cookie.encode(), hashlib.sha256).hexdigest()


def form_fits(endpoint: Endpoint, cookie: str, token: str) -> bool:
    """Whether a form was made for the browser that sends it."""
    return bool(cookie) and hmac.compare_digest(form_token(endpoint, cookie), token)


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"doorstep session\n" + token.encode()).digest()
