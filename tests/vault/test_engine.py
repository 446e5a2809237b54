"""The engine that an open vault hands out: settings, transactions, threads, migrations."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.vault.open_vault import OpenVault
from tests.vault.support import notes, write_note

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "temp_store": 2,
    "cache_size": -65536,
    "secure_delete": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "cipher_status": "1",
}


def test_every_pooled_connection_has_the_settings(vault: OpenVault) -> None:
    with vault.engine.connect() as first, vault.engine.connect() as second:
        for connection in (first, second):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SETTINGS}
            assert found == SETTINGS


def test_a_read_transaction_keeps_its_snapshot_while_another_writes(vault: OpenVault) -> None:
    write_note(vault.engine, "first")
    with vault.engine.connect() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 1
        write_note(vault.engine, "second")
        assert reader.exec_driver_sql("SELECT count(*) FROM note").scalar() == 1
    assert notes(vault.engine) == ["first", "second"]


def test_the_begin_option_reaches_sqlite(vault: OpenVault) -> None:
    statements: list[str] = []
    with vault.engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.set_trace_callback(statements.append)
        connection.exec_driver_sql("SELECT 1")
        connection.rollback()
        with connection.execution_options(doorstep_begin="BEGIN IMMEDIATE").begin():
            connection.exec_driver_sql("SELECT 2")
        driver.set_trace_callback(None)
    assert [line for line in statements if line.startswith("BEGIN")] == ["BEGIN", "BEGIN IMMEDIATE"]


def test_a_table_made_in_a_transaction_that_is_undone_is_gone(vault: OpenVault) -> None:
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        connection.rollback()
    assert "half" not in sa.inspect(vault.engine).get_table_names()


def test_a_broken_rule_stays_sqlalchemys_own_error_and_names_no_value(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE pupil (name TEXT PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO pupil VALUES (?)", ("Canary-Wren",))
    with pytest.raises(IntegrityError) as caught, vault.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO pupil VALUES (?)", ("Canary-Wren",))
    assert "Canary-Wren" not in str(caught.value)


def test_a_mistake_in_sql_is_not_called_a_damaged_disk(vault: OpenVault) -> None:
    with pytest.raises(DBAPIError, match="syntax error"), vault.engine.connect() as connection:
        connection.exec_driver_sql("SELEKT 1")


def test_eight_threads_write_at_once_and_nothing_is_lost(vault: OpenVault) -> None:
    write_note(vault.engine, "first")

    def work() -> None:
        for _ in range(10):
            write_note(vault.engine, "more")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(notes(vault.engine)) == 81


def test_migrations_run_without_foreign_keys_and_keep_the_child_rows(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (parent INTEGER REFERENCES parent (id) ON DELETE CASCADE, body TEXT)"
        )
        connection.exec_driver_sql("INSERT INTO parent VALUES (1)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 'kept')")
    with vault.migration_engine() as engine, engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("INSERT INTO parent_new (id) SELECT id FROM parent")
        connection.exec_driver_sql("DROP TABLE parent")
        connection.exec_driver_sql("ALTER TABLE parent_new RENAME TO parent")
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    with vault.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT body FROM child").scalars().all() == ["kept"]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_broken_reference_is_refused_outside_migrations(vault: OpenVault) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent INTEGER REFERENCES parent (id))")
    with pytest.raises(IntegrityError), vault.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO child VALUES (7)")
