"""A browser without script: cookies, forms, and a reading of the page as a screen reader meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import requests

from app.school.console.staff import Role
from tests.school.driver import PASSWORD, Place

_VOID = {"meta", "link", "input", "br", "path", "circle", "hr", "img"}


@dataclass
class Browser:
    """One person's browser."""

    place: Place
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, path: str) -> requests.Response:
        """Open a page."""
        return self.session.get(self.place.base + path, headers={"Accept": "text/html"}, timeout=20)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Send a form, without following where it leads."""
        return self.session.post(self.place.base + path, data=fields, timeout=20, allow_redirects=False)

    def form(self, path: str = "/sign-in") -> str:
        """The hidden token of the form on a page."""
        found = re.search(r'name="form" value="([0-9a-f]{64})"', self.get(path).text)
        assert found is not None
        return found[1]

    def sign_in(self, name: str, password: str = PASSWORD, **more: str) -> requests.Response:
        """Fill in the form."""
        return self.post("/sign-in", form=self.form(), name=name, password=password, **more)

    def sign_in_as(self, name: str, role: Role = Role.LEAD_WORKER) -> Browser:
        """Make a person and sign in."""
        self.place.person(name, role)
        assert self.sign_in(name).status_code == 303
        return self


@dataclass
class Page(HTMLParser):
    """What a page is made of."""

    text: str

    def __post_init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.tables: list[dict[str, int]] = []
        self.bare_headers = 0
        self.landmarks: list[str] = []
        self.external: list[str] = []
        self.lang = ""
        self.scripts = 0
        self.handlers: list[str] = []
        self.feed(self.text)
        assert self.stack == [], self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID:
            self.stack.append(tag)
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        self.external += [str(given[name]) for name in ("src", "href", "action") if "//" in (given.get(name) or "")]
        self.scripts += tag == "script"
        if tag in {"header", "nav", "main"}:
            self.landmarks.append(tag)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "label":
            self.labels.add(given.get("for") or "")
        if tag == "input" and given.get("type") != "hidden":
            self.inputs.append(given)
        if tag == "table":
            self.tables.append({"caption": 0, "th": 0})
        if self.tables and tag in {"caption", "th"}:
            self.tables[-1][tag] += 1
        self.bare_headers += tag == "th" and given.get("scope") not in {"col", "row"}

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self.stack and re.fullmatch("h[1-6]", self.stack[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, (text + data).strip())

    def check(self) -> None:
        """What holds on every page: language, one main heading, no level left out, labels, captions, no script."""
        levels = [level for level, _ in self.headings]
        assert self.lang == "en-GB"
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), self.headings
        assert all(text for _, text in self.headings)
        assert {given.get("id") for given in self.inputs} <= self.labels
        assert all(table["caption"] == 1 and table["th"] > 0 for table in self.tables)
        assert self.bare_headers == 0
        assert "main" in self.landmarks
        assert (self.external, self.scripts, self.handlers) == ([], 0, [])
