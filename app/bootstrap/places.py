"""Where things lie on this computer. Must not hold anything itself.

Records go where they do not roam to other machines and are not synced to a cloud (vault.md D.1).
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).parents[2] / "resources"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one person's Doorstep."""

    data: Path
    config: Path
    logs: Path
    runtime: Path
    """For files that an outside program must read for a while; in memory where the system offers that."""

    @property
    def vault(self) -> Path:
        """The encrypted records."""
        return self.data / "vaults" / "records"

    @property
    def preferences(self) -> Path:
        """What a person chose for this laptop."""
        return self.config / "preferences.json"

    @property
    def phones(self) -> Path:
        """The school's numbers, needed on a locked screen."""
        return self.config / "phones.json"

    @property
    def opened(self) -> Path:
        """Copies for outside viewers, emptied at lock and at start."""
        return self.runtime / "doorstep-opened"


def default_places() -> Places:
    """Where this system wants a person's files."""
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("doorstep", appauthor=False, roaming=False)
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or dirs.user_data_path) if sys.platform == "linux" else None
    return Places(
        data=dirs.user_data_path,
        config=dirs.user_config_path,
        logs=dirs.user_log_path,
        runtime=runtime or dirs.user_data_path,
    )


def places_in(profile: Path) -> Places:
    """Everything under one folder: for a demonstration, a test, a stick."""
    root = profile.resolve()
    return Places(data=root / "data", config=root / "config", logs=root / "logs", runtime=root / "data")


def make_private(folder: Path) -> Path:
    """Make a folder that only this person can enter."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
