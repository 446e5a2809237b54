"""Looking for damage before a person runs into it (T20). Must not repair: a damaged page comes back from a backup."""

from __future__ import annotations

import contextlib
from contextlib import closing

from app.vault.errors import DatabaseDamaged
from app.vault.open_vault import OpenVault
from app.vault.storage_errors import StorageFull, storage_errors


def check_database(vault: OpenVault) -> None:
    """Check the seal of every page, then SQLite's own structure; DatabaseDamaged when either is broken.

    Takes about 0.6 s for 100 MB; run it on a schedule and before each backup. An older page put back whole is not
    noticed (T19).
    """
    with storage_errors(), closing(vault.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        with contextlib.suppress(StorageFull), storage_errors():  # a full disk is no reason not to look
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        if cursor.execute("PRAGMA cipher_integrity_check").fetchall():
            raise DatabaseDamaged
        if cursor.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise DatabaseDamaged
