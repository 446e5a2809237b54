"""Casework's functions with the open records already given to them: what an unlocked screen can do.

Must not decide anything. The desk is looked up at each call, since a sync may bring new packs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from app.casework import drafts, outbox, pupils, records, registers, today, visits
from app.casework.desk import NotHere
from app.domain.errors import DoorstepError
from app.models.database import reading
from app.models.queries import people
from app.reports.register_pdf import week_register_pdf
from app.reports.session_record import session_record_pdf
from app.sync.status import SyncState as State
from app.sync.status import SyncStatus
from app.ui.ports import DeskCalls, SyncState

if TYPE_CHECKING:
    from app.bootstrap.open_records import OpenRecords

_REACHABLE = {State.IDLE: True, State.WAITING: True, State.REFUSED: True, State.STOPPED: True, State.OFFLINE: False}


def desk_calls(opened: OpenRecords, change_passphrase: Callable[[str, str], None]) -> DeskCalls:
    """The calls of one open vault."""

    def save_draft(visit: UUID, fields: dict[str, str]) -> None:
        if fields:
            drafts.save_draft(opened.desk, visit, fields)
        else:
            drafts.discard_draft(opened.desk, visit)

    return DeskCalls(
        today=lambda: today.today(opened.desk),
        visit=lambda visit: visits.open_visit(opened.desk, visit),
        arrive=lambda visit: visits.arrive(opened.desk, visit),
        start=lambda visit, adult, answers: visits.start_visit(opened.desk, visit, adult, answers),
        not_enter=lambda *call: visits.not_enter(opened.desk, *call),
        mark_absent=lambda *call: visits.mark_absent(opened.desk, *call),
        cancel=lambda *call: visits.cancel_visit(opened.desk, *call),
        extend=lambda visit, minutes: visits.extend_visit(opened.desk, visit, minutes),
        finish=lambda visit, log: visits.finish_visit(opened.desk, visit, log),
        amend=lambda *call: visits.amend_log(opened.desk, *call),
        save_draft=save_draft,
        pupils=lambda: pupils.list_pupils(opened.desk),
        pupil=lambda pupil: pupils.pupil_overview(opened.desk, pupil),
        outbox=lambda: outbox.outbox(opened.desk),
        session_pdf=lambda visit: session_pdf(opened, visit),
        register_pdf=lambda monday: register_pdf(opened, monday),
        change_passphrase=change_passphrase,
        join_school=opened.join,
        joined=lambda: opened.joined,
        sync_now=opened.sync_now,
        subscribe=lambda hear: opened.subscribe(lambda status: hear(screen_state(opened, status))),
        repairs=tuple(repair.value for repair in opened.vault.repairs),
    )


def session_pdf(opened: OpenRecords, visit: UUID) -> bytes:
    """One visit on paper."""
    return session_record_pdf(records.session_record(records.source_of(opened.desk), visit))


def register_pdf(opened: OpenRecords, monday: date) -> bytes:
    """The tutor's register of the week that begins on `monday`."""
    desk = opened.desk
    with reading(desk.journal.engine) as conn:
        if people.tutor(conn, desk.school, desk.tutor) is None:
            raise NotHere("Your school's list has not arrived yet.", "Press Sync now in the Outbox, then try again.")
    return week_register_pdf(registers.register_week(records.source_of(desk), monday, desk.tutor))


def screen_state(opened: OpenRecords, status: SyncStatus | None) -> SyncState:
    """Sync's word in the screens' words; never more hopeful than sync is. Raises nothing: it runs in sync's thread."""
    if status is None:
        return SyncState(joined=False)
    refused, problem = 0, status.message
    try:
        refused = outbox.refused_count(opened.desk)
    except DoorstepError as error:  # a damaged file, or the lock came first
        problem = problem or str(error)
    return SyncState(
        joined=True,
        reachable=_REACHABLE.get(status.state) if status.last_contact_at or status.message else None,
        working=status.state is State.SYNCING,
        unsent=status.unsent,
        refused=refused,
        last_contact_at=status.last_contact_at,
        problem=problem,
        needs_person=status.state in {State.REFUSED, State.STOPPED},
    )
