"""The pages: the board, a day's register, what was written about one visit. Must not change anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from app.casework.board import CALLS_SHOWN, Board, CallLine, board
from app.casework.desk import NotHere
from app.casework.records import Source, session_record
from app.casework.registers import register_week
from app.domain import zones
from app.models.database import reading
from app.models.queries import people
from app.school.calls import recent_calls
from app.school.console.gate import signed_in
from app.school.console.looks import render
from app.school.console.sessions import Session
from app.school.console.staff import Sight
from app.school.endpoint import Endpoint

router = APIRouter(include_in_schema=False)
_NOT_FOUND = 404


@router.get("/")
def get_board(request: Request) -> Response:
    """Who is planned, out, late and back, as of now."""
    endpoint, session, form = signed_in(request, Sight.BOARD)
    person = session.person
    now = board(endpoint.engine, person.school_id, endpoint.packs.shelf, endpoint.clock.now())
    calls = _calls(endpoint, person.school_id, now)
    quiet = request.query_params.get("refresh") == "off"
    sights = {sight.value: person.may_see(sight) for sight in Sight}
    return HTMLResponse(render("board.html", board=now, calls=calls, person=person, form=form, quiet=quiet, may=sights))


@router.get("/register")
def get_register(request: Request, day: str = "") -> Response:
    """The marks of one day, with the codes they suggest."""
    endpoint, session, form = signed_in(request, Sight.REGISTER)
    source = _source(endpoint, session)
    with reading(endpoint.engine) as conn:
        card = people.school(conn, source.school)
    zone = card.zone if card is not None else zones.LONDON
    wanted = _day(day) or zones.local_day(source.now, zones.zone(zone))
    week = register_week(source, wanted)
    lines = [(pupil, entry) for pupil in week.pupils for entry in pupil.entries if entry.day == wanted]
    page = render("register.html", week=week, lines=lines, day=wanted, person=session.person, form=form)
    return HTMLResponse(page)


@router.get("/visits/{visit_id}")
def get_visit(request: Request, visit_id: UUID) -> Response:
    """What the tutor wrote about one visit, and when the school received it."""
    endpoint, session, form = signed_in(request, Sight.RECORD)
    try:
        record = session_record(_source(endpoint, session), visit_id)
    except NotHere as error:
        page = render("message.html", title=error.sentence, text=error.next_step, home=True)
        return HTMLResponse(page, _NOT_FOUND)
    day = zones.local_day(record.planned_start, zones.zone(record.zone))
    return HTMLResponse(render("visit.html", record=record, day=day, person=session.person, form=form))


def _source(endpoint: Endpoint, session: Session) -> Source:
    return Source(endpoint.engine, session.person.school_id, endpoint.packs.shelf, endpoint.clock.now())


def _calls(endpoint: Endpoint, school: UUID, now: Board) -> list[CallLine]:
    """Calls by token and calls that came as facts, each once; what was said by either way counts."""
    with reading(endpoint.engine) as conn:
        rows = recent_calls(conn, school, now.as_of - CALLS_SHOWN)
    found = {call.sos_id: call for call in now.calls}
    for row in rows:
        name, phone = row.tutor_name or "Tutor not known", row.tutor_phone or ""
        call = CallLine(row.sos_id, name, phone, row.at, row.received_at, row.cancelled)
        other = found.get(row.sos_id)
        if other is not None:
            received = min(call.received_at, other.received_at)
            call = replace(call, received_at=received, cancelled=call.cancelled or other.cancelled)
        found[row.sos_id] = call
    return sorted(found.values(), key=lambda call: call.received_at, reverse=True)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
