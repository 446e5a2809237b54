"""Tables that exist on the laptop alone: drafts, where sync stands, the school's receipts, the laptop's secrets."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, LargeBinary, String, Table, Text

from app.models.tables.meta import metadata, school_key
from app.models.types import Ident, Instant

drafts = Table(
    "drafts",
    metadata,
    school_key(),
    Column("visit_id", Ident, primary_key=True),
    Column("fields", JSON, nullable=False),
    Column("saved_at", Instant, nullable=False),
)
"""What is being typed. Not facts: they come and go (design.md 1)."""

local_state = Table(
    "local_state",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Where this laptop stands with its school, one JSON value a row."""

local_secrets = Table(
    "local_secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""Keys that only the open vault may hold: the device's signing key and its check-in key."""

receipts = Table(
    "receipts",
    metadata,
    school_key(),
    Column("device", Ident, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("head", LargeBinary(32), nullable=False),
    Column("feed_position", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)
"""The school's signed word that it holds a device's facts up to `seq`."""

refusals = Table(
    "refusals",
    metadata,
    school_key(),
    Column("fact_id", Ident, primary_key=True),
    Column("code", String(64), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("told_at", Instant, nullable=False),
)
"""Facts that the school holds but could not accept, and what it said."""

LAPTOP_TABLES = frozenset({"drafts", "local_state", "local_secrets", "receipts", "refusals"})
