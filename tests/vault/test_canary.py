"""No file of the vault holds a word that was written through it: open, locked, after a kill, and beside temp files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.vault import folders
from app.vault.vault import OpenVault
from tests.vault.support import NOTE, PASSPHRASE, Laptop, notes, write_note

SPELLINGS = (
    NOTE.encode(),
    NOTE.encode("utf-16-le"),
    b"Canary-Wren",
    PASSPHRASE.encode(),
    PASSPHRASE.encode("utf-16-le"),
)
SORT = "SELECT a.body || b.body AS both FROM note a, note b ORDER BY both DESC"

# Writes notes until it is killed, with its temp files where the test looks for them.
WRITER = """
import sys
from pathlib import Path
from app.vault.vault import unlock_vault
from tests.support.clock import FakeClock
from tests.support.keyring import FakeKeyring
from tests.vault.support import NOTE, PASSPHRASE, write_note
keyring = FakeKeyring()
service, item, secret = sys.stdin.readline().split()
keyring.items[service, item] = secret
vault = unlock_vault(Path(sys.argv[1]), PASSPHRASE, keyring=keyring, clock=FakeClock())
count = 0
while True:
    write_note(vault.engine, f"{NOTE} {count}")
    count += 1
    print(count, flush=True)
"""


def leaks(*places: Path) -> list[str]:
    """The files below these folders that hold a canary in any spelling."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(spelling in path.read_bytes() for spelling in SPELLINGS)]


def test_no_file_holds_a_note_while_open_or_after_the_lock(vault: OpenVault, laptop: Laptop) -> None:
    for _ in range(50):
        write_note(vault.engine)
    with vault.engine.begin() as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE search USING fts5 (body)")
        connection.exec_driver_sql("INSERT INTO search SELECT body FROM note")
    assert (laptop.folder / f"{folders.DATABASE}-wal").stat().st_size > 0
    assert leaks(laptop.folder) == []
    vault.lock()
    assert leaks(laptop.folder) == []


def test_sorting_more_than_fits_leaves_nothing_in_temp_files(vault: OpenVault, laptop: Laptop, tmp_path: Path) -> None:
    for _ in range(40):
        write_note(vault.engine, NOTE * 20)
    with vault.engine.connect() as connection:
        opened = len(connection.exec_driver_sql(SORT).all())
        assert leaks(tmp_path) == []
    assert opened == 1600
    assert leaks(laptop.folder) == []


def test_no_file_holds_a_note_after_a_kill_and_no_saved_note_is_lost(locked: Laptop, keyring_line: str) -> None:
    command = [sys.executable, "-c", WRITER, str(locked.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write(keyring_line)
        saved = max(int(writer.stdout.readline()) for _ in range(60))
        writer.kill()
        saved = max([saved, *(int(line) for line in writer.stdout if line.endswith("\n"))])
    assert (locked.folder / f"{folders.DATABASE}-wal").stat().st_size > 0
    assert leaks(locked.folder) == []
    with locked.unlock() as vault:
        kept = notes(vault.engine)
        assert kept[:saved] == [f"{NOTE} {number}" for number in range(saved)]
        assert len(kept) <= saved + 1
