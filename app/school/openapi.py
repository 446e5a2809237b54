"""The OpenAPI document: FastAPI's, with the models of hand-read bodies added and what no route answers taken out."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.school.api.help import Health
from app.sync.protocol import messages
from app.sync.protocol.problems import Problem
from app.sync.protocol.wire import FeedLine, WireFact

_ANSWERS: tuple[type[BaseModel], ...] = (
    messages.EnrolAnswer,
    messages.HelloAnswer,
    messages.PushAnswer,
    messages.PackFile,
    messages.SosAnswer,
    Health,
    Problem,
)
_REQUESTS: tuple[type[BaseModel], ...] = (
    messages.EnrolRequest,
    messages.HelloRequest,
    messages.SosRequest,
    WireFact,
    FeedLine,
)


def document(app: FastAPI) -> dict[str, Any]:
    """The whole document, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    wanted = [(model, "validation") for model in _REQUESTS] + [(model, "serialization") for model in _ANSWERS]
    _, models = models_json_schema(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # the two modes are literals
    found["components"] = {"schemas": dict(sorted(models["$defs"].items()))}
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None) if _is_fastapis(operation) else None
    app.openapi_schema = found
    return found


def _is_fastapis(operation: dict[str, Any]) -> bool:
    """FastAPI writes down a 422 of its own, which `problems` answers as 400 `malformed`."""
    content = operation["responses"].get("422", {}).get("content", {})
    return "application/json" in content
