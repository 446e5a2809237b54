"""A fictional tutor's day as casework hands it over. Must not name a real person; numbers are Ofcom's for drama."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from app.casework.views import (
    AdultAtHome,
    Amendment,
    CheckAnswer,
    ContactLine,
    HouseWarning,
    Kept,
    OutboxItem,
    OutboxView,
    PupilLine,
    PupilOverview,
    Question,
    SchoolLine,
    SessionLog,
    TodayList,
    VisitCard,
    VisitLine,
    VisitPage,
)
from app.domain.visit import VisitState

DAY = date(2026, 11, 23)  # a Monday; GMT, so that UTC and the wall clock agree
SCHOOL = SchoolLine("Harrowgate Vale School", "0113 496 0810", "0113 496 0811", "Europe/London", 10)
DOGS = HouseWarning("Two dogs in the house", "Ask for them to be in another room before you go in.")
GATE = HouseWarning("Use the side gate", "The front door bell does not work.")


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of the sample day."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, second, tzinfo=UTC)


def number(value: int) -> UUID:
    """A readable id."""
    return UUID(int=value)


def card(n: int, name: str, start: datetime, end: datetime, **more: object) -> VisitCard:
    """A planned visit, or what `more` makes of it."""
    base = VisitCard(
        visit_id=number(n),
        pupil_id=number(100 + n),
        pupil_name=name,
        year_group="Year 8",
        subject="Maths",
        address="14 Larch Close, Leeds LS8 2QH",
        mode="in_person",
        venue="pupil_home",
        starts_at=start,
        ends_at=end,
        state=VisitState.PLANNED,
    )
    return replace(base, **more)  # type: ignore[arg-type]  # the callers name VisitCard's own fields


NOAH = card(
    1, "Noah Clarke", at(8), at(8, 50), year_group="Year 9", subject="English", address="3 Mill Row, LS7 4AB",
    state=VisitState.FINISHED, started_at=at(8, 2), due_finish_at=at(8, 50), finished_at=at(8, 52), ended_at=at(8, 52),
    start_kept=Kept.SCHOOL_HOLDS, end_kept=Kept.SCHOOL_HOLDS, start_known_at=at(8, 2),
)  # fmt: skip
AMIRA = card(2, "Amira Hassan", at(9, 30), at(10, 30), warnings=(DOGS, GATE))
ELLIE = card(
    3, "Ellie-Mae Watts", at(11, 15), at(12, 15), year_group="Year 10", subject="English",
    address="22 Park View, LS6 3DF", warnings=(GATE,),
)  # fmt: skip
JOSEF = card(
    4, "Josef Novák", at(14), at(15), year_group="Year 6", subject="Science", address="8 Station Road, LS15 4TB"
)
VISITS = (NOAH, AMIRA, ELLIE, JOSEF)


def running(kept: Kept = Kept.SCHOOL_HOLDS, **more: object) -> VisitCard:
    """Amira's visit in session since 09:33."""
    known = at(9, 33) if kept is Kept.SCHOOL_HOLDS else None
    values: dict[str, object] = {
        "state": VisitState.IN_SESSION,
        "arrived_at": at(9, 31),
        "started_at": at(9, 33),
        "due_finish_at": at(10, 30),
        "start_kept": kept,
        "start_known_at": known,
    }
    return replace(AMIRA, **(values | more))  # type: ignore[arg-type]  # VisitCard's own fields


def finished(kept: Kept = Kept.LAPTOP, **more: object) -> VisitCard:
    """Amira's visit, finished at 10:29."""
    values: dict[str, object] = {
        "state": VisitState.FINISHED, "finished_at": at(10, 29), "ended_at": at(10, 29), "end_kept": kept,
    }  # fmt: skip
    return replace(running(), **(values | more))  # type: ignore[arg-type]  # VisitCard's own fields


def today(*visits: VisitCard, **more: object) -> TodayList:
    """The day with these visits (the usual four when none is named)."""
    shown = visits or VISITS
    values: dict[str, object] = {"as_of": at(7, 40), "unsent": 0}
    values["running"] = next((v for v in shown if v.state is VisitState.IN_SESSION), None)
    base = TodayList(DAY, "Robin Ashdown", SCHOOL, shown, at(7, 40), 0, None)
    return replace(base, **(values | more))  # type: ignore[arg-type]  # TodayList's own fields


def ask(check_id: str, text: str, help_: str = "", on_fail: str = "block_start", answer: str = "yes_no") -> Question:
    """A question of a pack."""
    return Question(check_id, text, help_, answer, (), on_fail, ("BHES-18",))


