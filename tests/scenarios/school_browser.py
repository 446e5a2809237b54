"""A person of the school at a browser: signs in over HTTP and reads the tables of a page, row by row.

Must not know what the pages mean.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import requests

from app.models.database import writing
from app.school.console.staff import NewPerson, Role, add_person
from tests.scenarios.sample_school import SampleSchool

_NAME, _PASSWORD = "a.marsh@merebridge.example", "seven quiet owls at the fair"


class SchoolBrowser:
    """The lead worker's browser, signed in."""

    def __init__(self, school: SampleSchool) -> None:
        with writing(school.endpoint.engine) as conn:
            person = NewPerson("Alex Marsh", Role.LEAD_WORKER, _NAME)
            add_person(school.endpoint, conn, school.school_id, person, _PASSWORD)
        self._school, self._session = school, requests.Session()
        form = re.search(r'name="form" value="([0-9a-f]{64})"', self.text("/sign-in"))
        assert form is not None
        fields = {"form": form[1], "name": _NAME, "password": _PASSWORD}
        answer = self._session.post(f"{school.address}/sign-in", data=fields, timeout=20)
        assert answer.status_code == requests.codes.ok

    def text(self, path: str) -> str:
        """A page's HTML."""
        answer = self._session.get(self._school.address + path, headers={"Accept": "text/html"}, timeout=20)
        assert answer.status_code == requests.codes.ok
        return answer.text

    def rows(self, path: str) -> list[list[str]]:
        """The text of every cell of every table on a page."""
        return _Tables(self.text(path)).rows

    def words(self, path: str) -> str:
        """The text of a page on one line."""
        return _Tables(self.text(path)).words

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()


class _Tables(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.words = ""
        self._in_cell = False
        self.feed(html)
        self.rows = [[" ".join(cell.split()) for cell in row] for row in self.rows]
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True
        self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._in_cell:
            self.rows[-1][-1] += data
