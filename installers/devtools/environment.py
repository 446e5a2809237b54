"""Makes .venv from the hashed lock. Must not install anything that the lock does not name and hash."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
import time
import venv
from pathlib import Path

from installers.devtools.console import ROOT, VENV, must_run, program, run, say

LOCK = ROOT / "installers" / "requirements-dev.txt"
STAMP = VENV / "doorstep-stamp"

# A person's pip or uv may be told to prefer other versions or other places to install to. The lock decides here.
# An empty value also hides the same setting in a configuration file; where packages come from is left alone.
_OVERRULED = ("PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER")
_DROPPED = ("PYTHONPATH", "PYTHONHOME", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE", "UV_EXCLUDE_NEWER", "UV_TARGET")


def set_up() -> None:
    """Make .venv from the lock unless it was made from this very lock by this very Python."""
    wanted = _fingerprint()
    if program("python").exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return
    started = time.monotonic()
    say("Making .venv from installers/requirements-dev.txt; this is needed once and takes about a minute.")
    if not _by_uv():
        _by_pip()
    _add_repository()
    STAMP.write_text(wanted, "utf-8")
    say(f"The environment is ready after {time.monotonic() - started:.0f} s.")


def clean_environment() -> dict[str, str]:
    """The environment for programs in .venv: without what would make them import or install other things."""
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | dict.fromkeys(_OVERRULED, "")


def _fingerprint() -> str:
    # sys.version names the Python's build: another one makes another environment. The folder is part of it because
    # a venv holds absolute paths and cannot be moved.
    parts = [LOCK.read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _by_uv() -> bool:
    """Use uv where it is installed: four times as fast. False when it is not there or could not do it."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    env = clean_environment()
    made = run(uv, "venv", "-q", "--clear", "--no-project", "--python", sys.executable, VENV, env=env)
    if made == 0:
        made = run(uv, "pip", "install", "-q", "--python", program("python"), "--require-hashes", "-r", LOCK, env=env)
    if made:
        say("uv could not do it; pip takes over.")
    return made == 0


def _by_pip() -> None:
    say("+ python3 -m venv .venv")
    venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    pip = (program("python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input")
    must_run(*pip, "--require-hashes", "-r", LOCK, env=clean_environment())


def _add_repository() -> None:
    """Put the repository on the environment's import path: an editable installation without a build."""
    base = {"base": str(VENV), "platbase": str(VENV)}
    site = Path(sysconfig.get_path("purelib", "venv", base))
    (site / "doorstep.pth").write_text(f"{ROOT}\n", "utf-8")
