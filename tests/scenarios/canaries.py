"""Words that must not be found, how else they might be spelt, and where to look. Must not read what it finds aloud."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path

PUPIL, FORENAME, STREET, CAUTION, CONTACT = (
    "Quorndale-Zephyr", "Ottilisande", "Brackenfold Mews", "An alpaca in the hall", "Wilhelmynka",
)  # fmt: skip
"""What the school knows of a pupil."""
NAMES = (PUPIL, FORENAME, STREET, CAUTION, CONTACT)
WRITTEN = {
    "adult": "Hesperina Thistlewick",
    "draft": "half a thought about marmosets",
    "note": "Cried over fractions – the wolverine story helped",
    "covered": "Pangolin worksheet, first page",
    "reason": "Mixed her up with the axolotl group",
    "change": "Knows her quokkas",
    "turned away": "Someone shouted about a cassowary",
    "absent": "Gone to see the capybaras",
}
"""What the tutor writes; handed to the program that writes it, so that its own text does not hold it."""


def spellings(text: str) -> set[bytes]:
    """A text as bytes in the ways a program might have kept it: UTF-8, UTF-16, hexadecimal, base64 at any offset."""
    plain = text.encode()
    found = {plain, text.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()}
    found |= {text.encode("utf-16-le").hex().encode(), text.encode("unicode_escape"), plain.replace(b" ", b"%20")}
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + plain)
        found.add(encoded[(before * 8 + 5) // 6 : len(encoded) - 4])
    return found


def needles(texts: Iterable[str]) -> set[bytes]:
    """All spellings of all texts."""
    return {spelling for text in texts for spelling in spellings(text)}


def as_held(texts: Iterable[str]) -> set[bytes]:
    """All texts as Python, Qt and libraries hold them in memory."""
    kinds = ("utf-8", "latin-1", "utf-16-le", "utf-32-le")
    return {text.encode(kind, "replace") for text in texts for kind in kinds}


def files_holding(places: Iterable[Path], wanted: set[bytes]) -> list[str]:
    """The files below these places, or their names, in which any of it occurs; temporary ones may vanish meanwhile."""
    found = []
    for place in places:
        for path in [place, *place.rglob("*")]:
            content = _content(path)
            if any(needle in content or needle in str(path).encode() for needle in wanted):
                found.append(str(path))
    return found


def texts_holding(texts: Mapping[str, str], wanted: set[bytes]) -> list[str]:
    """The names of the texts in which any of it occurs."""
    return [name for name, text in texts.items() if any(needle in text.encode() for needle in wanted)]


def memory_holding(pid: int, wanted: set[bytes]) -> int:
    """How often any of it occurs in what a process of ours can write (Linux): the rest is its programs' own files."""
    found = 0
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, OverflowError):
                continue  # a region that the kernel keeps to itself, such as [vvar]
            found += sum(content.count(needle) for needle in wanted)
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return b""
