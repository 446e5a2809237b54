"""What a person typed, against what a fact can keep: what it cannot is told in a sentence, before anything is saved.

Must not swallow any other mistake in a fact: that is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.domain.errors import DoorstepError
from app.models.facts.base import KEEPABLE


class TextNotKept(DoorstepError):
    """A text is longer than a fact may hold, or has a character that no database keeps."""

    code = "text-not-kept"


@contextmanager
def typed_by_a_person() -> Iterator[None]:
    """Around the making of facts from what was typed. Raises TextNotKept, without the text."""
    try:
        yield
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False)
        if not all(map(_about_a_text, errors)):
            raise
        raise _sentence(errors[0]) from None


def _about_a_text(error: ErrorDetails) -> bool:
    if error["type"] == "string_pattern_mismatch":
        return error.get("ctx", {}).get("pattern") == KEEPABLE
    return error["type"] in {"string_too_long", "string_unicode"}


def _sentence(error: ErrorDetails) -> TextNotKept:
    if error["type"] == "string_too_long":
        most = error["ctx"]["max_length"]
        return TextNotKept(
            f"A text here is longer than {most:,} characters, so nothing was saved yet.",
            "Shorten it, or put a part of it into another field, and save again.",
        )
    return TextNotKept(
        "A text here has a character that cannot be kept, so nothing was saved yet.",
        "It may have come with something pasted. Type that part by hand and save again.",
    )
