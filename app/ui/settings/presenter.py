"""Settings in words: look, text size, lock, passphrase, joining the school. Must not import Qt or store secrets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.errors import DoorstepError
from app.ui.ports import Context, Preferences
from app.ui.presenting import Presenter

THEMES = (("system", "As the laptop"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast"))
LOCK_AFTER = (("1", "1 minute"), ("2", "2 minutes"), ("5", "5 minutes"), ("10", "10 minutes"), ("15", "15 minutes"))
ZOOMS = (("100", "100 %"), ("110", "110 %"), ("125", "125 %"), ("150", "150 %"), ("175", "175 %"), ("200", "200 %"))


@dataclass(frozen=True, slots=True)
class SettingsState:
    """The page. `message` and the `…_wrong` words come from the last press."""

    preferences: Preferences
    joined: bool | None = None
    message: tuple[str, str, str] | None = None
    wrong: tuple[tuple[str, str], ...] = ()
    """(field, what is wrong): 'old', 'new', 'again', 'address', 'code'"""
    busy: str = ""
    """'passphrase' or 'join' while that runs"""
    done: int = 0
    """Goes up by one when a passphrase was changed, so that the fields are emptied."""


class SettingsPresenter(Presenter[SettingsState]):
    """Takes choices at once; changes the passphrase; joins the school."""

    def __init__(self, context: Context, preferences: Preferences, apply: Callable[[Preferences], None]) -> None:
        super().__init__(SettingsState(preferences))
        self._context, self._apply = context, apply
        context.background.run(context.desk.joined, self._knows_joined)

    def _knows_joined(self, joined: bool) -> None:
        self.show(replace(self.state, joined=joined))

    def choose(self, what: str, value: str) -> None:
        """'theme', 'zoom' or 'lock_after_minutes' as chosen; shown and kept at once."""
        taken: dict[str, str | int] = {what: value if what == "theme" else int(value)}
        self.take(replace(self.state.preferences, **taken))  # type: ignore[arg-type]  # names and kinds fit by the line above
        self._apply(self.state.preferences)

    def take(self, preferences: Preferences) -> None:
        """They were changed elsewhere (Ctrl +)."""
        self.show(replace(self.state, preferences=preferences))

    def change_passphrase(self, old: str, new: str, again: str) -> None:
        """Change it; says at the field what is wrong."""
        wrong = self._passphrase_wrong(old, new, again)
        if wrong or self.state.busy:
            self.show(replace(self.state, wrong=wrong, message=None))
            return
        self.show(replace(self.state, wrong=(), message=None, busy="passphrase"))
        desk = self._context.desk

        def changed(_nothing: object) -> None:
            message = (
                "ok",
                "Your passphrase is changed",
                "Use the new one from now on. Your recovery key stays the same.",
            )
            self.show(replace(self.state, busy="", message=message, done=self.state.done + 1))

        def failed(error: DoorstepError) -> None:
            field = "new" if error.code == "passphrase-refused" else "old"
            self.show(replace(self.state, busy="", wrong=((field, str(error)),)))

        check = self._context.services.check_passphrase

        def work() -> None:
            check(new)
            desk.change_passphrase(old, new)

        self._context.background.run(work, changed, failed)

    @staticmethod
    def _passphrase_wrong(old: str, new: str, again: str) -> tuple[tuple[str, str], ...]:
        if not old:
            return (("old", "Type your passphrase"),)
        if not new:
            return (("new", "Type a new passphrase"),)
        return () if new == again else (("again", "The two are not the same"),)

    def join(self, address: str, code: str) -> None:
        """Join the school with its one-time code."""
        wrong = tuple(
            (k, w)
            for k, v, w in (("address", address, "Type the address"), ("code", code, "Type the code"))
            if not v.strip()
        )
        if wrong or self.state.busy:
            self.show(replace(self.state, wrong=wrong, message=None))
            return
        self.show(replace(self.state, wrong=(), message=None, busy="join"))
        desk = self._context.desk

        def joined(school: str) -> None:
            message = ("ok", f"This laptop has joined {school}", "Your plan arrives with the first sync.")
            self.show(replace(self.state, busy="", joined=True, message=message))
            desk.sync_now()
            self._context.go.changed()

        def failed(error: DoorstepError) -> None:
            self.show(replace(self.state, busy="", wrong=(("code", str(error)),)))

        self._context.background.run(lambda: desk.join_school(address.strip(), code.strip()), joined, failed)
