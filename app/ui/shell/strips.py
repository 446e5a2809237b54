"""The red strip of a visit that is late. Must not import Qt or promise what is not known."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.casework.views import Kept, TodayList, VisitCard
from app.ui import words
from app.ui.shell.states import Strip
from app.ui.visit.common import ring_words

_BUTTONS = (("finish", "Finish visit", "check"), ("more", "Add 15 minutes", "plus"))
_MINUTE = timedelta(minutes=1)


def late_strip(card: VisitCard, day: TodayList, now: datetime, *, buttons: bool = True) -> Strip:
    """How late it is, and what is true about the school; `now` is aware UTC and past the due finish.

    `buttons`: not on the visit's own page, whose action bar has the same ones.
    """
    due = card.due_finish_at or card.ends_at
    late = now - due
    title = f"Finish check-in is {words.minutes_past(late)} late" if late >= _MINUTE else "Finish check-in is due now"
    return Strip(title, _detail(card, day, due), alarm=True, buttons=_BUTTONS if buttons else ())


def _detail(card: VisitCard, day: TodayList, due: datetime) -> str:
    if card.start_kept is not Kept.SCHOOL_HOLDS:
        return f"The school does not know that you went in. {ring_words(day.school)}"
    acts = words.clock(due + timedelta(minutes=day.school.overdue_minutes), day.school.zone)
    return f"The school's board shows this visit as late from {acts}"
