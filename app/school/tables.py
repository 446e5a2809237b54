"""The school's own tables: its identity and key, the console's people and sessions, codes, nonces, calls for help.

Nothing here is a fact. Must not be read by the laptop: it never has them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, String, Table

from app.models.tables.meta import metadata as shared
from app.models.types import Ident, Instant

metadata = MetaData(naming_convention=shared.naming_convention)

school_identity = Table(
    "school_identity",
    metadata,
    Column("school_id", Ident, primary_key=True),
    Column("school_device", Ident, nullable=False),
    Column("name", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("public_key", LargeBinary(32), nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
)
"""One row a school. `sealed_key` is its Ed25519 key under the secret file, which is outside the database."""

people = Table(
    "people",
    metadata,
    Column("person_id", Ident, primary_key=True),
    Column("school_id", Ident, nullable=False),
    Column("name", String(200), nullable=False),
    Column("sign_in", String(200), nullable=False, unique=True),
    Column("role", String(32), nullable=False),
    Column("password", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)
"""Staff who may open the console. The sign-in name is unique in the whole database: it leads to the school."""

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("id_hash", LargeBinary(32), primary_key=True),
    Column("school_id", Ident, nullable=False),
    Column("person_id", Ident, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
)

enrol_codes = Table(
    "enrol_codes",
    metadata,
    Column("secret_hash", LargeBinary(32), primary_key=True),
    Column("school_id", Ident, nullable=False),
    Column("tutor_id", Ident, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", Ident),
)

laptops = Table(
    "laptops",
    metadata,
    Column("device_id", Ident, primary_key=True),
    Column("school_id", Ident, nullable=False),
    Column("sos_hash", LargeBinary(32), nullable=False),
)
"""Which school a laptop belongs to, so that one id never means two laptops; and the hash of its alarm-only token."""

nonces = Table(
    "nonces",
    metadata,
    Column("device_id", Ident, primary_key=True),
    Column("nonce", String(64), primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

sos_calls = Table(
    "sos_calls",
    metadata,
    Column("school_id", Ident, primary_key=True),
    Column("sos_id", Ident, primary_key=True),
    Column("device_id", Ident, nullable=False),
    Column("visit_id", Ident),
    Column("at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Index("ix_sos_calls_school_id_received_at", "school_id", "received_at"),
)
"""Calls that came by the alarm-only token. `cancelled` is what the laptop said; it stands nothing down."""

throttle = Table(
    "throttle",
    metadata,
    Column("bucket", LargeBinary(32), primary_key=True),
    Column("since", Instant, nullable=False),
    Column("count", Integer, nullable=False),
)
"""Attempts in the present window, by the hash of what is counted; in the database because processes are many."""
