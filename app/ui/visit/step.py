"""What the steps of a visit share: the page's values, the draft, and the way back to the presenter. No Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.errors import DoorstepError
from app.ui.ports import Context
from app.ui.presenting import SAVED, DraftKeeper
from app.ui.visit.states import Problem, VisitPageState

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter


class Step(ABC):
    """One page of a visit. Subclasses say what it shows and what a press does."""

    def __init__(self, host: VisitPresenter, page: VisitPage) -> None:
        self.host, self.page = host, page
        self.problem: Problem | None = None
        self.busy = False
        self.done = False
        """What this step was for is recorded: the next load decides which step comes."""
        self.typed_at = (SAVED, True) if host.drafts.draft else ("", False)

    @property
    def context(self) -> Context:
        """Clock, desk, worker and the way to other pages."""
        return self.host.context

    @property
    def drafts(self) -> DraftKeeper:
        """What is being typed in this visit."""
        return self.host.drafts

    @property
    def zone(self) -> str:
        """The school's zone."""
        return self.page.school.zone

    @abstractmethod
    def state(self, now: datetime) -> VisitPageState:
        """What the page shows at `now` (aware UTC)."""

    def saved(self, words: str, safe: bool) -> None:
        """The draft keeper says where the typed words are."""
        self.typed_at = (words, safe)
        self.refresh()

    def refresh(self) -> None:
        """Show this step's state as it is now."""
        self.host.refresh(self)

    def work(self, job: Callable[[], object], title: str, after: Callable[[object], None] | None = None) -> None:
        """Do something that writes, once; afterwards load the visit again, or say why it did not work."""
        if self.busy:
            return
        self.busy, self.problem = True, None
        self.refresh()

        def done(result: object) -> None:
            self.busy = False
            if after is not None:
                after(result)
            else:
                self.recorded()

        self.context.background.run(job, done, lambda error: self.failed(title, error))

    def recorded(self) -> None:
        """Something became a fact: the visit, the bar and the box look again."""
        self.done = True
        self.context.go.changed()
        self.host.load()

    def failed(self, title: str, error: DoorstepError) -> None:
        """The world said no: say what happened and what to do."""
        self.busy = False
        self.problem = Problem(title, str(error))
        self.refresh()
