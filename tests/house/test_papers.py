"""The papers at the top of the tree say what the tree does: commands, tasks, change log, continuous integration."""

from __future__ import annotations

import re

from app import __version__
from installers.devtools.tasks import TASKS
from tests.house.tree import ROOT, committed

SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$")


def test_continuous_integration_runs_the_test_command_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines == [
        "#!/usr/bin/env bash", "set -eu", 'cd "$(dirname "$0")/.."', "exec python3 installers/dev.py test",
    ]  # fmt: skip


def test_make_only_forwards() -> None:
    recipes = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if line.startswith("\t")]
    assert recipes == ["\t@$(PYTHON) installers/dev.py $@ $(ARGS)"]


def test_the_readme_gives_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 installers/dev.py demo\n" in text
    assert "python3 installers/dev.py test\n" in text


def test_every_task_that_a_paper_names_exists() -> None:
    papers = [path for path in committed() if path.suffix == ".md"]
    named = {task for paper in papers for task in re.findall(r"dev\.py ([a-z]\w*)", (ROOT / paper).read_text("utf-8"))}
    assert named - set(TASKS) - {"help"} == set()


def test_every_picture_and_file_that_a_paper_links_to_exists() -> None:
    papers = [path for path in committed() if path.suffix == ".md"]
    links = [
        (p, link) for p in papers for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", (ROOT / p).read_text("utf-8"))
    ]
    assert [(str(paper), link) for paper, link in links if not (ROOT / paper.parent / link).exists()] == []


def test_the_change_log_keeps_its_form() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
    assert lines[0] == "# Changelog"
    headings = [line for line in lines if line.startswith("## ")]
    assert headings[0] == "## [Unreleased]"
    releases = [RELEASE.match(line) for line in headings[1:]]
    assert all(releases), headings
    versions = [tuple(int(part) for part in match.group(1).split(".")) for match in releases if match]
    assert versions == sorted(versions, reverse=True)
    assert {line[4:] for line in lines if line.startswith("### ")} <= SECTIONS
    assert not versions or versions[0] == tuple(int(part) for part in __version__.split("."))
