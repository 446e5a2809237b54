"""Installs what `needs` found missing on Linux, or says the one line that does. Must not touch other systems.

Nothing is installed silently: each package is named with its reason first.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable

from installers.devtools.console import must_run, say, stop
from installers.devtools.needs import Need, missing


def provide(needs: Iterable[Need]) -> None:
    """Make sure that everything in `needs` is there, or end with the line that a person has to run."""
    wanted = tuple(needs)
    if platform.system() != "Linux":
        return
    absent = missing(wanted)
    if not absent:
        return
    say("This machine lacks some parts of the system that Doorstep uses:")
    for need in absent:
        say(f"  {need.debian}: {need.reason}")
    rights = _rights()
    if shutil.which("apt-get") is None or rights is None:
        stop(_line_to_run(absent))
    _install([*dict.fromkeys(need.debian for need in absent)], rights)
    if still := missing(wanted):
        stop("Still missing after the installation: " + ", ".join(need.debian for need in still) + ".")


def _rights() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo where it asks for no password, None where we may not."""
    user = getattr(os, "geteuid", lambda: None)()  # Windows has no such thing, and type checkers there say so
    if user == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if asks_nothing else None


def _install(packages: list[str], rights: list[str]) -> None:
    quietly = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    must_run(*quietly, "update")
    must_run(*quietly, "install", "-y", "--no-install-recommends", *packages, quiet=True)


def _line_to_run(absent: list[Need]) -> str:
    debian = " ".join(dict.fromkeys(need.debian for need in absent))
    fedora = " ".join(dict.fromkeys(need.fedora for need in absent))
    return (
        f"Run this once, then the same command again:\n  sudo apt-get install --no-install-recommends {debian}\n"
        f"On Fedora:\n  sudo dnf install {fedora}"
    )
