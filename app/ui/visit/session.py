"""Step 2, the session: the clock, the notes, more time, and what the school knows. Must not import Qt.

Every promise on this page is true when it is shown: "the school holds it" needs a receipt, nothing less.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.casework.views import Kept
from app.ui import words
from app.ui.visit import common
from app.ui.visit.states import SessionState, Where
from app.ui.visit.step import Step

_LAST = timedelta(minutes=5)
MORE_MINUTES = 15


class SessionStep(Step):
    """Runs while the tutor teaches."""

    def type_notes(self, text: str) -> None:
        """Notes as they are typed."""
        self.drafts.change("notes", text)

    def more_time(self) -> None:
        """Add 15 minutes to the fixed finish."""
        visit = self.page.card.visit_id

        def added(_card: object) -> None:
            self.context.announce("15 minutes added")
            self.recorded()

        self.work(lambda: self.context.desk.extend(visit, MORE_MINUTES), "The time was not added", added)

    def finish(self) -> None:
        """Go to the log; the visit runs until it is saved there."""
        self.host.go_to("finish")

    def state(self, now: datetime) -> SessionState:
        card, zone = self.page.card, self.zone
        started = card.started_at or card.starts_at
        due = card.due_finish_at or card.ends_at
        late = now > due
        whole = max(due - started, timedelta(minutes=1))
        left, tone = left_words(now, due)
        return SessionState(
            head=common.head(card, zone),
            beside=common.beside(self.page, due, told=card.start_kept is Kept.SCHOOL_HOLDS),
            started=f"Started {words.clock(started, zone)}",
            timer=words.stopwatch(now - started),
            spoken=f"Session time {words.minutes_past(max(now - started, timedelta()))}",
            percent=min(100, max(0, round(100 * (now - started) / whole))),
            left=left,
            left_tone=tone,
            due=f"Finish check-in {'was ' if late else ''}due by {words.clock(due, zone)}",
            late=late,
            notes=self.drafts.draft.get("notes", ""),
            saved=self.typed_at,
            untold=self._untold(),
            where=self._where(),
            problem=self.problem,
            busy=self.busy,
        )

    def _untold(self) -> tuple[str, str] | None:
        """What to say while the school does not know of the start; None once it does."""
        kept, ring = self.page.card.start_kept, common.ring_words(self.page.school)
        if kept is Kept.SCHOOL_HOLDS:
            return None
        if kept is Kept.REFUSED:
            return ("The school did not accept your check-in", f"{ring} The reason is in Outbox.")
        if kept is Kept.SENT:
            return ("The school has not confirmed your check-in yet", f"It was sent. If this stays: {ring}")
        return ("The school does not know you are here yet", f"Your check-in has not been sent. {ring} We keep trying.")

    def _where(self) -> Where:
        card = self.page.card
        started = words.clock(card.started_at or card.starts_at, self.zone)
        if card.start_kept is Kept.SCHOOL_HOLDS:
            told = words.clock(card.start_known_at, self.zone) if card.start_known_at is not None else ""
            return Where(f"School told {told}".strip(), "circle-check", "ok")
        if card.start_kept is Kept.SENT:
            return Where(f"Check-in {started} sent, no receipt yet", "refresh-cw", "muted")
        if card.start_kept is Kept.REFUSED:
            return Where(f"Check-in {started} not accepted", "circle-alert", "danger")
        return Where(f"Check-in saved {started}, not sent", "cloud-off", "warn")


def left_words(now: datetime, due: datetime) -> tuple[str, str]:
    """'34 min left' and its tone: primary, warn in the last 5 minutes, danger when late."""
    if now > due:
        late = words.minutes_past(now - due)
        return (f"{late} late" if now - due >= timedelta(minutes=1) else "Time is up", "danger")
    return (f"{words.minutes(due - now)} left", "warn" if due - now <= _LAST else "")
