"""Correcting a finished log: a new fact with a reason; the original stays as it is. Must not import Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.casework.views import SessionLog
from app.ui.visit import common, log_fields
from app.ui.visit.states import AmendState, Ask, Problem
from app.ui.visit.step import Step

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter


class AmendStep(Step):
    """Keeps the corrected values and the reason."""

    def __init__(self, host: VisitPresenter, page: VisitPage) -> None:
        super().__init__(host, page)
        self._before = log_fields.values_of(page.log or SessionLog())
        for amendment in page.amendments:
            self._before.update(dict(amendment.changes))
        self._values = dict(self._before)
        self._reason = ""

    def answer(self, key: str, value: str) -> None:
        """A field, or 'reason', as typed."""
        if key == "reason":
            self._reason = value
        else:
            self._values[key] = value
        self.refresh()

    def back(self) -> None:
        """Leave the log as it is."""
        self.host.go_to("")

    def save(self) -> None:
        """Record the correction; names what is missing."""
        changes = tuple((name, value) for name, value in self._values.items() if value != self._before.get(name, ""))
        wrong = log_fields.late_minutes_problem(self._values.get("late_minutes", ""))
        if wrong:
            self.problem = Problem("The minutes late cannot be read", wrong + ".", (("late_minutes", "Minutes late"),))
        elif not changes:
            self.problem = Problem("Nothing is changed", "Change a field first, or go back.")
        elif not self._reason.strip():
            self.problem = Problem(
                "The reason is missing", "Say why you correct it.", (("reason", "Why you are correcting it"),)
            )
        else:
            visit, reason = self.page.card.visit_id, self._reason.strip()
            self.work(lambda: self.context.desk.amend(visit, changes, reason), "The correction was not saved")
            return
        self.refresh()

    def state(self, _now: datetime) -> AmendState:
        missing = {key for key, _ in self.problem.links} if self.problem is not None else set()
        head = common.head(self.page.card, self.zone)
        asks = (
            *log_fields.pupil_asks(self._values),
            *log_fields.work_asks(self._values, self.page.outcome_categories),
        )
        reason = Ask("reason", "line", "Why you are correcting it", "", self._reason)
        return AmendState(
            head=replace(head, title="Correct the log", line=f"{head.title} · {head.line}"),
            asks=tuple(replace(ask, wrong="Look at this" if ask.key in missing else "") for ask in asks),
            reason=replace(reason, wrong="Needs an answer" if "reason" in missing else ""),
            problem=self.problem,
            busy=self.busy,
        )
