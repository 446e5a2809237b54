"""What the frame around the pages shows: where one is, the connection, the strip on top. Must not hold logic."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Route:
    """A place: a page's key ('today', 'pupils', 'reports', 'outbox', 'settings', 'visit', 'pupil') and its subject."""

    key: str
    about: UUID | None = None
    arrive: bool = False

    @property
    def rail(self) -> str:
        """The rail's item that is marked for this place."""
        return {"visit": "today", "pupil": "pupils"}.get(self.key, self.key)


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip above a page. `buttons` are (key, words, icon)."""

    title: str
    detail: str = ""
    alarm: bool = False
    buttons: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection box: icon, bold line, second line, short words for a narrow rail."""

    icon: str
    title: str
    detail: str
    short: str


@dataclass(frozen=True, slots=True)
class ShellState:
    """The frame."""

    rail: str = "today"
    connection: Connection = Connection(
        "cloud-off", "Not in contact yet", "All saved on this laptop.", "Not in contact"
    )
    strip: Strip | None = None
    in_visit: bool = False
    locked: bool = False
