"""Values and small steps that several vault tests share. Must not hold fixtures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.vault import changing, folders, vault
from app.vault.keyrings import Keyring
from app.vault.vault import FLOOR_COST, NewVault, OpenVault
from tests.support.clock import FakeClock

PASSPHRASE = "a kettle under amber rain"
OTHER_PASSPHRASE = "seven lanterns on the quay"
NOTE = "Canary-Wren was quiet today"


@dataclass(frozen=True)
class Laptop:
    """One laptop with one vault folder; each method is the vault's own function with this laptop's parts."""

    folder: Path
    keyring: Keyring | None
    clock: FakeClock
    random: Callable[[int], bytes]

    def create(self, passphrase: str = PASSPHRASE) -> NewVault:
        """Make the vault with the cheapest Argon2id there is."""
        return vault.create_vault(
            self.folder, passphrase, keyring=self.keyring, clock=self.clock, random=self.random, cost=FLOOR_COST
        )

    def unlock(self, passphrase: str = PASSPHRASE) -> OpenVault:
        """Open the vault."""
        return vault.unlock_vault(self.folder, passphrase, keyring=self.keyring, clock=self.clock)

    def recover(self, recovery_key: str, passphrase: str = OTHER_PASSPHRASE) -> NewVault:
        """Open the vault with its recovery key."""
        return changing.recover_vault(
            self.folder,
            recovery_key,
            passphrase,
            keyring=self.keyring,
            clock=self.clock,
            random=self.random,
            cost=FLOOR_COST,
        )

    def change(self, old: str = PASSPHRASE, new: str = OTHER_PASSPHRASE) -> None:
        """Change the passphrase."""
        changing.change_passphrase(
            self.folder, old, new, keyring=self.keyring, clock=self.clock, random=self.random, cost=FLOOR_COST
        )

    def issue(self, passphrase: str = PASSPHRASE) -> str:
        """Issue a new recovery key."""
        return changing.issue_recovery_key(
            self.folder, passphrase, keyring=self.keyring, clock=self.clock, random=self.random
        )

    @property
    def header(self) -> Path:
        """The header's file."""
        return self.folder / folders.HEADER

    @property
    def spare(self) -> Path:
        """The spare copy of the header."""
        return self.folder / folders.SPARE_HEADER

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / folders.DATABASE


def write_note(engine: Engine, text: str = NOTE) -> None:
    """One committed row, in a table that is made if need be."""
    with engine.connect().execution_options(doorstep_begin="BEGIN IMMEDIATE") as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, body TEXT)")
        connection.exec_driver_sql("INSERT INTO note (body) VALUES (?)", (text,))


def notes(engine: Engine) -> list[str]:
    """What `write_note` wrote."""
    with engine.connect() as connection:
        return [body for (body,) in connection.exec_driver_sql("SELECT body FROM note ORDER BY id")]


def flip(path: Path, place: int, mask: int = 1) -> None:
    """Damage one byte of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= mask
    path.write_bytes(data)
