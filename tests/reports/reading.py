"""Reads a PDF back the way a reader's programs do: text, metadata, structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

_PAINTS = {b"Tj", b"TJ", b"'", b"S", b"s", b"f", b"f*", b"B", b"B*"}


def pages(pdf: bytes) -> list[str]:
    """Each page's text with runs of white space as one space."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def words_of(pdf: bytes) -> str:
    """The whole text on one line."""
    return " ".join(pages(pdf))


def catalog(pdf: bytes) -> Any:
    """The document's catalog."""
    return PdfReader(BytesIO(pdf)).trailer["/Root"]


def elements(pdf: bytes) -> Iterator[tuple[str, int]]:
    """Kinds of the structure tree's elements with their depth, in reading order."""

    def walk(node: Any, depth: int) -> Iterator[tuple[str, int]]:
        element = node.get_object()
        if isinstance(element, int):
            return
        yield str(element["/S"]), depth
        children = element["/K"].get_object() if "/K" in element else []
        for child in children if isinstance(children, list) else []:
            yield from walk(child, depth + 1)

    yield from walk(catalog(pdf)["/StructTreeRoot"]["/K"], 0)


def kinds(pdf: bytes) -> list[str]:
    """Kinds of the structure's elements in reading order."""
    return [kind for kind, _ in elements(pdf)]


def loose_marks(pdf: bytes) -> list[str]:
    """Painting operators that stand outside every mark: a screen reader would not know what they are."""
    loose: list[str] = []
    for page in PdfReader(BytesIO(pdf)).pages:
        contents = page.get_contents()
        depth = 0
        for operands, operator in contents.operations if contents is not None else []:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in _PAINTS and depth == 0:
                loose.append(f"{operator!r} {operands!r}")
    return loose
