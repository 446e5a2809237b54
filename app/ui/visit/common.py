"""Words that several steps of a visit share. Must not import Qt or keep state."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.casework.views import ContactLine, Kept, Question, SchoolLine, VisitCard, VisitPage
from app.domain.visit import VisitState
from app.ui import words
from app.ui.visit.states import Ask, Beside, Choice, Head, Where

YES_NO: tuple[Choice, ...] = (("yes", "Yes"), ("no", "No"))
YES_NO_NA: tuple[Choice, ...] = (*YES_NO, ("na", "Does not apply"))
SCALE: tuple[Choice, ...] = tuple((str(n), str(n)) for n in range(1, 6))


def head(card: VisitCard, zone: str) -> Head:
    """The pupil's name, and when, what and where."""
    times = words.span(card.starts_at, card.ends_at, zone)
    line = words.dots(times, card.year_group, card.subject, card.address)
    return Head(card.pupil_name, line, card.state is VisitState.IN_SESSION)


def school_phone(school: SchoolLine) -> str:
    """The number to ring about a visit: the duty line, else the office; '' when the school gave none."""
    return school.duty_phone or school.office_phone


def ring_words(school: SchoolLine) -> str:
    """'Phone the school on 0113 …', or what to do without a number."""
    phone = school_phone(school)
    return f"Phone the school on {phone}." if phone else "Phone the school."


def people(contacts: tuple[ContactLine, ...], school: SchoolLine) -> tuple[tuple[str, str], ...]:
    """Everyone to ring: the family first, then the school."""
    family = [(f"{c.name}, {c.relation.lower()}" if c.relation else c.name, c.phone) for c in contacts if c.phone]
    school_lines = [("School, duty line", school.duty_phone), ("School, office", school.office_phone)]
    return tuple(family + [line for line in school_lines if line[1]])


def beside(page: VisitPage, due: datetime, *, told: bool) -> Beside:
    """Warnings, people, and what follows if the school hears nothing by `due` (aware UTC)."""
    zone = page.school.zone
    acts = due + timedelta(minutes=page.school.overdue_minutes)
    silence = [(words.clock(due, zone), "This laptop reminds you to finish")]
    if told or page.card.state is not VisitState.IN_SESSION:
        silence.append((words.clock(acts, zone), "The school's board shows this visit as late"))
    else:
        silence.append((words.clock(acts, zone), "The school only knows the plan. Phone before this time"))
    return Beside(page.card.warnings, people(page.contacts, page.school), page.card.address, tuple(silence))


def where(kept: Kept | None, what: str) -> Where:
    """Where `what` ("Check-in") is, in words that are true."""
    if kept is Kept.SCHOOL_HOLDS:
        return Where(f"{what}: the school holds it", "circle-check", "ok")
    if kept is Kept.SENT:
        return Where(f"{what}: sent, no receipt yet", "refresh-cw", "muted")
    if kept is Kept.REFUSED:
        return Where(f"{what}: not accepted, see Outbox", "circle-alert", "danger")
    return Where(f"{what}: saved on this laptop, not sent", "cloud-off", "warn")


def ask_of(question: Question, value: str, *, at_door: bool) -> Ask:
    """A pack's question as a screen asks it; at the door a yes-or-no question is a row to tick."""
    kinds = {"name": "line", "minutes": "line", "text": "text"}
    if question.answer == "yes_no" and at_door:
        return Ask(question.check_id, "tick", question.text, question.help, value)
    if question.answer in kinds:
        return Ask(question.check_id, kinds[question.answer], question.text, question.help, value)
    choices = {"yes_no": YES_NO, "yes_no_na": YES_NO_NA, "scale": SCALE}.get(question.answer)
    if choices is None or question.options:
        choices = tuple((option, option) for option in question.options)
    return Ask(question.check_id, "pills", question.text, question.help, value, choices)


def quoted(texts: list[str]) -> str:
    """Statements as a list in quotation marks: “a”, “b” and “c”."""
    return words.listed([f"“{text}”" for text in texts])
