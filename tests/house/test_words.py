"""What no committed file says: where packages come from, where somebody's files lie, who was at work."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.allowed import DOCUMENTS, HOSTS, RESERVED_ENDINGS
from tests.house.tree import committed, lines_with

# The patterns are written so that they do not find themselves.
INDEX_HOST = re.compile(
    r"p[y]pi\.org|p[y]thonhosted|p[y]pi/simple|n[p]mjs|registry\.n[p]m|y[a]rnpkg|c[r]ates\.io|deb\.d[e]bian\.org"
    r"|archive\.u[b]untu|s[n]apshot\.debian|a[r]tifactory|pkg\.d[e]v|j[s]delivr|u[n]pkg\.com"
    r"|--(extra-)?index-u[r]l|--find-l[i]nks|file:/[/]",
    re.IGNORECASE,
)
URL_HOST = re.compile(r"https?://(?:[^\s/@\"'<>]*@)?(\[[0-9a-f:]+\]|[^\s/:\"'`<>(){}\[\]\\,;|*]+)", re.IGNORECASE)
LOCAL_PATH = re.compile(r"(?<![\w.}/~-])/(?:(?:r[o]ot|w[o]rk|t[m]p)\b(?!-)|(?:h[o]me|Users)/\w)|\b[A-Z]:\\+U[s]ers\b")
WORKPLACE = re.compile(
    r"(?<!user[- ])(?<!user_)\ba[g]ents?\b|\bs[u]bagents?\b|\bl[l]ms?\b|language m[o]del|\bc[l]aude\b|a[n]thropic"
    r"|o[p]enai|chatg[p]t|c[o]pilot|session t[r]anscript|context w[i]ndow|CONTRACT\.m[d]|s[h]ared/",
    re.IGNORECASE,
)
DOCUMENT = re.compile(r"(?<![\w/.*])([A-Za-z][\w-]*\.md)\b")

Rule = Callable[[str], list[str]]


def index_hosts(line: str) -> list[str]:
    """Hosts and options of package indexes: a lock must install from whatever index a person uses."""
    return [found.group() for found in INDEX_HOST.finditer(line)]


def strange_hosts(line: str) -> list[str]:
    """Hosts in links that nobody gave a reason for."""
    hosts = [found.group(1).rstrip(".").lower() for found in URL_HOST.finditer(line)]
    return [host for host in hosts if host not in HOSTS and not host.endswith(RESERVED_ENDINGS) and "." in host]


def local_paths(line: str) -> list[str]:
    """Folders of somebody's machine."""
    return [found.group() for found in LOCAL_PATH.finditer(line)]


def workplace(line: str) -> list[str]:
    """Words about how the work was done instead of what it does."""
    return [found.group() for found in WORKPLACE.finditer(line)]


def missing_documents(line: str) -> list[str]:
    """Documents that are named and cannot be read here."""
    here = {path.name for path in committed()} | DOCUMENTS
    return [name for name in DOCUMENT.findall(line) if name not in here]


@pytest.mark.parametrize("rule", [index_hosts, strange_hosts, local_paths, workplace, missing_documents])
def test_no_committed_file_says_it(rule: Rule) -> None:
    found = {place: words for path in committed() for place, line in lines_of(path) if (words := rule(line))}
    assert found == {}


def lines_of(path: Path) -> list[tuple[str, str]]:
    """The lines to judge: licence texts and this rule's own examples are left alone."""
    return [] if path.name == Path(__file__).name else lines_with(path)


BREACHES: list[tuple[Rule, str]] = [
    (index_hosts, "--index-url x"),
    (index_hosts, "from https://pypi.org/simple"),
    (index_hosts, "https://files.pythonhosted.org/packages/"),
    (index_hosts, '"resolved": "https://registry.npmjs.org/x"'),
    (index_hosts, "x @ file:///opt/x.whl"),
    (strange_hosts, "see https://blog.somewhere.net/post"),
    (strange_hosts, "HTTP://user@somewhere.co.uk:80/"),
    (local_paths, 'open("/tmp/x")'),
    (local_paths, "in /home/anna/doorstep"),
    (local_paths, "under /root."),
    (local_paths, r"C:\Users\anna"),
    (local_paths, r'"C:\\Users\\anna"'),
    (workplace, "the agent wrote this"),
    (workplace, "as shared/design says"),
    (missing_documents, "see no-such-paper.md for more"),
]
FINE: list[tuple[Rule, str]] = [
    (strange_hosts, "http://127.0.0.1:8000/v1 and https://school.example/x and https://[::1]/"),
    (strange_hosts, 'f"https://{host}/v1"'),
    (local_paths, "app/work/x and ~/doorstep and /rootless and https://a.example/home"),
    (workplace, 'headers["User-Agent"], user_agent, a session in a pupil\'s home'),
    (missing_documents, "README.md"),
]


@pytest.mark.parametrize(("rule", "line"), BREACHES)
def test_a_breach_is_found(rule: Rule, line: str) -> None:
    assert rule(line)


@pytest.mark.parametrize(("rule", "line"), FINE)
def test_ordinary_words_pass(rule: Rule, line: str) -> None:
    assert rule(line) == []
