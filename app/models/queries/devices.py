"""The school's laptops. Must not write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from app.models.tables.projected import devices


def of_tutor(conn: Connection, school: UUID, tutor: UUID) -> Sequence[Row[Any]]:
    """A tutor's laptops, the newest first."""
    query = select(devices).where(devices.c.school_id == school, devices.c.tutor_id == tutor)
    return conn.execute(query.order_by(devices.c.enrolled_at.desc())).all()
