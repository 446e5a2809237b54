"""Where the endpoint keeps things and how it is reached: a settings file of the operator's, and defaults.

Must not hold a secret: the secret is a file of its own, and settings only say where it is.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from platformdirs import PlatformDirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import DoorstepError

_DIRS = PlatformDirs("doorstep-school", appauthor=False)


class SettingsWrong(DoorstepError):
    """The settings file cannot be used."""

    code = "school-settings"


class Settings(BaseModel):
    """The operator's choices. `database` is `sqlite:///path` or `postgresql://…`; an empty path means the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = ""
    secret_file: str = ""
    packs_folder: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)

    @property
    def database_url(self) -> str:
        """The database, by default a file in the user's data folder."""
        return self.database or f"sqlite:///{data_folder() / 'school.db'}"

    @property
    def secret_path(self) -> Path:
        """The secret: as set, else beside the SQLite file, else in the user's configuration."""
        if self.secret_file:
            return Path(self.secret_file)
        if self.database_url.startswith("sqlite:///"):
            return Path(self.database_url.removeprefix("sqlite:///")).with_suffix(".secret")
        return config_folder() / "school.secret"


def data_folder() -> Path:
    """Where the endpoint's own files lie."""
    return Path(_DIRS.user_data_dir)


def config_folder() -> Path:
    """Where the settings file lies."""
    return Path(_DIRS.user_config_dir)


def log_folder() -> Path:
    """Where the log lies."""
    return Path(_DIRS.user_log_dir)


def settings_file() -> Path:
    """The settings file of this user."""
    return config_folder() / "settings.json"


def load_settings(path: Path | None = None) -> Settings:
    """The settings in a file; the defaults when there is none. Raises SettingsWrong."""
    wanted = path or settings_file()
    try:
        return Settings.model_validate_json(wanted.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValidationError) as error:
        where = "" if isinstance(error, OSError) else f" at {error.errors()[0]['loc']}"
        raise SettingsWrong(
            f"The settings in {wanted.name} cannot be used{where}.", "Correct the file, or remove it for the defaults."
        ) from None


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings for this user's eyes alone: a database URL may hold a password."""
    wanted = path or settings_file()
    wanted.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(wanted, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(settings.model_dump(exclude_defaults=True), file, indent=2)
