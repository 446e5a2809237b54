"""Step 1, at the door: the named adult, one tick per statement, and start or turn away. Must not import Qt.

Which statements there are, and which of them a start needs, is the packs' matter (casework); this step only names
what is still missing. Turning away is never held back by anything here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.casework.views import AdultAtHome, CheckAnswer, Question, StartBlocked
from app.ui import words
from app.ui.visit import common
from app.ui.visit.states import Ask, DoorstepState, Problem, Where
from app.ui.visit.step import Step

if TYPE_CHECKING:
    from app.casework.views import VisitPage
    from app.ui.visit.presenter import VisitPresenter

_STOPS = frozenset({"block_start", "end_session"})
_ADULT = ("adult_name", "adult_relation", "adult_over_18")
_EARLY = timedelta(minutes=60)


class DoorstepStep(Step):
    """Keeps the answers (also as a draft, so that a crash at the door costs nothing) and starts the visit."""

    def __init__(self, host: VisitPresenter, page: VisitPage) -> None:
        super().__init__(host, page)
        keys = (*_ADULT, *(f"check:{q.check_id}" for q in page.start_questions))
        self._values = {key: host.drafts.draft.get(key, "") for key in keys}
        self._wrong: frozenset[str] = frozenset()
        self._tried = False

    def answer(self, key: str, value: str) -> None:
        """An answer as it is given: an adult's field, or 'check:' and the question's id; '' takes it away."""
        if self._values.get(key, "") == value:
            return
        self._values[key] = value
        self.drafts.change(key, value)
        if self._tried:
            self._name_missing()
        self.refresh()

    def start(self) -> None:
        """Check in and start; what is missing is named instead when something is."""
        self._tried = True
        if self._name_missing():
            self.refresh()
            return
        adult, answers = self._adult(), self._answers(complete=True)
        visit = self.page.card.visit_id
        self.work(
            lambda: self.context.desk.start(visit, adult, answers), "The visit could not be started", self._started
        )

    def _started(self, result: object) -> None:
        if isinstance(result, StartBlocked):
            self._blocked(result)
            return
        for key in self._values:
            self.drafts.change(key, "")
        self.context.announce("Visit started")
        self.recorded()

    def _blocked(self, blocked: StartBlocked) -> None:
        keys = [self._key(item) for item in (*blocked.missing, *blocked.failed)]
        self._say(keys, leave=blocked.must_leave)
        self.refresh()

    def _key(self, item: str) -> str:
        return "adult_name" if item == "adult" else f"check:{item}"

    def turn_away(self, kind: str) -> None:
        """'not_enter', 'absent' or 'cancel': go to the page that asks why."""
        self.host.go_to(kind)

    def given(self) -> tuple[CheckAnswer, ...]:
        """What has been answered so far, for the record of turning away."""
        return self._answers(complete=False)

    def state(self, now: datetime) -> DoorstepState:
        page = self.page
        return DoorstepState(
            head=common.head(page.card, self.zone),
            beside=common.beside(page, page.card.ends_at, told=False),
            adult=self._adult_asks(),
            asks=tuple(self._ask(question) for question in page.start_questions),
            left=self._left(),
            notice=self._notice(now),
            problem=self.problem,
            busy=self.busy,
        )

    def _notice(self, now: datetime) -> tuple[str, str] | None:
        card = self.page.card
        planned = words.local(card.starts_at, self.zone)
        if planned.date() != words.local(now, self.zone).date():
            return ("This visit is not planned for today", f"It is planned for {words.day(planned.date())}.")
        if card.starts_at - now > _EARLY:
            return (
                f"This visit starts in {words.minutes(card.starts_at - now)}",
                "You can start it now if that is right.",
            )
        return None

    def _adult_asks(self) -> tuple[Ask, ...]:
        if not self.page.adult_asked:
            return ()
        page, missing = self.page, self._wrong
        relation = tuple((r, r) for r in page.adult_relations)
        over = Ask(
            "adult_over_18", "tick", "They are over 18", "Ask if you are not sure.", self._values["adult_over_18"]
        )
        name_words = page.adult_text or "An adult who looks after the pupil is here"
        return (
            Ask(
                "adult_name",
                "line",
                name_words,
                page.adult_help,
                self._values["adult_name"],
                (),
                _said("adult_name", missing, "Write their name"),
            ),
            Ask(
                "adult_relation",
                "pills" if relation else "line",
                "Who they are to the pupil",
                "",
                self._values["adult_relation"],
                relation,
                _said("adult_relation", missing, "Choose one" if relation else "Write who they are"),
            ),
            _marked(over, missing),
        )

    def _ask(self, question: Question) -> Ask:
        ask = common.ask_of(question, self._values[f"check:{question.check_id}"], at_door=True)
        return _marked(Ask(f"check:{ask.key}", ask.kind, ask.words, ask.help, ask.value, ask.choices), self._wrong)

    def _needed(self) -> list[tuple[str, str]]:
        """(key, words) of all that a start needs and that has no answer yet."""
        needed = []
        if self.page.adult_asked:
            labels = ("Write the adult's name", "Say who they are to the pupil", "They are over 18")
            needed += list(zip(_ADULT, labels, strict=True))
        needed += [(f"check:{q.check_id}", q.text) for q in self.page.start_questions if q.on_fail in _STOPS]
        return [(key, label) for key, label in needed if not self._values[key].strip()]

    def _left(self) -> Where:
        number = len(self._needed())
        if number == 0:
            return Where("Ready to start", "circle-check", "ok")
        return Where(f"{number} more to do", "info", "muted")

    def _name_missing(self) -> bool:
        keys = [key for key, _ in self._needed()]
        if not keys:
            self.problem, self._wrong = None, frozenset()
            return False
        self._say(keys, leave=False)
        return True

    def _say(self, keys: list[str], *, leave: bool) -> None:
        self._wrong = frozenset(keys)
        labels = dict(self._labels())
        links = tuple((key, labels.get(key, "Look at this")) for key in keys)
        if leave:
            advice = "Do not stay. Choose “I am not going in”: nobody will blame you."
        else:
            advice = "If something is not true, choose “I am not going in”."
        self.problem = Problem("You cannot start yet", advice, links)

    def _labels(self) -> list[tuple[str, str]]:
        adult = zip(
            _ADULT, ("Write the adult's name", "Say who they are to the pupil", "They are over 18"), strict=True
        )
        return [*adult, *((f"check:{q.check_id}", q.text) for q in self.page.start_questions)]

    def _adult(self) -> AdultAtHome | None:
        if not self.page.adult_asked:
            return None
        name, relation, over = (self._values[key].strip() for key in _ADULT)
        return AdultAtHome(name, relation, over == "yes")

    def _answers(self, *, complete: bool) -> tuple[CheckAnswer, ...]:
        """`complete`: a row that could be left unticked was left so on purpose and says no."""
        result = []
        for question in self.page.start_questions:
            value = self._values[f"check:{question.check_id}"].strip()
            if not value and complete and question.answer == "yes_no":
                value = "no"
            if value:
                result.append(CheckAnswer(question.check_id, value))
        return tuple(result)


def _said(key: str, missing: frozenset[str], text: str) -> str:
    return text if key in missing else ""


def _marked(ask: Ask, missing: frozenset[str]) -> Ask:
    return Ask(
        ask.key, ask.kind, ask.words, ask.help, ask.value, ask.choices, _said(ask.key, missing, "Needs an answer")
    )
