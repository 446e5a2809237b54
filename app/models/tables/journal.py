"""The journal, the feeds and the heads of both kinds of chain. Only `app.models.journal` and `.feeds` write here."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from app.models.tables.meta import metadata, school_key
from app.models.types import Counter, Ident, Instant

_WAITING = text("standing = 'unknown'")

journal = Table(
    "journal",
    metadata,
    Column("ordinal", Counter, primary_key=True, autoincrement=True),
    Column("school_id", Ident, nullable=False),
    Column("id", Ident, nullable=False),
    Column("device", Ident, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("kind", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("subject", Ident, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("drift_ms", BigInteger),
    Column("payload_hash", LargeBinary(32), nullable=False),
    Column("salt", LargeBinary(16)),
    Column("payload", LargeBinary),
    Column("chain_hash", LargeBinary(32)),
    Column("received_at", Instant, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("problem", Text),
    UniqueConstraint("school_id", "id"),
    UniqueConstraint("school_id", "device", "seq"),
    Index("ix_journal_school_id_subject", "school_id", "subject"),
    Index("ix_journal_waiting", "school_id", "ordinal", sqlite_where=_WAITING, postgresql_where=_WAITING),
)
"""`chain_hash` is null for another device's facts on a laptop (the feed's chain covers them). `standing` is
'applied', 'unknown' (kept for a newer build) or 'quarantined' (not of its schema, or not its writer's to write)."""

feed = Table(
    "feed",
    metadata,
    school_key(),
    Column("tutor_id", Ident, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("fact_id", Ident, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    UniqueConstraint("school_id", "tutor_id", "fact_id"),
)

heads = Table(
    "heads",
    metadata,
    school_key(),
    Column("log", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
"""The last number and hash of each log: 'journal:<device>' and 'feed:<tutor>'."""
