"""Brings a database to this build's tables, and refuses one from a newer build. Must not lose a row.

A *tree* is a line of revisions with its own version table: 'shared' on both ends, 'laptop' on the laptop, and the
school's own, which lives in its room. Foreign keys must be off on the engine that is handed in (vault.md T9).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from app.domain.errors import DoorstepError
from app.models.database import writing
from app.models.tables import metadata

_HERE = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Tree:
    """A line of revisions: its folder, the newest revision this build knows, and the tables it makes."""

    name: str
    folder: Path
    newest: str
    metadata: MetaData

    @property
    def version_table(self) -> str:
        """Where the database notes how far it is."""
        return f"version_{self.name}"


SHARED = Tree("shared", _HERE / "shared", "shared_0002", metadata)
LAPTOP = Tree("laptop", _HERE / "laptop", "laptop_0001", metadata)


class NewerDatabase(DoorstepError):
    """The database was written by a newer version of Doorstep."""

    code = "newer-database"


def upgrade(engine: Engine, *trees: Tree) -> None:
    """Bring `trees` to their newest revisions, each in one transaction. Raises NewerDatabase."""
    for tree in trees:
        with writing(engine) as conn:
            present = revision(conn, tree)
            if present != tree.newest:
                _run(conn, tree, present)


def revision(conn: Connection, tree: Tree) -> str | None:
    """The revision a database is at; None when it has none of the tree's tables."""
    if not inspect(conn).has_table(tree.version_table):
        return None
    found = conn.execute(text(f"SELECT version_num FROM {tree.version_table}")).scalar()  # noqa: S608  our own name
    return None if found is None else str(found)


def _run(conn: Connection, tree: Tree, present: str | None) -> None:
    """Alembic is imported only when there is something to do: it would cost a tenth of a second at every unlock."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("version_locations", str(tree.folder))
    config.set_main_option("path_separator", "newline")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise NewerDatabase(
            "These records were last opened by a newer version of Doorstep.",
            "Install the newest version, then open them again. Nothing was changed.",
        )
    config.attributes.update(connection=conn, version_table=tree.version_table, metadata=tree.metadata)
    command.upgrade(config, "head")
