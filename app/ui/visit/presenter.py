"""One visit from the door to the record: which step is shown, and the drafts. Must not import Qt or know rules.

The visit's state comes from the records (casework), never from what was pressed here: after each act the visit is
loaded again, and the step follows from its state.
"""

from __future__ import annotations

from uuid import UUID

from app.casework.views import VisitPage
from app.domain.errors import DoorstepError
from app.domain.visit import VisitState
from app.ui.ports import Context
from app.ui.presenting import DraftKeeper, Presenter
from app.ui.visit.amend import AmendStep
from app.ui.visit.doorstep import DoorstepStep
from app.ui.visit.ended import EndedStep
from app.ui.visit.finish import FinishStep
from app.ui.visit.session import SessionStep
from app.ui.visit.states import Head, LoadingState, Problem, VisitPageState
from app.ui.visit.step import Step
from app.ui.visit.turning_away import TurningAwayStep

_AT_DOOR = frozenset({VisitState.PLANNED, VisitState.AT_DOOR})


class VisitPresenter(Presenter[VisitPageState]):
    """Shows a visit. `step` is what the view's presses go to."""

    def __init__(self, context: Context, visit_id: UUID, *, arrive: bool = False) -> None:
        super().__init__(LoadingState(Head("Visit", "")))
        self.context = context
        self.visit_id = visit_id
        self.drafts = DraftKeeper(context, visit_id, {}, self._saved)
        self.step: Step | None = None
        self._page: VisitPage | None = None
        self._finish_wanted = False
        if arrive:
            context.background.run(lambda: context.desk.arrive(visit_id), self._arrived, lambda _error: self.load())
        else:
            self.load()

    def _arrived(self, _card: object) -> None:
        self.context.go.changed()
        self.load()

    def load(self) -> None:
        """Read the visit again, after what was asked before it."""
        self.context.background.run(lambda: self.context.desk.visit(self.visit_id), self._loaded, self._failed)

    def _loaded(self, page: VisitPage) -> None:
        first, before, self._page = self._page is None, self._page, page
        if first:
            self.drafts = DraftKeeper(self.context, self.visit_id, page.draft, self._saved)
        if before is not None and self.step is not None and before.card.state is page.card.state and not self.step.done:
            self.step.page = page
            self.refresh(self.step)
            return
        self.step = self._step_for(page)
        if self._finish_wanted and isinstance(self.step, SessionStep):
            self.step = FinishStep(self, page)
        self._finish_wanted = False
        self.refresh(self.step)

    def finish_when_loaded(self) -> None:
        """The late strip's "Finish visit": go to the log as soon as the visit is here."""
        if isinstance(self.step, SessionStep):
            self.go_to("finish")
        else:
            self._finish_wanted = self.step is None

    def _step_for(self, page: VisitPage) -> Step:
        if page.card.state in _AT_DOOR:
            return DoorstepStep(self, page)
        if page.card.state is VisitState.IN_SESSION:
            return SessionStep(self, page)
        return EndedStep(self, page)

    def _failed(self, error: DoorstepError) -> None:
        self.step = None
        self.show(LoadingState(Head("Visit", ""), Problem("This visit cannot be shown", str(error))))

    def go_to(self, place: str) -> None:
        """'not_enter', 'absent', 'cancel', 'finish', 'amend', or '' for the step that the visit's state asks for."""
        page = self._page
        if page is None:
            return
        step = self.step
        if place in ("not_enter", "absent", "cancel"):
            given = step.given() if isinstance(step, DoorstepStep) else ()
            self.step = TurningAwayStep(self, page, place, given)
        elif place == "finish":
            self.step = FinishStep(self, page)
        elif place == "amend":
            self.step = AmendStep(self, page)
        else:
            self.step = self._step_for(page)
        self.refresh(self.step)

    def refresh(self, step: Step) -> None:
        """Show a step's state, unless another step is shown by now."""
        if step is self.step:
            self.show(step.state(self.context.clock.now()))

    def _saved(self, words: str, safe: bool) -> None:
        if self.step is not None:
            self.step.saved(words, safe)

    def tick(self) -> None:
        """A second has passed."""
        if self.step is not None:
            self.refresh(self.step)

    def flush(self) -> None:
        """Save what is being typed, now: the page is left or the laptop locks."""
        self.drafts.flush()

    def back(self) -> bool:
        """One step back inside the visit; False when the page itself is to be left."""
        if isinstance(self.step, FinishStep | TurningAwayStep | AmendStep):
            self.go_to("")
            return True
        return False
