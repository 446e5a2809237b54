"""The application: routes, faults, headers, wired to one endpoint. Must not open a database or read a setting."""

from __future__ import annotations

from fastapi import FastAPI

from app.school import faults
from app.school.api import exchange, joining
from app.school.api import help as helping
from app.school.endpoint import Endpoint
from app.school.openapi import document

API_VERSION = "1.0.0"


def create_app(endpoint: Endpoint) -> FastAPI:
    """The ASGI application for an endpoint whose database is prepared (`prepare_database`)."""
    app = bare_app()
    app.state.endpoint = endpoint
    return app


def bare_app() -> FastAPI:
    """The application without anything behind it: enough to describe itself."""
    app = FastAPI(
        title="Doorstep school endpoint",
        version=API_VERSION,
        description="Where tutors' laptops hand over what happened and fetch what is planned. Errors are RFC 9457.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/v1/openapi.json",
        redirect_slashes=False,
    )
    for part in (joining, exchange, helping):
        app.include_router(part.router)
    faults.install(app)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # FastAPI's documented way to own the document
    return app
