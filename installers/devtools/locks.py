"""Writes the hashed lock files with uv. Must not let an index, a path or this machine's settings into them."""

from __future__ import annotations

import os
import shutil

from installers.devtools.console import must_run, stop

DEV = "installers/requirements-dev.txt"
# Each file and the extra of pyproject.toml that it pins: the laptop, the school's endpoint, and all of it with tools.
FILES = {DEV: "dev", "installers/requirements.txt": "laptop", "installers/requirements-school.txt": "school"}

_KEPT = ("UV_CACHE_DIR", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_HTTP_TIMEOUT", "UV_CONCURRENT_DOWNLOADS")


def lock(extra: list[str]) -> int:
    """Regenerate every lock file; `--upgrade` after the task moves all pins to the newest that the ranges allow."""
    uv = shutil.which("uv")
    if uv is None:
        stop("Locking needs uv on the PATH. Install it with your package manager or pip, then run this again.")
    for target, of_extra in FILES.items():
        # The laptop's and the school's pins are the tested ones: they follow the development file.
        tested = [] if target == DEV else ["--constraint", DEV]
        options = [*_OPTIONS, "--extra", of_extra, *tested, "--output-file", target, *extra]
        must_run(uv, "pip", "compile", *options, "pyproject.toml", env=_environment(), quiet=True)
    return 0


_OPTIONS = (
    "--no-config", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-emit-package", "doorstep",
    "--no-emit-index-url", "--no-emit-find-links", "--no-annotate",
    "--custom-compile-command", "python3 installers/dev.py lock",
)  # fmt: skip


def _environment() -> dict[str, str]:
    """Our environment without what tells uv or pip where else to look: such places would end up in the files."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _KEPT or not name.startswith(("UV_", "PIP_", "PYTHONPATH"))
    }
