"""The application: routes, faults, headers, wired to one endpoint. Must not open a database or read a setting."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from app.school import faults
from app.school.api import exchange, joining
from app.school.api import help as helping
from app.school.console import entry, pages
from app.school.endpoint import Endpoint
from app.school.headers import SafeHeaders
from app.school.openapi import document
from app.school.passwords import nobody

API_VERSION = "1.0.0"
_STATIC = Path(__file__).parent / "static"


def create_app(endpoint: Endpoint) -> FastAPI:
    """The ASGI application for an endpoint whose database is prepared (`prepare_database`)."""
    app = bare_app(https=endpoint.public_url.startswith("https"))
    app.state.endpoint = endpoint
    nobody(endpoint.password_cost)  # made now, so that the first sign-in takes no longer than the next
    return app


def bare_app(*, https: bool = False) -> FastAPI:
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
    for part in (joining, exchange, helping, entry, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=_STATIC))
    faults.install(app)
    app.add_middleware(SafeHeaders, https=https)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]  # FastAPI's documented way to own the document
    return app
