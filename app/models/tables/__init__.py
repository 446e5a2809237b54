"""The tables, by who fills them: the journal's own, the projections, and what lives on the laptop alone.

Must not hold queries. Every table carries the school first in its key: many schools may share one database.
"""

from app.models.tables.journal import feed, heads, journal
from app.models.tables.laptop import drafts, local_secrets, local_state, receipts, refusals
from app.models.tables.meta import metadata
from app.models.tables.projected import PROJECTED

__all__ = [
    "PROJECTED",
    "drafts",
    "feed",
    "heads",
    "journal",
    "local_secrets",
    "local_state",
    "metadata",
    "receipts",
    "refusals",
]
