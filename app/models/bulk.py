"""Many rows with one statement, without SQLAlchemy's work for each of them. Must not be used where a few rows do.

The statement is compiled once for each dialect and shape; the values still go through the column types' own
processors, so a row is kept exactly as the ordinary way would keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    any_,
    bindparam,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect

Processor = Callable[[Any], Any]


def insert_many(conn: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows that all set the same columns."""
    if rows:
        _run(conn, table, tuple(rows[0]), rows, upserting=False)


def upsert_many(conn: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, or set just these columns where the key is there already."""
    if rows:
        _run(conn, table, columns, rows, upserting=True)


def upsert(conn: Connection, table: Table, columns: Iterable[str]) -> Any:
    """INSERT … ON CONFLICT (key) DO UPDATE for just these columns."""
    return _upsert(conn.dialect, table, columns)


def _upsert(dialect: Dialect, table: Table, columns: Iterable[str]) -> Any:
    made = (postgresql.insert if dialect.name == "postgresql" else sqlite.insert)(table)
    key = [column.name for column in table.primary_key]
    updates = {name: made.excluded[name] for name in columns if name not in key}
    if not updates:
        return made.on_conflict_do_nothing(index_elements=key)
    return made.on_conflict_do_update(index_elements=key, set_=updates)


def among(conn: Connection, column: Column[Any], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """`column IN (ids)` with one parameter instead of a thousand."""
    if conn.dialect.name == "postgresql":
        return column == any_(literal(list(ids), ARRAY(column.type)))
    listed = "[" + ",".join(f'"{item.hex}"' for item in ids) + "]"
    each = func.json_each(bindparam(None, listed)).table_valued("value")
    return column.in_(select(each.c.value))


def _run(
    conn: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[dict[str, Any]], *, upserting: bool
) -> None:
    sql, names, processors = _compiled(conn.dialect, table, columns, upserting)
    by_column = [_column([row[name] for row in rows], work) for name, work in zip(names, processors, strict=True)]
    filled = list(zip(*by_column, strict=True))
    if conn.dialect.positional:
        conn.exec_driver_sql(sql, filled)
    else:
        conn.exec_driver_sql(sql, [dict(zip(names, values, strict=True)) for values in filled])


def _column(values: list[Any], work: Processor | None) -> list[Any]:
    """The values as the driver takes them; one that stands in every row, such as the school, is made once."""
    if work is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return [work(first)] * len(values)
    return [work(value) for value in values]


@lru_cache(maxsize=256)
def _compiled(
    dialect: Dialect, table: Table, columns: tuple[str, ...], upserting: bool
) -> tuple[str, tuple[str, ...], tuple[Processor | None, ...]]:
    """The text for the driver, the columns in its order, and what each value goes through first."""
    statement = _upsert(dialect, table, columns) if upserting else insert(table)
    compiled = statement.compile(dialect=dialect, column_keys=list(columns), for_executemany=True)
    names = tuple(compiled.positiontup or columns)
    return str(compiled), names, tuple(_processor(table.c[name], dialect) for name in names)


def _processor(column: Column[Any], dialect: Dialect) -> Processor | None:
    """What the ordinary way would do to a value; but our drivers take bytes as they are, without a wrapper for each."""
    if isinstance(column.type, LargeBinary):
        return None
    return column.type.dialect_impl(dialect).bind_processor(dialect)