START = (
    ask("adult_awake", "They are awake and well enough to help"),
    ask("adult_staying", "They are staying until you finish", "In the home the whole time, not going out or to bed."),
    ask("no_smoking", "Nobody is smoking", on_fail="end_session"),
    ask("animals_out", "Animals are out of the room", "If they are not, ask for them to be taken out first."),
    ask("open_room", "The way out is clear and no door is closed on us"),
    ask("quiet_space", "There is a quiet place to work", on_fail="warn"),
    ask("pupil_ready", "The pupil is up, dressed and ready", on_fail="record"),
)
FINISH = (
    ask("adult_was_here", "The adult was here and awake the whole time", on_fail="record"),
    ask("stayed_quiet", "It stayed quiet, with no smoke and no animals", on_fail="record"),
)
MOTHER = ContactLine("Samira Hassan", "Mother", "07700 900142")
RELATIONS = ("Parent", "Carer", "Grandparent", "Brother or sister", "Other family", "Other adult")
LOG = SessionLog(
    late_minutes=3,
    ready=True,
    equipment=True,
    engagement=4,
    targets="Compare fractions with unlike denominators",
    work_covered="Fractions: halves, quarters, eighths on a number line",
    work_set="Sheet 4, questions 1 to 6",
    outcome="Confident with quarters. Needs more time on eighths.",
    outcome_category="learning",
    notes="Chose to work at the kitchen table.",
    finish_answers=(CheckAnswer("adult_was_here", "yes"), CheckAnswer("stayed_quiet", "yes")),
)


def visit_page(shown: VisitCard = AMIRA, **more: object) -> VisitPage:
    """A visit as it is opened."""
    base = VisitPage(
        card=shown,
        school=SCHOOL,
        contacts=(MOTHER,),
        start_questions=START,
        finish_questions=FINISH,
        outcome_categories=("learning", "wellbeing", "other"),
        adult_asked=True,
        adult_text="An adult who looks after the pupil is here",
        adult_help="Write their name. You must not be alone with the pupil.",
        adult_relations=RELATIONS,
    )
    return replace(base, **more)  # type: ignore[arg-type]  # VisitPage's own fields


ADULT = AdultAtHome("Samira Hassan", "Parent", over_18=True)
AMENDED = Amendment(at(16, 5), "I had mixed up two sheets", (("work_set", "Sheet 5, questions 1 to 6"),), Kept.LAPTOP)


def pupil_lines(count: int = 0) -> tuple[PupilLine, ...]:
    """The tutor's pupils; `count` of them made up, or the day's four."""
    if count:
        return tuple(PupilLine(number(500 + n), f"Pupil {n:02} Example", "Year 7", "7A", None, 0) for n in range(count))
    return (
        PupilLine(NOAH.pupil_id, "Noah Clarke", "Year 9", "9B", at(8) + timedelta(days=2), 0),
        PupilLine(AMIRA.pupil_id, "Amira Hassan", "Year 8", "8C", at(9, 30), 2),
        PupilLine(JOSEF.pupil_id, "Josef Novák", "Year 6", "6K", at(14), 0),
        PupilLine(ELLIE.pupil_id, "Ellie-Mae Watts", "Year 10", "10E", at(11, 15), 1),
    )


def overview() -> PupilOverview:
    """One pupil."""
    past = (
        VisitLine(number(31), at(9, 30) - timedelta(days=3), VisitState.FINISHED, "Maths", 58, "yes", 4),
        VisitLine(number(32), at(9, 30) - timedelta(days=5), VisitState.ABSENT, "Maths", None, "no", None),
        VisitLine(number(33), at(9, 30) - timedelta(days=7), VisitState.FINISHED, "Maths", 60, "yes", 5),
    )
    coming = (VisitLine(AMIRA.visit_id, at(9, 30), VisitState.PLANNED, "Maths", None, "", None),)
    return PupilOverview(
        AMIRA.pupil_id, "Amira Hassan", "Amira", date(2014, 2, 11), "•••••••••4821", "Year 8", "8C",
        "14 Larch Close, Leeds LS8 2QH", ("BHES 1:1 provision",), (DOGS, GATE),
        (MOTHER, ContactLine("Yusuf Hassan", "Grandfather", "07700 900143")), coming, past, 12, 10, SCHOOL,
    )  # fmt: skip


def outbox(**more: object) -> OutboxView:
    """Two things wait, one was refused, two were received."""
    base = OutboxView(
        waiting=(
            OutboxItem(number(61), "Session log", "Amira Hassan", at(10, 29), Kept.LAPTOP),
            OutboxItem(number(62), "Finish check-in", "Amira Hassan", at(10, 29), Kept.SENT),
        ),
        refused=(
            OutboxItem(
                number(63), "Correction of a log", "Noah Clarke", at(9, 2), Kept.REFUSED,
                "The school closed this log on Friday. Ring the office, then write a new note.",
            ),
        ),
        recent=(
            OutboxItem(number(64), "Check-in", "Amira Hassan", at(9, 33), Kept.SCHOOL_HOLDS),
            OutboxItem(number(65), "Session log", "Noah Clarke", at(8, 52), Kept.SCHOOL_HOLDS),
        ),
        unsent=2,
        held_by_school=148,
        last_contact_at=at(9, 34),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]  # OutboxView's own fields
