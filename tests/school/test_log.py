"""The endpoint's log: rotating, for its owner alone, and without what people wrote or are called."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.models.facts import visits
from app.school.logs import log_to
from tests.school.driver import Laptop, Place, pushed
from tests.support.loggers import LogWatch

CANARY = "Amira Hollow keeps a parrot called Biscuit"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    handler = log_to(tmp_path / "log")
    yield tmp_path / "log" / "school.log"
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()


def test_a_fault_is_logged_by_its_id_and_place_alone(
    log: Path, laptop: Laptop, expect_log: LogWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("app.school.api.joining.hello", broken)
    expect_log("app.school.faults", "ValueError at broken")
    answer = laptop.hello()
    text = log.read_text()
    assert "ValueError at broken" in text
    assert answer.response.json()["detail"].removeprefix("Fault ").rstrip(".") in text
    assert CANARY not in text
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_what_libraries_say_is_kept_out_or_cut(log: Path, expect_log: LogWatch) -> None:
    expect_log("somebody.else", "it failed")
    logging.getLogger("somebody.else").info(CANARY)
    logging.getLogger("somebody.else").error("it failed", exc_info=ValueError(CANARY))
    text = log.read_text()
    assert "it failed" in text
    assert CANARY not in text


def test_an_ordinary_day_leaves_no_name_note_or_key(log: Path, place: Place, laptop: Laptop) -> None:
    visit = place.plan(place.clock.now())
    laptop.visit(visit)
    laptop.write(visits.SessionLogged(visit_id=visit, pupil_id=place.pupil, at=place.clock.now(), notes=CANARY))
    laptop.add("visit_started", CANARY.encode(), visit)
    assert pushed(laptop.push()).problems
    assert laptop.push(lines=CANARY.encode()).code == "malformed"
    assert laptop.enrol(CANARY).code == "enrol-code"
    text = log.read_text() if log.exists() else ""
    for secret in (CANARY, "Hollow", "Kettle", laptop.signer.public.hex(), place.code()):
        assert secret not in text
