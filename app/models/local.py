"""The laptop's own small tables: where it stands with its school, its secrets, its drafts.

Must not hold facts. Secrets are readable only because the whole file is encrypted and open.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select

from app.models.bulk import upsert
from app.models.tables import drafts, local_secrets, local_state


def read_state(conn: Connection, name: str) -> Any:
    """A JSON value by its name; None when it was never set."""
    found = conn.execute(select(local_state.c.value).where(local_state.c.name == name)).scalar()
    return None if found is None else json.loads(found)


def write_state(conn: Connection, **values: Any) -> None:
    """Set JSON values by name."""
    rows = [{"name": name, "value": json.dumps(value)} for name, value in values.items()]
    conn.execute(upsert(conn, local_state, ("name", "value")), rows)


def read_secret(conn: Connection, name: str) -> bytes | None:
    """A secret by its name."""
    found = conn.execute(select(local_secrets.c.value).where(local_secrets.c.name == name)).scalar()
    return None if found is None else bytes(found)


def write_secret(conn: Connection, name: str, value: bytes) -> None:
    """Keep a secret under its name."""
    conn.execute(upsert(conn, local_secrets, ("name", "value")), [{"name": name, "value": value}])


def drop_secret(conn: Connection, name: str) -> None:
    """Forget a secret."""
    conn.execute(delete(local_secrets).where(local_secrets.c.name == name))


def save_draft(conn: Connection, school: UUID, visit: UUID, fields: dict[str, str], now: datetime) -> None:
    """Keep what is being typed on a visit; the last save stands."""
    row = {"school_id": school, "visit_id": visit, "fields": fields, "saved_at": now}
    conn.execute(upsert(conn, drafts, row), [row])


def load_draft(conn: Connection, school: UUID, visit: UUID) -> dict[str, str]:
    """What was being typed on a visit; empty when nothing was."""
    query = select(drafts.c.fields).where(drafts.c.school_id == school, drafts.c.visit_id == visit)
    return dict(conn.execute(query).scalar() or {})


def drop_draft(conn: Connection, school: UUID, visit: UUID) -> None:
    """Forget what was being typed on a visit."""
    conn.execute(delete(drafts).where(drafts.c.school_id == school, drafts.c.visit_id == visit))
