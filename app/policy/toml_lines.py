"""On which line of a TOML text each key stands, so that an error can name it. Must not interpret values.

Reads only text that `tomllib` has already accepted, and so needs none of its checks.
"""

from __future__ import annotations

Path = tuple[str | int, ...]
_BLANK = " \t\r\n"
_BARE_END = "=.]" + _BLANK


def key_lines(text: str) -> dict[Path, int]:
    """Line numbers from 1, by path: ("check", 2, "on_fail"); a table's own path gives the line of its header."""
    return _Reader(text).document()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of the nearest thing around it (a key that is missing has no line of its own)."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Reader:
    """One pass over the text; `at` is the place, `lines` what was found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def document(self) -> dict[Path, int]:
        base: Path = ()
        while self._skip_blank():
            if self._peek() == "[":
                base = self._header()
            else:
                self._pair(base)
        return self.lines

    def _header(self) -> Path:
        listed = self.text.startswith("[[", self.at)
        line = self._line()
        self.at += 2 if listed else 1
        path = self._resolve(self._key(), listed=listed)
        self.at = self.text.index("]", self.at) + (2 if listed else 1)
        self.lines[path] = line
        return path

    def _resolve(self, names: list[str], *, listed: bool) -> Path:
        """Insert the index of the latest item wherever a name on the way is a list of tables."""
        path: Path = ()
        for depth, name in enumerate(names):
            path = (*path, name)
            if listed and depth == len(names) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _pair(self, base: Path) -> None:
        line = self._line()
        path = (*base, *self._key())
        self.lines[path] = line
        self.at = self.text.index("=", self.at) + 1
        self._value(path)

    def _key(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip_blank()
            names.append(self._name())
            self._skip_blank()
            if self._peek() != ".":
                return names
            self.at += 1

    def _name(self) -> str:
        start = self.at
        if self._peek() in "\"'":
            self._string()
            return self.text[start + 1 : self.at - 1]
        while self._peek() not in _BARE_END:
            self.at += 1
        return self.text[start : self.at]

    def _value(self, path: Path) -> None:
        self._skip_blank()
        self.lines.setdefault(path, self._line())
        first = self._peek()
        if first in "\"'":
            self._string()
        elif first == "[":
            self._items(path, "]")
        elif first == "{":
            self._items(path, "}")
        else:
            while self._peek() not in ",]}#\n":
                self.at += 1

    def _items(self, path: Path, end: str) -> None:
        self.at += 1
        index = 0
        while self._skip_blank() and self._peek() != end:
            if self._peek() == ",":
                self.at += 1
            elif end == "]":
                self._value((*path, index))
                index += 1
            else:
                self._pair(path)
        self.at += 1

    def _string(self) -> None:
        quote = self._peek()
        mark = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(mark)
        while not self.text.startswith(mark, self.at):
            self.at += 2 if quote == '"' and self._peek() == "\\" else 1
        self.at += len(mark)
        while mark != quote and self._peek() == quote:  # a text may end in quotes of its own: """"
            self.at += 1

    def _skip_blank(self) -> bool:
        """Go past blanks, line ends and comments; False at the end of the text."""
        while self.at < len(self.text):
            if self._peek() == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self._peek() in _BLANK:
                self.at += 1
            else:
                return True
        return False

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1] or "\n"

    def _line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1
