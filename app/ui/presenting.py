"""What presenters share: a state, a view that comes and goes, drafts saved while typing. Must not import Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from uuid import UUID

    from app.domain.errors import DoorstepError
    from app.ui.ports import Alarm, Context

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)
_TYPING_PAUSE = timedelta(seconds=1)  # with a tick each second a draft is on the disk within 2 seconds (design.md 1)
_TRY_AGAIN = timedelta(seconds=5)


class View(Protocol[S_contra]):
    """Whatever shows a state: a page, or a recorder in a test."""

    def show_state(self, state: S_contra) -> None:
        """Show `state`, all of it."""
        ...


class Presenter(Generic[S]):
    """Keeps the present state and shows it on the view, if there is one.

    The view is built anew when the theme or the zoom changes; the state outlives it.
    """

    def __init__(self, state: S) -> None:
        self.state = state
        self._view: View[S] | None = None

    def attach(self, view: View[S]) -> None:
        """Show the state on this view from now on."""
        self._view = view
        view.show_state(self.state)

    def detach(self) -> None:
        """Forget the view: it is being deleted."""
        self._view = None

    def show(self, state: S) -> None:
        """Take a new state and show it if it is another."""
        if state == self.state:
            return
        self.state = state
        if self._view is not None:
            self._view.show_state(state)


SAVED = "Saved on this laptop"
SAVING = "Saving"


class DraftKeeper:
    """Saves what is being typed in a visit within 2 seconds, and at once when asked (lock, leaving the page)."""

    def __init__(
        self, context: Context, visit_id: UUID, draft: dict[str, str], told: Callable[[str, bool], None]
    ) -> None:
        self._context, self._visit_id, self._told = context, visit_id, told
        self.draft = dict(draft)
        self._dirty = False
        self._alarm: Alarm | None = None
        self._closed = False

    def change(self, field: str, value: str) -> None:
        """Take what is typed now; '' drops the field."""
        if self._closed or self.draft.get(field, "") == value:
            return
        if value:
            self.draft[field] = value
        else:
            self.draft.pop(field, None)
        self._dirty = True
        self._told(SAVING, False)
        if self._alarm is None or self._alarm.cancelled:
            self._alarm = self._context.scheduler.at(self._context.clock.now() + _TYPING_PAUSE, self._due)

    def _due(self) -> None:
        self._alarm = None
        self.flush()

    def flush(self) -> None:
        """Save now what has not been saved."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if not self._dirty or self._closed:
            return
        self._dirty = False
        whole = dict(self.draft)
        self._context.background.run(
            lambda: self._context.desk.save_draft(self._visit_id, whole),
            lambda _nothing: None if self._dirty else self._told(SAVED, True),
            self._failed,
        )

    def _failed(self, error: DoorstepError) -> None:
        self._dirty = True
        self._told(f"Not saved. {error}", False)
        if not self._closed:
            self._alarm = self._context.scheduler.at(self._context.clock.now() + _TRY_AGAIN, self._due)

    def close(self) -> None:
        """The words became a fact: there is no draft any more."""
        if self._alarm is not None:
            self._alarm.cancel()
        self._closed = True
