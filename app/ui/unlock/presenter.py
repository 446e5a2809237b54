"""Getting in, in words: unlock, what went wrong and the way out, and the running visit behind the lock. No Qt.

Must not keep a passphrase: it is handed to the work and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.errors import DoorstepError
from app.ui import words
from app.ui.ports import EMERGENCY, Background, Created, DeskCalls, Handover, Services
from app.ui.presenting import Presenter
from app.ui.unlock.states import RunningVisit, UnlockState, Way

_WRONG = frozenset({"wrong-passphrase", "too-many-tries"})
_TITLES = {
    "vault-in-use": "Doorstep is already open",
    "vault-newer": "Doorstep needs an update",
    "vault-header-damaged": "Your records cannot be opened",
    "vault-header-tampered": "Your records cannot be opened",
    "database-damaged": "Your records are damaged",
    "database-missing": "Your records cannot be opened",
}
_LAST = timedelta(minutes=5)


class UnlockPresenter(Presenter[UnlockState]):
    """The pages before a desk is open. `opened` is called with the desk once it is."""

    def __init__(self, services: Services, background: Background, opened: Callable[[DeskCalls], None]) -> None:
        self.services, self.background, self._opened = services, background, opened
        self._tries = self._typed = 0
        self._wait_until: datetime | None = None
        self._desk: DeskCalls | None = None
        self._recovering = False
        super().__init__(UnlockState(Way.UNLOCK, "Unlock Doorstep"))
        self._begin()

    def _begin(self) -> None:
        self.show(self._first())
        if self.state.way is Way.CREATE:
            self.background.run(self.services.keyring_name, self._knows_keyring)

    def _first(self) -> UnlockState:
        visit = self._visit()
        if self.services.has_records():
            return UnlockState(Way.UNLOCK, "Unlock Doorstep", visit=visit)
        return self._create_state()

    # --- unlock -------------------------------------------------------------------------------------------------

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase. What is wrong is said at the field, or on a page of its own with a way out."""
        if self.state.busy:
            return
        if not passphrase:
            self.show(replace(self.state, wrong=(("passphrase", "Type your passphrase"),)))
            return
        if self._seconds_to_wait() > 0:
            self.tick()
            return
        self.show(replace(self.state, busy="Opening your records", wrong=()))
        self.background.run(lambda: self.services.unlock(passphrase), self._finish, self._refused)

    def _finish(self, desk: DeskCalls) -> None:
        self._tries = 0
        self._opened(desk)

    def _refused(self, error: DoorstepError) -> None:
        if error.code in _WRONG:
            self._tries += error.code == "wrong-passphrase"
            wait = int(getattr(error, "wait_seconds", 0))
            self._wait_until = self.services.clock.now() + timedelta(seconds=wait) if wait else None
            self.show(replace(self.state, busy="", wrong=(("passphrase", self._wrong_words()),)))
            return
        keyring = error.code.startswith("keyring-")
        title = (
            "The keyring did not open your records"
            if keyring
            else _TITLES.get(error.code, "Your records cannot be opened")
        )
        offers = ("again", "recover") if keyring else ("again",)
        self.show(
            UnlockState(
                Way.PROBLEM, title, problem=(error.sentence, error.next_step), offers=offers, visit=self.state.visit
            )
        )

    def _seconds_to_wait(self) -> int:
        if self._wait_until is None:
            return 0
        return max(0, -int(-(self._wait_until - self.services.clock.now()).total_seconds() // 1))

    def _wrong_words(self) -> str:
        tries = f" {self._tries} tries so far." if self._tries > 1 else ""
        wait = self._seconds_to_wait()
        if wait:
            return f"That passphrase is not right.{tries} Wait {words.count(wait, 'second')} before the next try."
        return f"That passphrase is not right.{tries} Check Caps Lock and try again."

    def tick(self) -> None:
        """A second has passed: the wait counts down and the running visit goes on."""
        state = self.state
        if self._wait_until is not None and state.way is Way.UNLOCK and not state.busy:
            state = replace(state, wrong=(("passphrase", self._wrong_words()),))
            if self._seconds_to_wait() == 0:
                self._wait_until = None
        self.show(replace(state, visit=self._visit()))

    # --- other ways in ------------------------------------------------------------------------------------------

    def again(self) -> None:
        """Back to the passphrase."""
        self._recovering = False
        self._begin()

    def to_recovery(self) -> None:
        """I have my recovery key."""
        intro = "Your recovery key opens your records without the keyring and without your passphrase."
        self.show(UnlockState(Way.RECOVER, "Use your recovery key", intro, rule=_RULE, visit=self.state.visit))
        self.background.run(self.services.keyring_name, self._knows_keyring)

    def recover(self, key: str, new: str, again: str) -> None:
        """Open with the recovery key and take a new passphrase; a new recovery key follows."""
        wrong = (("key", "Type your recovery key"),) if not key.strip() else _new_wrong(new, again)
        if wrong or self.state.busy:
            self.show(replace(self.state, wrong=wrong or self.state.wrong))
            return
        self._recovering = True
        self.show(replace(self.state, busy="Opening your records", wrong=()))

        def work() -> Created:
            self.services.check_passphrase(new)
            return self.services.recover(key, new)

        self.background.run(work, self._created, self._recovery_refused)

    def _recovery_refused(self, error: DoorstepError) -> None:
        self._recovering = False
        field = "new" if error.code == "passphrase-refused" else "key"
        self.show(replace(self.state, busy="", wrong=((field, str(error)),)))

    # --- first set-up -------------------------------------------------------------------------------------------

    def _create_state(self) -> UnlockState:
        intro = "Choose a passphrase. Without it nobody can read what you keep here, and nobody can send you a new one."
        return UnlockState(Way.CREATE, "Set up Doorstep on this laptop", intro, rule=_RULE)

    def _knows_keyring(self, name: str) -> None:
        """The keyring may take its time to answer; the rule is stricter when there is none."""
        if self.state.way in (Way.CREATE, Way.RECOVER):
            self.show(replace(self.state, rule=_RULE if name else _RULE_ALONE))

    def typed_new(self, passphrase: str) -> None:
        """A new passphrase as it is typed: say how strong it is, once that is known of the newest one."""
        self._typed += 1
        number = self._typed
        if self.state.wrong:
            self.show(replace(self.state, wrong=()))
        self.background.run(lambda: self._strength(passphrase), lambda hint: self._say_strength(number, hint))

    def _say_strength(self, number: int, hint: tuple[str, str]) -> None:
        if number == self._typed and self.state.way in (Way.CREATE, Way.RECOVER):
            self.show(replace(self.state, hint=hint))

    def _strength(self, passphrase: str) -> tuple[str, str]:
        if not passphrase:
            return ("", "")
        try:
            self.services.check_passphrase(passphrase)
        except DoorstepError as error:
            return (error.sentence, "warn")
        bits = self.services.passphrase_bits(passphrase)
        return ("Very strong", "ok") if bits >= _VERY_STRONG else ("Strong enough", "ok")

    def create(self, new: str, again: str) -> None:
        """Make the encrypted records under this passphrase."""
        wrong = _new_wrong(new, again)
        if wrong or self.state.busy:
            self.show(replace(self.state, wrong=wrong or self.state.wrong))
            return
        self.show(replace(self.state, busy="Making your records", wrong=()))

        def work() -> Created:
            self.services.check_passphrase(new)
            return self.services.create(new)

        self.background.run(work, self._created, self._create_refused)

    def _create_refused(self, error: DoorstepError) -> None:
        self.show(replace(self.state, busy="", wrong=(("new", str(error)),)))

    def _created(self, made: Created) -> None:
        self._desk = made.desk
        intro = (
            "Write this key down and keep the paper away from the laptop. It opens your records if all else is lost."
        )
        key = tuple(made.recovery_key.split("-"))
        self.show(UnlockState(Way.KEY, "Your recovery key", intro, key=key, groups=made.groups, visit=self.state.visit))

    def key_noted(self) -> None:
        """I have written it down: ask two groups back."""
        intro = "Type two groups of your recovery key from your paper."
        self.show(replace(self.state, way=Way.CONFIRM, title="Check your recovery key", intro=intro, wrong=()))

    def show_key_again(self) -> None:
        """Look at the key once more."""
        intro = "Compare it with your paper, group by group."
        self.show(replace(self.state, way=Way.KEY, title="Your recovery key", intro=intro, wrong=()))

    def confirm(self, first: str, second: str) -> None:
        """The two groups as typed back."""
        typed = dict(zip(self.state.groups, (first, second), strict=True))
        wrong = tuple(
            (field, f"Group {number} is not the same as in your key")
            for field, (number, text) in zip(("first", "second"), typed.items(), strict=True)
            if _plain(text) != self.state.key[number - 1]
        )
        if wrong or self.state.busy:
            self.show(replace(self.state, wrong=wrong))
            return
        self.show(replace(self.state, busy="One moment", wrong=()))
        self.background.run(self.services.confirm_recovery, self._confirmed, self._confirm_refused)

    def _confirm_refused(self, error: DoorstepError) -> None:
        self.show(replace(self.state, busy="", wrong=(("first", str(error)),)))

    def _confirmed(self, _nothing: object) -> None:
        desk = self._desk
        assert desk is not None
        if self._recovering:
            self._opened(desk)
            return
        intro = "The school gives you its address and a code that works once. This needs the internet."
        self.show(UnlockState(Way.JOIN, "Join your school", intro))

    def join(self, address: str, code: str) -> None:
        """Join with the school's one-time code."""
        pairs = (("address", address, "Type the school's address"), ("code", code, "Type the joining code"))
        wrong = tuple((key, text) for key, value, text in pairs if not value.strip())
        desk = self._desk
        if wrong or self.state.busy or desk is None:
            self.show(replace(self.state, wrong=wrong))
            return
        self.show(replace(self.state, busy="Joining", wrong=()))
        self.background.run(lambda: desk.join_school(address.strip(), code.strip()), self._joined, self._join_refused)

    def _joined(self, _school: str) -> None:
        assert self._desk is not None
        self._desk.sync_now()
        self._opened(self._desk)

    def _join_refused(self, error: DoorstepError) -> None:
        self.show(replace(self.state, busy="", wrong=(("code", str(error)),)))

    def join_later(self) -> None:
        """Go on without a school; Settings can join later."""
        assert self._desk is not None
        self._opened(self._desk)

    # --- the running visit --------------------------------------------------------------------------------------

    def _visit(self) -> RunningVisit | None:
        handover = self.services.handover
        return None if handover is None else running_visit(handover, self.services.clock.now())


def _new_wrong(new: str, again: str) -> tuple[tuple[str, str], ...]:
    if not new:
        return (("new", "Type a new passphrase"),)
    return () if new == again else (("again", "The two are not the same"),)


_RULE = "At least 12 characters. A few words that have nothing to do with each other are easy to remember."
_RULE_ALONE = "There is no keyring here, so the passphrase alone protects your records. Use at least 5 unrelated words."
_VERY_STRONG = 64.0
"""Bits: five words of a 7,776-word list."""


def _plain(text: str) -> str:
    """A typed group in the key's letters: any case, and O, I, L as the digits they are taken for."""
    return "".join(text.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))


def running_visit(handover: Handover, now: datetime) -> RunningVisit:
    """What a locked screen says about the visit at `now` (aware UTC)."""
    zone, due = handover.zone, handover.due_finish_at
    late = now > due
    left = f"{words.minutes_past(now - due)} late" if late else f"{words.minutes(due - now)} left"
    tone = "danger" if late else "warn" if due - now <= _LAST else ""
    acts = words.clock(handover.school_acts_at, zone)
    if handover.school_knows:
        told = (f"The school's board shows this visit as late from {acts}", "circle-check", "ok")
    else:
        told = ("The school does not know you are in a visit. Phone before you go on.", "cloud-off", "warn")
    lines = tuple((line.who, line.phone) for line in (*handover.lines, EMERGENCY))
    return RunningVisit(
        timer=words.stopwatch(now - handover.started_at),
        spoken=f"Session time {words.minutes_past(max(now - handover.started_at, timedelta()))}",
        left=left,
        tone=tone,
        due=f"Finish check-in {'was ' if late else ''}due by {words.clock(due, zone)}",
        late=late,
        told=told,
        lines=lines,
    )
