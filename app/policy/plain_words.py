"""Pydantic's findings in plain words, with the path as the TOML file has it. Must not decide what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

from app.policy.toml_lines import Path

_SHAPES = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list in square brackets",
    "model_type": "a table with keys",
    "model_attributes_type": "a table with keys",
    "date_type": "a date such as 2026-09-01",
    "date_from_datetime_parsing": "a date such as 2026-09-01",
    "date_parsing": "a date such as 2026-09-01",
    "finite_number": "a number",
}


def describe(error: ErrorDetails, data: Mapping[str, Any]) -> tuple[Path, str]:
    """The path of the offending key and a clause saying what is wrong there."""
    path = _real_path(error["loc"], data)
    return path, _what(error, str(path[-1]) if path else "it")


def _what(error: ErrorDetails, key: str) -> str:
    kind, context, given = error["type"], error.get("ctx", {}), _shown(error["input"])
    sentences = {
        "missing": f'the key "{key}" is missing',
        "extra_forbidden": f'a policy pack knows no key "{key}" here',
        "enum": f"{given} is not one of {_listed(context)}",
        "literal_error": f"{given} is not one of {_listed(context)}",
        "value_error": str(context.get("error", "")),
        "string_too_short": "it is empty",
        "too_short": "it is empty",
        "string_pattern_mismatch": f"{given} does not have the form that this key needs",
    }
    if kind in _SHAPES:
        return f"{given} is not {_SHAPES[kind]}"
    return sentences.get(kind) or error["msg"][:1].lower() + error["msg"][1:]


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{text[:60]}"'


def _listed(context: Mapping[str, Any]) -> str:
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")


def _real_path(loc: Sequence[str | int], data: Mapping[str, Any]) -> Path:
    """Drop what pydantic adds for unions (type names); keep the last part even when the file lacks it."""
    path: list[str | int] = []
    here: Any = data
    for part in loc:
        if isinstance(here, Mapping):
            path.append(part)
            here = here.get(part) if isinstance(part, str) else None
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            path.append(part)
            here = here[part]
    return tuple(path)
