"""Column types that mean the same on SQLCipher, SQLite and PostgreSQL. Must not hold tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Counter = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up by itself; SQLite does that for INTEGER only."""


class Ident(Uuid[UUID]):
    """A UUID: PostgreSQL's own, elsewhere 32 hex digits. Reading many is what costs, so it takes the short way.

    `UUID(hex=…)` first tidies what people write; what this column holds was written by this column.
    """

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], UUID | None] | None:
        """From 32 hex digits where the database has no UUIDs of its own."""
        if dialect.supports_native_uuid:
            return super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call, no-any-return]  # SQLAlchemy's own has no types
        return lambda value: None if value is None else UUID(int=int(value, 16))


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, kept as whole microseconds since 1970: exact, sortable, the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To microseconds. A naive instant is a mistake of ours and raises TypeError."""
        del dialect
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """To an aware UTC datetime."""
        del dialect
        return None if value is None else _EPOCH + int(value) * _MICROSECOND
