"""Not going in, absent, cancelled: one page that asks why, and never more than it must. Must not import Qt.

Nothing on it can hold the record back: without a reason the first press asks, the second records "something else"
(domain.md 0.4: an absence and an ending are never blocked).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.casework.views import CheckAnswer
from app.domain import reasons
from app.ui.visit import common
from app.ui.visit.states import Ask, Choice, Head, Problem, ReasonState, Where
from app.ui.visit.step import Step

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter


@dataclass(frozen=True, slots=True)
class Kind:
    """The words and reasons of one way of turning away."""

    title: str
    intro: str
    question: str
    reasons: dict[str, str]
    fallback: str
    """The reason recorded when none is chosen; '' where one always fits, so that one is chosen."""
    action: str


KINDS = {
    "not_enter": Kind(
        "I am not going in",
        "Turning away is always right when something is not as it should be. Nobody will blame you.",
        "Why",
        reasons.NOT_ENTERED,
        "other",
        "Record that I did not go in",
    ),
    "absent": Kind(
        "The pupil is absent",
        "The school needs to know on the same day that the pupil was not there.",
        "Why, as far as you know",
        reasons.ABSENT,
        "no_reason",
        "Record the absence",
    ),
    "cancel": Kind(
        "The visit is cancelled",
        "The school needs to know on the same day, whoever cancelled.",
        "Who or what cancelled it",
        reasons.CANCELLED,
        "",
        "Record the cancellation",
    ),
}


class TurningAwayStep(Step):
    """Keeps the chosen reason and the note, and records them."""

    def __init__(self, host: VisitPresenter, page: VisitPage, kind: str, answers: tuple[CheckAnswer, ...] = ()) -> None:
        super().__init__(host, page)
        self.kind = kind
        self._words = KINDS[kind]
        self._answers = answers
        self._reason = self._note = self._notice = self._from = ""

    def choose(self, reason: str) -> None:
        """A reason."""
        self._reason = reason
        self.problem = None
        self.refresh()

    def answer(self, key: str, value: str) -> None:
        """'note', 'notice' ('yes' or 'no') or 'notice_from' as typed."""
        if key == "note":
            self._note = value
        elif key == "notice":
            self._notice = value
        else:
            self._from = value
        self.refresh()

    def back(self) -> None:
        """Change one's mind."""
        self.host.go_to("")

    def record(self) -> None:
        """Record it; without a reason ask once, then record it as it is."""
        fallback = self._words.fallback
        if not self._reason and (self.problem is None or not fallback):
            more = "Choose one, or press the button again to record it without." if fallback else "Choose one."
            self.problem = Problem("No reason is chosen", more)
            self.refresh()
            return
        self._reason = self._reason or fallback
        self.work(self._job(), "This could not be recorded")

    def _job(self) -> Callable[[], object]:
        desk, visit, note, reason = self.context.desk, self.page.card.visit_id, self._note.strip(), self._reason
        if self.kind == "not_enter":
            return lambda: desk.not_enter(visit, reason, note, self._answers)
        if self.kind == "absent":
            given, who = self._notice == "yes", self._from.strip()
            return lambda: desk.mark_absent(visit, reason, note, given, who)
        return lambda: desk.cancel(visit, reason, note)

    def state(self, _now: datetime) -> ReasonState:
        head = common.head(self.page.card, self.zone)
        choices: tuple[Choice, ...] = tuple(self._words.reasons.items())
        return ReasonState(
            head=Head(self._words.title, f"{head.title} · {head.line}", head.running),
            kind=self.kind,
            intro=self._words.intro,
            question=self._words.question,
            choices=choices,
            value=self._reason,
            note=self._note,
            action=self._words.action,
            where=Where("Saved on this laptop at once, sent when there is internet", "info", "muted"),
            asks=self._asks(),
            problem=self.problem,
            busy=self.busy,
        )

    def _asks(self) -> tuple[Ask, ...]:
        if self.kind != "absent":
            return ()
        notice = Ask("notice", "pills", "Did somebody tell you or the school before", "", self._notice, common.YES_NO)
        if self._notice != "yes":
            return (notice,)
        return (notice, Ask("notice_from", "line", "Who told you", "", self._from))
