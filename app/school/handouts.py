"""Which packs a tutor's laptop needs: the school's own and those of the tutor's pupils. Must not hand out others."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from app.models.queries import people
from app.models.tables.projected import allocations, pupils
from app.school.endpoint import Endpoint
from app.sync.protocol.messages import PackFile


def packs_for(endpoint: Endpoint, conn: Connection, school: UUID, tutor: UUID) -> tuple[PackFile, ...]:
    """The packs, in the order of their ids; one that the endpoint does not have is left out."""
    card = people.school(conn, school)
    wanted = set(card.packs or ()) if card is not None else set()
    same = (allocations.c.school_id == pupils.c.school_id) & (allocations.c.pupil_id == pupils.c.pupil_id)
    query = select(pupils.c.packs).join(allocations, same)
    query = query.where(pupils.c.school_id == school, allocations.c.tutor_id == tutor)
    for found in conn.execute(query).scalars():
        wanted.update(found or ())
    return tuple(endpoint.packs.files[name] for name in sorted(wanted) if name in endpoint.packs.files)
