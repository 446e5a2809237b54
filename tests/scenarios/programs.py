"""Starts this tree's programs for a test, reads what they say line by line, and kills them.

Must not wait for a fixed time: waiting is for a line, the end of the output, or whichever comes before a deadline.
"""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[2]


def clean_env(home: Path) -> dict[str, str]:
    """An environment whose home is the test's, and in which Python is as it comes: it keeps byte code, for one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "PYTHON"))}
    return kept | {
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }


class Program:
    """A running Python module, spoken to over pipes. A context manager that ends it."""

    def __init__(self, module: str, *arguments: str, env: dict[str, str], log: Path) -> None:
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=env,
                cwd=ROOT,
                text=True,
                bufsize=1,
            )
        self.said: list[str] = []
        self._queue: queue.Queue[str | None] = queue.Queue()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def tell(self, line: str) -> None:
        """Write a line to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def listen(self, *, lines: int = sys.maxsize, seconds: float) -> None:
        """Hear so many more lines, or what is said before the time is over."""
        end = time.monotonic() + seconds
        while lines > 0 and not self._ended:
            try:
                lines -= self._take(self._queue.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                return

    def wait_for(self, word: str, *, seconds: float = 60.0) -> str:
        """Hear until a line begins with the word, and return it."""
        end, seen = time.monotonic() + seconds, len(self.said)
        while not self._ended and time.monotonic() < end:
            self.listen(lines=1, seconds=max(0.0, end - time.monotonic()))
            if self.said[seen:] and self.said[-1].startswith(word):
                return self.said[-1]
        self.kill()
        raise AssertionError(f"waited in vain for {word!r}; the last it said was {self.said[-3:]}")

    def kill(self) -> None:
        """SIGKILL, and hear what it had said before."""
        self.process.kill()
        self.process.wait(30)
        while not self._ended:
            self._take(self._queue.get(timeout=30))
        self._reader.join(30)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # what it did not read died with it
                    pipe.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):  # half a line was never said
                self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def _take(self, line: str | None) -> int:
        if line is None:
            self._ended = True
            return 0
        self.said.append(line)
        return 1


class SchoolProgram:
    """`doorstep-school serve` on a database file, at one port however often it is killed."""

    def __init__(self, store: Path, home: Path) -> None:
        self._store, self._home = store, home
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = int(found.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.program = self._start()

    def restart(self) -> None:
        """Kill it and start another at once."""
        self.program.kill()
        self.program = self._start()

    def wait_until_there(self) -> None:
        """Until it takes connections."""
        wait_until(self._answers, "the school to take connections", seconds=60)

    def _start(self) -> Program:
        database = f"sqlite:///{self._store}"
        options = ("serve", "--port", str(self.port), "--database", database)
        return Program("app.school", *options, env=clean_env(self._home), log=self._home / "school.log")

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
