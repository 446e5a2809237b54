"""The fields of a session log as a screen asks them, and the log made from the answers. Must not import Qt or save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.casework.views import CheckAnswer, Question, SessionLog
from app.ui.visit import common
from app.ui.visit.states import Ask, Choice

ATTENDED: tuple[Choice, ...] = (("yes", "Yes"), ("partly", "Part of it"), ("no", "No"))
SEEN: tuple[Choice, ...] = (
    ("in_person", "In person"),
    ("live_on_camera", "Live on camera"),
    ("heard", "Heard only"),
    ("no", "Not seen"),
)
ENGAGEMENT: tuple[Choice, ...] = (
    ("1", "1  Not at all"),
    ("2", "2  A little"),
    ("3", "3  Some of the time"),
    ("4", "4  Most of the time"),
    ("5", "5  Throughout"),
)
_MOST_LATE = 600


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of several lines."""

    name: str
    words: str
    help: str


TEXTS = (
    TextField("targets", "Targets worked on", "From the plan, or what you worked on instead and why"),
    TextField("work_covered", "Work covered", ""),
    TextField("work_set", "Work set for next time", ""),
    TextField("outcome", "What came of it", ""),
    TextField("notes", "Notes", "Facts. For a worry about safety, ring the school's safeguarding lead."),
)
WORDS = {
    "attended": "Did the pupil attend",
    "seen": "How did you see the pupil",
    "late_minutes": "Minutes late",
    "ready": "Ready to start",
    "equipment": "Had what they need",
    "engagement": "Engagement",
    "outcome_category": "The outcome is about",
    "late_finish_reason": "Why it finished late",
    **{field.name: field.words for field in TEXTS},
}


def defaults(mode: str) -> dict[str, str]:
    """What is filled in before anything is typed: the pupil attended and was seen, in the way the visit was planned."""
    return {"attended": "yes", "seen": "live_on_camera" if mode == "online" else "in_person", "late_minutes": "0"}


def pupil_asks(values: Mapping[str, str]) -> tuple[Ask, ...]:
    """Attendance, seen, lateness, readiness, engagement."""
    asks = [Ask("attended", "pills", WORDS["attended"], "", values.get("attended", ""), ATTENDED)]
    asks.append(
        Ask("seen", "pills", WORDS["seen"], "Seeing is kept apart from attending.", values.get("seen", ""), SEEN)
    )
    if values.get("attended") != "no":
        asks += [
            Ask("late_minutes", "number", WORDS["late_minutes"], "", values.get("late_minutes", "")),
            Ask(
                "ready",
                "pills",
                WORDS["ready"],
                "Up, dressed and ready to work",
                values.get("ready", ""),
                common.YES_NO,
            ),
            Ask("equipment", "pills", WORDS["equipment"], "", values.get("equipment", ""), common.YES_NO),
            Ask("engagement", "pills", WORDS["engagement"], "", values.get("engagement", ""), ENGAGEMENT),
        ]
    return tuple(asks)


def work_asks(values: Mapping[str, str], categories: tuple[str, ...]) -> tuple[Ask, ...]:
    """Targets, work, outcome, notes."""
    asks = [Ask(f.name, "text", f.words, f.help, values.get(f.name, "")) for f in TEXTS]
    if categories:
        choices = tuple((category, category.replace("_", " ").capitalize()) for category in categories)
        value = values.get("outcome_category", "")
        asks.insert(4, Ask("outcome_category", "pills", WORDS["outcome_category"], "", value, choices))
    return tuple(asks)


def check_asks(questions: tuple[Question, ...], values: Mapping[str, str]) -> tuple[Ask, ...]:
    """The packs' finish checks; keys are 'finish:' and the question's id."""
    found = []
    for question in questions:
        ask = common.ask_of(question, values.get(f"finish:{question.check_id}", ""), at_door=False)
        found.append(Ask(f"finish:{ask.key}", ask.kind, ask.words, ask.help, ask.value, ask.choices))
    return tuple(found)


def late_minutes_problem(value: str) -> str:
    """What is wrong with the minutes as typed, or ''."""
    if not value.strip():
        return ""
    if not value.strip().isdecimal() or int(value) > _MOST_LATE:
        return f"Write whole minutes, 0 to {_MOST_LATE}"
    return ""


def make_log(values: Mapping[str, str], questions: tuple[Question, ...]) -> SessionLog:
    """The log that the answers make. `late_minutes` must have passed `late_minutes_problem`."""
    answers = tuple(
        CheckAnswer(q.check_id, values[f"finish:{q.check_id}"].strip())
        for q in questions
        if values.get(f"finish:{q.check_id}", "").strip()
    )
    here = values.get("attended") != "no"
    return SessionLog(
        attended=values.get("attended") or "yes",
        seen=values.get("seen") or "no",
        late_minutes=int(values.get("late_minutes", "").strip() or 0) if here else 0,
        ready=_yes_no(values.get("ready", "")) if here else None,
        equipment=_yes_no(values.get("equipment", "")) if here else None,
        engagement=int(values["engagement"]) if here and values.get("engagement") else None,
        outcome_category=values.get("outcome_category", ""),
        finish_answers=answers,
        late_finish_reason=values.get("late_finish_reason", "").strip(),
        **{field.name: values.get(field.name, "").strip() for field in TEXTS},
    )


def _yes_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


def values_of(log: SessionLog) -> dict[str, str]:
    """A finished log as field values, for a correction."""
    flags = {True: "yes", False: "no", None: ""}
    return {
        "attended": log.attended,
        "seen": log.seen,
        "late_minutes": str(log.late_minutes),
        "ready": flags[log.ready],
        "equipment": flags[log.equipment],
        "engagement": str(log.engagement or ""),
        "outcome_category": log.outcome_category,
        "late_finish_reason": log.late_finish_reason,
        **{field.name: str(getattr(log, field.name)) for field in TEXTS},
    }


def shown(name: str, value: str) -> str:
    """A field's value as a person reads it."""
    tables: dict[str, tuple[Choice, ...]] = {"attended": ATTENDED, "seen": SEEN, "engagement": ENGAGEMENT}
    tables |= {"ready": common.YES_NO, "equipment": common.YES_NO}
    if name == "outcome_category":
        return value.replace("_", " ").capitalize()
    return dict(tables.get(name, ())).get(value, value)
