"""Step 3, finish and log: one form, one action. Must not import Qt.

The end of a visit is never held back (domain.md 0.4): the first press names what is empty, the second finishes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.ui import words
from app.ui.visit import common, log_fields
from app.ui.visit.session import left_words
from app.ui.visit.states import Ask, FinishState, Head, Problem, Where
from app.ui.visit.step import Step

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter


class FinishStep(Step):
    """Keeps the form (autosaved as a draft) and finishes the visit."""

    def __init__(self, host: VisitPresenter, page: VisitPage) -> None:
        super().__init__(host, page)
        self._values = log_fields.defaults(page.card.mode) | self.drafts.draft
        self._warned = False

    def answer(self, key: str, value: str) -> None:
        """A field as it is typed or chosen."""
        if self._values.get(key, "") == value:
            return
        self._values[key] = value
        self.drafts.change(key, value)
        if self.problem is not None and self._warned:
            self._name_empty()
        self.refresh()

    def back(self) -> None:
        """To the session: the visit still runs, and what was typed is kept."""
        self.host.go_to("")

    def finish(self) -> None:
        """Check out and save the log; what is empty is named once first."""
        wrong = log_fields.late_minutes_problem(self._values.get("late_minutes", ""))
        if wrong and self._values.get("attended") != "no":
            self.problem = Problem("The minutes late cannot be read", wrong + ".", (("late_minutes", "Minutes late"),))
            self.refresh()
            return
        if not self._warned and self._empty():
            self._warned = True
            self._name_empty()
            self.refresh()
            return
        log = log_fields.make_log(self._values, self.page.finish_questions)
        visit = self.page.card.visit_id

        def finished(_card: object) -> None:
            self.drafts.close()
            self.context.announce("Visit finished and log saved on this laptop")
            self.recorded()

        self.work(lambda: self.context.desk.finish(visit, log), "The visit could not be finished", finished)

    def _empty(self) -> list[tuple[str, str]]:
        """(key, words) of what a log usually has and this one has not, in the order of the page."""
        wanted = []
        if self._values.get("attended") != "no":
            wanted += [("engagement", "Engagement"), ("targets", "Targets worked on"), ("work_covered", "Work covered")]
        if self._is_late(self.context.clock.now()):
            wanted.append(("late_finish_reason", "Why it finished late"))
        wanted += [(f"finish:{q.check_id}", q.text) for q in self.page.finish_questions]
        return [(key, label) for key, label in wanted if not self._values.get(key, "").strip()]

    def _name_empty(self) -> None:
        empty = self._empty()
        title = f"{words.count(len(empty), 'part')} of the log {'is' if len(empty) == 1 else 'are'} empty"
        more = "Fill in what you can, or finish with the rest empty."
        self.problem = Problem(title, more, tuple(empty)) if empty else None

    def _is_late(self, now: datetime) -> bool:
        due = self.page.card.due_finish_at
        return due is not None and now > due

    def state(self, now: datetime) -> FinishState:
        late = self._is_late(now)
        work = log_fields.work_asks(self._values, self.page.outcome_categories)
        if late:
            value = self._values.get("late_finish_reason", "")
            work = (*work, Ask("late_finish_reason", "line", log_fields.WORDS["late_finish_reason"], "", value))
        missing = {key for key, _ in self.problem.links} if self.problem is not None else set()
        return FinishState(
            head=self._head(now),
            pupil=_marked(log_fields.pupil_asks(self._values), missing),
            work=_marked(work, missing),
            checks=_marked(log_fields.check_asks(self.page.finish_questions, self._values), missing),
            saved=self.typed_at,
            where=Where("The visit runs until you press Finish", "timer", "danger" if late else "muted"),
            action="Finish with these empty" if self._warned and self._empty() else "Finish and save the log",
            problem=self.problem,
            busy=self.busy,
        )

    def _head(self, now: datetime) -> Head:
        card = self.page.card
        started = words.clock(card.started_at or card.starts_at, self.zone)
        left, _tone = left_words(now, card.due_finish_at or card.ends_at)
        return replace(common.head(card, self.zone), line=words.dots(f"Started {started}", left))


def _marked(asks: tuple[Ask, ...], missing: set[str]) -> tuple[Ask, ...]:
    return tuple(replace(ask, wrong=_wrong(ask.key) if ask.key in missing else "") for ask in asks)


def _wrong(key: str) -> str:
    return "Write whole minutes" if key == "late_minutes" else "Empty"
