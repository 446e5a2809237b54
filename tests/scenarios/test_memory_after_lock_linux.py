"""After the lock the process is another one: no name, note, key or passphrase is left in its memory (vault.md A.7).

The program knew these words only from the school and from its job, so what the control finds is what it held.
"""

from __future__ import annotations

import base64
from pathlib import Path

from tests.scenarios.canaries import NAMES, WRITTEN, as_held, memory_holding
from tests.scenarios.test_canary import Watched, canary_school, job_for
from tests.scenarios.tutors_laptop import PASSPHRASE
from tests.support.clock import FakeClock


def test_nothing_of_the_records_is_in_memory_after_the_lock(tmp_path: Path) -> None:
    (tmp_path / "school").mkdir()
    (tmp_path / "watched").mkdir()
    school = canary_school(tmp_path / "school", FakeClock())
    school.open_line()
    watched = Watched(tmp_path / "watched", job_for(school, replace=True))
    watched.do("window", "finish", "read")
    pid = watched.program.process.pid
    names, notes = as_held(NAMES), as_held(WRITTEN.values())
    secrets = _secrets(watched)
    held = [memory_holding(pid, wanted) for wanted in (names, notes, secrets)]
    watched.program.tell("lock")
    watched.program.wait_for("replaced")
    left = [memory_holding(pid, wanted) for wanted in (names, notes, secrets)]
    watched.program.kill()
    school.close()
    assert min(held) > 0
    assert left == [0, 0, 0]


def _secrets(watched: Watched) -> set[bytes]:
    """The passphrase, and what the keyring holds, as text and as the bytes that it stands for."""
    found = as_held([PASSPHRASE]) | {secret.encode() for *_, secret in watched.keyring}
    for *_, secret in watched.keyring:
        try:
            found.add(base64.b64decode(secret, validate=True))
        except ValueError:
            continue
    return found
