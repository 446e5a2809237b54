"""Reading packs from files: a whole, checked Pack or one clear error. Must not combine or evaluate anything.

The only module of policy that opens files, and only those it is given.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

from pydantic import ValidationError

from app.domain.errors import DoorstepError
from app.policy.crossref import problems
from app.policy.plain_words import describe
from app.policy.schema.pack import Pack
from app.policy.toml_lines import Path, key_lines, line_of


class PackWrong(DoorstepError):
    """A policy pack cannot be used; says in which file, on which line and at which key."""

    code = "pack-wrong"

    def __init__(self, file: str, line: int, key: str, what: str) -> None:
        at = f", at {key}" if key else ""
        super().__init__(
            f"The policy pack {file} has a mistake on line {line}{at}: {what}.",
            "Correct that line, save the file and load it again.",
        )
        self.file = file
        self.line = line
        self.key = key


class PackUnknown(DoorstepError):
    """A case names a policy pack that is not on the shelf."""

    code = "pack-unknown"


@dataclass(frozen=True)
class PackShelf:
    """The packs at hand, by their ids."""

    packs: Mapping[str, Pack] = field(default_factory=dict)

    def get(self, pack_id: str) -> Pack:
        """The pack with this id; PackUnknown when there is none."""
        if pack_id not in self.packs:
            raise PackUnknown(
                f'The policy pack "{pack_id}" is not on this computer.',
                "Ask the school for the pack, or choose another one for this pupil.",
            )
        return self.packs[pack_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.packs)

    def __len__(self) -> int:
        return len(self.packs)


def load_shelf(folder: File) -> PackShelf:
    """Every `*.toml` in `folder`; PackWrong for the first wrong file, or for an id that two files use."""
    packs: dict[str, Pack] = {}
    for file in sorted(folder.glob("*.toml")):
        pack = load_pack(file)
        if pack.id in packs:
            line = line_of(key_lines(_text(file)), ("pack", "id"))
            raise PackWrong(file.name, line, "pack.id", f'the id "{pack.id}" is already used by another pack')
        packs[pack.id] = pack
    return PackShelf(packs)


def load_pack(file: File) -> Pack:
    """The pack in `file`, whole and consistent; PackWrong otherwise, for the first mistake from the top."""
    return parse_pack(_text(file), file.name)


def parse_pack(text: str, name: str) -> Pack:
    """As `load_pack`, from text; `name` stands for the file in messages."""
    data = _toml(text, name)
    try:
        pack = Pack.model_validate_json(json.dumps(data, default=_plain))
    except ValidationError as wrong:
        found = [describe(error, data) for error in wrong.errors(include_url=False, include_context=True)]
        raise _first(found, text, name) from None
    disagreements = list(problems(pack))
    if disagreements:
        raise _first(disagreements, text, name)
    pack._content_hash = _hash(data)  # noqa: SLF001 # the loader is the one writer of the hash; nothing else may set it
    return pack


def _text(file: File) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PackWrong(file.name, line, "", "the file is not saved as UTF-8 text") from None
    except OSError as error:
        raise PackWrong(file.name, 1, "", f"the file cannot be read ({error.strerror})") from None


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        what = message[: place.start()] if place else message
        raise PackWrong(name, line, "", f"the text is not TOML ({what[:1].lower()}{what[1:]})") from None


def _first(found: list[tuple[Path, str]], text: str, name: str) -> PackWrong:
    """The first mistake from the top; a list that looks too short because of a wrong item is no mistake of its own.

    Lines are looked up only here: reading them costs twice as much as reading a pack, and a good pack needs none.
    """
    lines = key_lines(text.replace("\r\n", "\n"))
    outer = {path[:length] for path, _ in found for length in range(len(path))}
    line, path, what = min(
        ((line_of(lines, path), path, what) for path, what in found if path not in outer), key=lambda each: each[0]
    )
    return PackWrong(name, line, key_text(path), what)


def key_text(path: Path) -> str:
    """A path as people write it: `check[3].on_fail` is the third [[check]]."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _plain(value: object) -> str:
    """Dates go as ISO text, which the schema's date fields read back; TOML has no other type that JSON lacks."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _hash(data: dict[str, Any]) -> str:
    canonical = json.dumps(data, default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
