"""installers/dev.py says what is missing, installs exactly that, and sets up once."""

from __future__ import annotations

import ast
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installers.devtools import environment, system, tasks
from installers.devtools.needs import QT_NEEDS, TEST_NEEDS, X11_NEEDS, Need, missing
from tests.house.tree import ROOT

HERE = Need(lambda: True, "there", "there", "is there already")
GONE = Need(lambda: False, "libgone1", "gone-libs", "draws what is gone")
GONE_TOO = Need(lambda: False, "libgone1", "gone-libs", "draws it twice")


class Recorder:
    """Stands where programs are run and keeps their command lines and environments."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.env: dict[str, str] = {}

    def __call__(self, *command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
        """Note the command; it always succeeds."""
        self.lines.append(" ".join(str(word) for word in command) + (" quietly" if quiet else ""))
        self.env = env or {}
        return 0


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """What would have been run, had it been run."""
    recorder = Recorder()
    monkeypatch.setattr(system, "must_run", recorder)
    monkeypatch.setattr(tasks, "run", recorder)
    monkeypatch.setattr(tasks, "provide", lambda _needs: None)
    monkeypatch.setattr(tasks, "set_up", lambda: None)
    return recorder


def test_an_old_python_can_read_the_entry_and_is_told_what_it_lacks() -> None:
    ast.parse((ROOT / "installers" / "dev.py").read_text("utf-8"), feature_version=(3, 5))
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path('installers/dev.py', run_name='__main__')"
    )
    ended = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer; this is 3.9.2" in ended.stderr


def test_the_help_lists_every_task_and_an_unknown_one_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert tasks.main([]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in tasks.TASKS)
    assert tasks.main(["no-such-task"]) == 2
    assert "no-such-task" in capsys.readouterr().out


def test_a_library_that_no_loader_finds_is_missing() -> None:
    assert missing([HERE, GONE]) == [GONE]
    assert missing(QT_NEEDS + X11_NEEDS + TEST_NEEDS) == []  # this very run needs them all


def test_without_rights_the_one_line_to_run_is_said(monkeypatch: pytest.MonkeyPatch, ran: Recorder) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(system, "_rights", lambda: None)
    with pytest.raises(SystemExit) as ended:
        system.provide([HERE, GONE, GONE_TOO])
    assert "sudo apt-get install --no-install-recommends libgone1\n" in str(ended.value)
    assert "sudo dnf install gone-libs" in str(ended.value)
    assert ran.lines == []


def test_as_root_exactly_the_missing_packages_are_installed_with_their_reasons(
    monkeypatch: pytest.MonkeyPatch, ran: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(system, "_rights", list[str])
    monkeypatch.setattr(shutil, "which", lambda name: name)
    looks = iter([False, True])
    arrives = Need(lambda: next(looks), "libnew1", "new-libs", "draws what is new")
    system.provide([HERE, arrives])
    assert ran.lines[-1].endswith("apt-get -qq install -y --no-install-recommends libnew1 quietly")
    assert "libnew1: draws what is new" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="Still missing after the installation: libgone1"):
        system.provide([GONE])


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch, ran: Recorder) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    system.provide([GONE])
    assert ran.lines == []


def test_settings_that_would_bend_the_lock_are_overruled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONSTRAINT", "other-versions.txt")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("UV_EXCLUDE_NEWER", "2020-01-01")
    monkeypatch.setenv("PIP_CERT", "school.pem")
    env = environment.clean_environment()
    assert env["PIP_CONSTRAINT"] == ""
    assert {"PYTHONPATH", "UV_EXCLUDE_NEWER"}.isdisjoint(env)
    assert env["PIP_CERT"] == "school.pem"


def test_the_environment_is_made_once_for_one_lock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lock, made = tmp_path / "lock.txt", list[str]()
    lock.write_text("a==1\n", "utf-8")
    python = tmp_path / "python"
    python.touch()
    monkeypatch.setattr(environment, "LOCK", lock)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "program", lambda _name: python)
    monkeypatch.setattr(environment, "_by_uv", lambda: False)
    monkeypatch.setattr(environment, "_by_pip", lambda: made.append("made"))
    monkeypatch.setattr(environment, "_add_repository", lambda: None)
    environment.set_up()
    environment.set_up()
    assert made == ["made"]
    lock.write_text("a==2\n", "utf-8")
    environment.set_up()
    assert made == ["made", "made"]


@pytest.mark.parametrize(
    ("display", "headless"), [({}, True), ({"DISPLAY": ":0"}, False), ({"WAYLAND_DISPLAY": "w"}, False)]
)
def test_the_demo_does_without_a_window_where_there_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, ran: Recorder, display: dict[str, str], headless: bool
) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    assert tasks.main(["demo", "--port", "0"]) == 0
    assert ran.lines[-1].endswith(
        "-m installers.demo --headless --port 0" if headless else "-m installers.demo --port 0"
    )
    assert ran.env.get("QT_QPA_PLATFORM") == ("offscreen" if headless else None)


@pytest.mark.parametrize("program", ["installers/demo/__main__.py", "tests/bench/__main__.py", "tests/ui/pictures.py"])
def test_every_program_behind_a_task_is_there(program: str) -> None:
    assert (ROOT / program).is_file()
