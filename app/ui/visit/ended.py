"""A visit that is over: what was recorded, where it is, the session record on paper. Must not import Qt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.casework.views import Amendment, Kept
from app.domain.visit import VisitState
from app.ui import words
from app.ui.papers import Message, open_paper, save_paper
from app.ui.visit import common, log_fields
from app.ui.visit.states import Correction, EndedState, Where
from app.ui.visit.step import Step

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter

_TITLES = {
    VisitState.FINISHED: "Visit finished",
    VisitState.NOT_ENTERED: "You did not go in",
    VisitState.ABSENT: "The pupil was absent",
    VisitState.CANCELLED: "This visit was cancelled",
}


class EndedStep(Step):
    """Shows what was recorded, opens and saves the record, leads to a correction."""

    def __init__(self, host: VisitPresenter, page: VisitPage) -> None:
        super().__init__(host, page)
        self._message: Message | None = None

    def to_today(self) -> None:
        """The main button."""
        self.context.go.open_page("today")

    def correct(self) -> None:
        """Correct the log."""
        self.host.go_to("amend")

    def open_record(self) -> None:
        """Make the session record and show it in the system's viewer."""
        if not self.busy:
            self._working()
            open_paper(self.context, "The session record", self._file_name(), self._pdf, self._say)

    def save_record(self) -> None:
        """Make the session record and save it where the person says."""
        path = None if self.busy else self.context.ask_where(self._file_name())
        if path is not None:
            self._working()
            save_paper(self.context, path, self._pdf, self._say)

    def _pdf(self) -> bytes:
        return self.context.desk.session_pdf(self.page.card.visit_id)

    def _working(self) -> None:
        self.busy, self._message = True, None
        self.refresh()

    def _say(self, message: Message) -> None:
        self.busy, self._message = False, message
        self.context.announce(f"{message[1]}. {message[2]}")
        self.refresh()

    def _file_name(self) -> str:
        # No name of a pupil: the file may lie in a folder that others see.
        start = words.local(self.page.card.starts_at, self.zone)
        return f"session-record-{start:%Y-%m-%d-%H%M}-{str(self.page.card.visit_id)[-6:]}.pdf"

    def state(self, now: datetime) -> EndedState:
        page, card = self.page, self.page.card
        finished = card.state is VisitState.FINISHED
        held = card.end_kept is Kept.SCHOOL_HOLDS
        return EndedState(
            head=common.head(card, self.zone),
            tone=self._tone(),
            title=f"{_TITLES[card.state]}, log corrected" if page.amendments else _TITLES[card.state],
            words=self._words(),
            where=self._where(),
            facts=self._facts(now),
            log=self._log(),
            corrections=tuple(self._correction(a, now) for a in page.amendments),
            finished=finished,
            people=common.people(page.contacts, page.school) if not held and not finished else (),
            message=self._message,
            busy=self.busy,
        )

    def _tone(self) -> str:
        card = self.page.card
        if card.end_kept is None:
            return "neutral"
        if card.end_kept is not Kept.SCHOOL_HOLDS or self._correction_waits():
            return "warn"
        return "ok" if card.state is VisitState.FINISHED else "neutral"

    def _correction_waits(self) -> bool:
        return any(amendment.kept is not Kept.SCHOOL_HOLDS for amendment in self.page.amendments)

    def _words(self) -> str:
        card, ring = self.page.card, common.ring_words(self.page.school)
        if card.end_kept is None:
            return self.page.end_reason
        if card.end_kept is Kept.SCHOOL_HOLDS and self._correction_waits():
            return "The school holds the log as it was first. It does not hold your correction yet."
        told = {
            Kept.SCHOOL_HOLDS: "The school holds this record.",
            Kept.SENT: "It was sent. The school has not confirmed it yet.",
            Kept.REFUSED: f"The school did not accept it. {ring} The reason is in Outbox.",
            Kept.LAPTOP: f"It is saved on this laptop and not sent yet. {ring}",
        }[card.end_kept]
        if card.state is VisitState.FINISHED and card.end_kept is Kept.LAPTOP:
            told = f"Saved on this laptop, not sent yet. Until it is, the school does not know that you are out. {ring}"
        return f"{self.page.end_reason}. {told}" if self.page.end_reason else told

    def _where(self) -> tuple[Where, ...]:
        card = self.page.card
        found = []
        if card.start_kept is not None:
            found.append(common.where(card.start_kept, "Check-in"))
        if card.end_kept is not None:
            found.append(
                common.where(card.end_kept, "Finish and log" if card.state is VisitState.FINISHED else "Record")
            )
        return tuple(found)

    def _facts(self, now: datetime) -> tuple[tuple[str, str], ...]:
        card, zone, today = self.page.card, self.zone, words.local(now, self.zone).date()
        planned = (
            f"{words.day(words.local(card.starts_at, zone).date())}, {words.span(card.starts_at, card.ends_at, zone)}"
        )
        found = [("Planned", planned)]
        if card.started_at is not None and card.finished_at is not None:
            length = words.minutes_past(card.finished_at - card.started_at)
            found.append(("In the session", f"{words.span(card.started_at, card.finished_at, zone)}, {length}"))
        elif card.ended_at is not None:
            found.append(("Recorded", words.when(card.ended_at, today, zone)))
        if self.page.adult is not None:
            adult = self.page.adult
            found.append(("Adult at home", f"{adult.name}, {adult.relation.lower()}" if adult.relation else adult.name))
        if card.finished_at is not None and card.finished_at - card.ends_at > timedelta(
            minutes=self.page.school.overdue_minutes
        ):
            found.append(("Finished", f"{words.minutes_past(card.finished_at - card.ends_at)} after the plan"))
        return tuple(found)

    def _log(self) -> tuple[tuple[str, str], ...]:
        if self.page.log is None:
            return ()
        values = log_fields.values_of(self.page.log)
        pupil = ("attended", "seen", "late_minutes", "ready", "equipment", "engagement")
        work = ("targets", "work_covered", "work_set", "outcome", "outcome_category", "notes", "late_finish_reason")
        lines = [
            (log_fields.WORDS[name], log_fields.shown(name, values[name])) for name in pupil + work if values[name]
        ]
        texts = {q.check_id: q.text for q in self.page.finish_questions}
        for answer in self.page.log.finish_answers:
            value = dict(common.YES_NO_NA).get(answer.value, answer.value)
            lines.append((texts.get(answer.check_id, answer.check_id), value))
        return tuple(lines)

    def _correction(self, amendment: Amendment, now: datetime) -> Correction:
        today = words.local(now, self.zone).date()
        changes = tuple(
            (log_fields.WORDS.get(n, n), log_fields.shown(n, v) or "(emptied)") for n, v in amendment.changes
        )
        when = f"Corrected {words.when(amendment.amended_at, today, self.zone)}"
        return Correction(when, amendment.reason, changes, common.where(amendment.kept, "Correction"))
